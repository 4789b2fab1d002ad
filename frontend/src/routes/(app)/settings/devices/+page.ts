import { need } from '$lib/api/loading';
import { listPasskeys } from '$lib/features/account/passkeys';
import { listSessions } from '$lib/features/account/api';
import type { PageLoad } from './$types';

export const load: PageLoad = async ({ parent }) => {
	await parent();
	const [sessions, passkeys] = await Promise.all([need(listSessions()), need(listPasskeys())]);
	return { sessions: sessions.items, passkeys };
};
