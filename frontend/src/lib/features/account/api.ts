import { call } from '$lib/api/client';

export const getMe = () => call('get', '/api/me');
export const getInstallation = () => call('get', '/api/installation');

/** Asks for a mail with a code and a link; the answer is the same whether the address is known or not. */
export const requestSignIn = (email: string, next: string) =>
	call('post', '/api/sign-in-requests', { body: { email, next } });

export const signInByCode = (requestId: string, code: string) =>
	call('post', '/api/sign-ins', { body: { requestId, code } });

export const signInByToken = (token: string) => call('post', '/api/sign-ins', { body: { token } });

export const signOut = () => call('delete', '/api/session');

export const updateMe = (change: { name?: string; title?: string; locale?: 'da' | 'en' }) =>
	call('patch', '/api/me', { body: change });

export const listSessions = () => call('get', '/api/sessions');
export const endSession = (id: string) => call('delete', '/api/sessions/{id}', { path: { id } });
export const endSessions = () => call('delete', '/api/sessions');

/** My accounts at an organisation's own sign-in. */
export const listIdentities = () => call('get', '/api/identities');
export const detachIdentity = (id: string) => call('delete', '/api/identities/{id}', { path: { id } });

export const listPersonas = () => call('get', '/api/demo/personas');
export const signInAs = (key: string) => call('post', '/api/demo/sign-ins', { body: { key } });
export const listDemoMails = () => call('get', '/api/demo/mails');

/** What a link in a mail would stop. */
export const getMailStop = (token: string) => call('get', '/api/mail-stops/{token}', { path: { token } });
export const stopMail = (
	token: string,
	scope?: 'thread' | 'digest' | 'news' | 'programme' | 'all',
	programme?: string
) => call('post', '/api/mail-stops/{token}', { path: { token }, query: { scope, programme } });
