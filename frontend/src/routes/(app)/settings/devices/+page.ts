import { need } from '$lib/api/loading';
import { listPasskeys } from '$lib/features/account/passkeys';
import { listIdentities, listSessions } from '$lib/features/account/api';
import { session } from '$lib/session/session.svelte';
import type { PageLoad } from './$types';

export const load: PageLoad = async ({ parent }) => {
	await parent();
	const [sessions, passkeys, identities, about] = await Promise.all([
		need(listSessions()),
		need(listPasskeys()),
		need(listIdentities()),
		session.about()
	]);
	return {
		sessions: sessions.items,
		passkeys,
		identities: identities.items,
		provider: about?.provider ?? ''
	};
};
