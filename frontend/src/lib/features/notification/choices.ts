import { call } from '$lib/api/client';
import type { components } from '$lib/api/schema';

export type Choices = components['schemas']['NotificationChoicesView'];
export type Paces = components['schemas']['PacesView'];
export type Kind = keyof Omit<Paces, '$schema'>;
export type Pace = Paces['named'];

export const kinds: Kind[] = ['named', 'answered', 'followed', 'new'];
export const paces: Pace[] = ['once', 'daily', 'weekly', 'never'];

export const getChoices = () => call('get', '/api/me/notification-choices');

/** One choice; 'general' lets a programme follow what holds everywhere. */
export const choose = (programmeId: string, kind: Kind, pace: Pace | 'general') =>
	call('put', '/api/me/notification-choices', { body: { programmeId, kind, pace } });

/** Hears of a muted discussion again, as in its own menu. */
export const unmute = (id: string) =>
	call('put', '/api/threads/{id}/follow', { path: { id }, body: { state: 'default' } });
