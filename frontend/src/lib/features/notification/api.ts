import { call } from '$lib/api/client';
import type { components } from '$lib/api/schema';

export type Inbox = components['schemas']['InboxView'];
export type InboxItem = components['schemas']['InboxItem'];
export type Show = 'all' | 'unread';

export const listInbox = (show: Show, cursor = '') => call('get', '/api/inbox', { query: { show, cursor } });
export const countInbox = () => call('get', '/api/inbox/unread');
export const markItemRead = (id: string) => call('put', '/api/inbox/{id}/read', { path: { id } });
export const markInboxRead = () => call('put', '/api/inbox/read');

/** I have opened this: what I was told of it is seen. */
export const markSubjectRead = (type: InboxItem['subjectType'], id: string) =>
	call('put', '/api/inbox-subjects/{type}/{id}/read', { path: { type, id } });
