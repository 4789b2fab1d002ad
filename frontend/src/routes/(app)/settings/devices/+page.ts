import { need } from '$lib/api/loading';
import { listSessions } from '$lib/features/account/api';
import type { PageLoad } from './$types';

export const load: PageLoad = async ({ parent }) => {
	await parent();
	return { sessions: (await need(listSessions())).items ?? [] };
};
