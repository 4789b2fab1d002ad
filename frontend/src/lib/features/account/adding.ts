import { asFault } from '$lib/api/fault';
import { faultText } from '$lib/i18n/fault';
import { passkey } from '$lib/i18n/passkey';
import { session } from '$lib/session/session.svelte';
import { toasts } from '$lib/ui/toasts.svelte';
import { addPasskey } from './passkeys';
import { already, stopped } from './webauthn';

/** Adds a passkey and says how it went; true if there is one more. */
export async function addAndSay(): Promise<boolean> {
	try {
		await addPasskey();
		if (session.me) session.me.passkeyOffer = false;
		toasts.add(passkey.t.added);
		return true;
	} catch (thrown) {
		if (already(thrown)) toasts.add(passkey.t.already);
		else if (stopped(thrown)) toasts.add(passkey.t.stopped);
		else toasts.add(faultText(asFault(thrown)));
		return false;
	}
}
