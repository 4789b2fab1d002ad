import { call } from '$lib/api/client';
import type { components } from '$lib/api/schema';

type Schemas = components['schemas'];

export type DataExport = Schemas['ExportView'];
export type Outlook = Schemas['OutlookOutputBody'];
export type TrailEntry = Schemas['Entry'];
export type Trail = Schemas['TrailOutputBody'];
export type Retention = Schemas['RetentionOutputBody'];
export type Mails = Schemas['MailsOutputBody'];
export type SentMail = Schemas['MailView'];
export type MailState = SentMail['state'];
export type TrailKind = TrailEntry['kind'];

export const kinds: TrailKind[] = ['seen', 'exported', 'changed', 'wrote', 'members', 'signin', 'removed'];

/** What of the trail is asked for; '' is all. */
export interface TrailFilter {
	person: string;
	kind: TrailKind | '';
	/** YYYY-MM-DD */
	from: string;
	until: string;
}

const asked = (filter: TrailFilter) =>
	Object.fromEntries(Object.entries(filter).filter(([, value]) => value));

/** The trail of a programme, or, for '', of what belongs to none. */
export const listTrail = (slug: string, filter: TrailFilter, cursor = ''): Promise<Trail> => {
	const query = { ...asked(filter), ...(cursor && { cursor }) };
	return slug
		? call('get', '/api/programmes/{slug}/trail', { path: { slug }, query })
		: call('get', '/api/trail', { query });
};

export const trailAddress = (slug: string, filter: TrailFilter) => {
	const query = new URLSearchParams(asked(filter)).toString();
	const path = slug ? `/api/programmes/${encodeURIComponent(slug)}/trail.csv` : '/api/trail.csv';
	return query ? `${path}?${query}` : path;
};

/** In the order of a mail's life. */
export const mailStates: MailState[] = [
	'queued',
	'sending',
	'deferred',
	'sent',
	'failed',
	'uncertain',
	'withdrawn'
];

/** What became of mails; '' is all states and all addresses. */
export const listMails = (state: MailState | '', q: string, cursor = ''): Promise<Mails> =>
	call('get', '/api/admin/mails', {
		query: { ...(state && { state }), ...(q && { q }), ...(cursor && { cursor }) }
	});
export const sendMailAgain = (id: string) => call('post', '/api/admin/mails/{id}/tries', { path: { id } });

export const getRetention = () => call('get', '/api/retention');

export const listExports = () => call('get', '/api/me/exports');
export const askForExport = () => call('post', '/api/me/exports');
export const exportAddress = (id: string) => `/api/me/exports/${encodeURIComponent(id)}/file`;

export const myOutlook = () => call('get', '/api/me/erasure');
export const eraseMe = (word: string) => call('post', '/api/me/erasure', { body: { word } });
export const outlookOf = (id: string) => call('get', '/api/people/{id}/erasure', { path: { id } });
export const erasePerson = (id: string, word: string) =>
	call('post', '/api/people/{id}/erasure', { path: { id }, body: { word } });
