import { call } from '$lib/api/client';
import { make } from './webauthn';

export const listPasskeys = () => call('get', '/api/passkeys');
export const renamePasskey = (id: string, name: string) =>
	call('patch', '/api/passkeys/{id}', { path: { id }, body: { name } });
export const removePasskey = (id: string) => call('delete', '/api/passkeys/{id}', { path: { id } });
export const declinePasskey = () => call('delete', '/api/me/passkey-offer');
export const beginPasskeySignIn = () => call('post', '/api/passkey-challenges');

/** Makes a passkey in this browser and adds it to my account. */
export async function addPasskey() {
	const { challengeId, options } = await call('post', '/api/me/passkey-challenges');
	return call('post', '/api/passkeys', { body: { challengeId, credential: await make(options) } });
}

export const signInWithPasskey = (challengeId: string, credential: object, next: string) =>
	call('post', '/api/passkey-sign-ins', { body: { challengeId, credential, next } });
