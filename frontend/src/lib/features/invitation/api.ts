import { call } from '$lib/api/client';
import type { components } from '$lib/api/schema';

type Schemas = components['schemas'];
export type Invitation = Schemas['InvitationView'];
export type InvitationState = Invitation['state'];
export type InvitationList = Schemas['InvitationList'];
export type Role = Invitation['role'];
export type Pasted = Schemas['PastedLine'];
export type Room = Schemas['Room'];
export type Draft = Omit<Schemas['InvitationDraft'], '$schema'>;
export type Invitee = Schemas['InviteeView'];
export type MailPreview = Schemas['MailPreview'];
export type Recipient = Schemas['RecipientView'];
export type Successor = Omit<Schemas['SuccessorView'], '$schema'>;
export type SeatHistory = Schemas['SeatHistory'];
export type LinkView = Schemas['LinkView'];

export const listInvitations = (slug: string) =>
	call('get', '/api/programmes/{slug}/invitations', { path: { slug } });

/** What a pasted text holds, person by person; nothing is kept. */
export const checkPasted = (
	slug: string,
	organisationId: string,
	role: Role,
	text: string,
	signal?: AbortSignal
) =>
	call('post', '/api/programmes/{slug}/invitation-checks', {
		path: { slug },
		body: { organisationId, role, text },
		signal
	});

export const previewInvitations = (slug: string, draft: Draft) =>
	call('post', '/api/programmes/{slug}/invitation-previews', { path: { slug }, body: draft });

export const sendInvitations = (slug: string, draft: Draft) =>
	call('post', '/api/programmes/{slug}/invitations', { path: { slug }, body: draft });

export const resendInvitation = (id: string) =>
	call('post', '/api/invitations/{id}/sendings', { path: { id } });

export const revokeInvitation = (id: string) =>
	call('post', '/api/invitations/{id}/revocation', { path: { id } });

export const previewHandOver = (id: string, body: Successor) =>
	call('post', '/api/seats/{id}/hand-over-previews', { path: { id }, body });

export const handOver = (id: string, body: Successor) =>
	call('post', '/api/seats/{id}/hand-over', { path: { id }, body });

export const seatHistory = (id: string) => call('get', '/api/seats/{id}/history', { path: { id } });

/** What a link is for; looking changes nothing. */
export const lookAtLink = (token: string) =>
	call('get', '/api/invitation-links/{token}', { path: { token } });

/** A person did something on the page. */
export const linkOpened = (token: string) =>
	call('post', '/api/invitation-links/{token}/opening', { path: { token } });

export const acceptLink = (token: string, body: { name: string; title: string; locale: 'da' | 'en' }) =>
	call('post', '/api/invitation-links/{token}/acceptance', { path: { token }, body });

export const askForLink = (token: string) =>
	call('post', '/api/invitation-links/{token}/renewal', { path: { token } });
