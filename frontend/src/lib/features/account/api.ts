import { call } from '$lib/api/client';
import type { DemoMail, Installation, MailWishes, Me, Persona, Session } from '$lib/api/types';

export const getMe = () => call<Me>('get', '/api/me');
export const getInstallation = () => call<Installation>('get', '/api/installation');

/** Asks for a mail with a code and a link; the answer is the same whether the address is known or not. */
export const requestSignIn = (email: string, next: string) =>
	call<{ requestId: string; expiresAt: string }>('post', '/api/sign-in-requests', { body: { email, next } });

export const signInByCode = (requestId: string, code: string) =>
	call<Me>('post', '/api/sign-ins', { body: { requestId, code } });

export const signInByToken = (token: string) => call<Me>('post', '/api/sign-ins', { body: { token } });

export const signOut = () => call<void>('delete', '/api/session');

export const updateMe = (change: { name?: string; title?: string; locale?: string }) =>
	call<Me>('patch', '/api/me', { body: change });

export const putMailWishes = (wishes: MailWishes) =>
	call<unknown>('put', '/api/me/mail-wishes', { body: wishes });

export const listSessions = () => call<{ items: Session[] }>('get', '/api/sessions');
export const endSession = (id: string) => call<void>('delete', '/api/sessions/{id}', { path: { id } });
export const endSessions = () => call<void>('delete', '/api/sessions');

export const listPersonas = () => call<{ items: Persona[] }>('get', '/api/demo/personas');
export const signInAs = (key: string) => call<Me>('post', '/api/demo/sign-ins', { body: { key } });
export const listDemoMails = () => call<{ items: DemoMail[] }>('get', '/api/demo/mails');

/** What a link in a mail would stop. */
export interface MailStop {
	scope?: string;
	threadTitle?: string;
	title?: string;
	email?: string;
	stopped?: boolean;
	[key: string]: unknown;
}
export const getMailStop = (token: string) =>
	call<MailStop>('get', '/api/mail-stops/{token}', { path: { token } });
export const stopMail = (token: string) =>
	call<unknown>('post', '/api/mail-stops/{token}', { path: { token }, body: {} });
