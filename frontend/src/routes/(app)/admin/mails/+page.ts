import { need } from '$lib/api/loading';
import { listMails } from '$lib/features/privacy/api';
import type { PageLoad } from './$types';

export const load: PageLoad = async ({ parent }) => {
	await parent();
	return { first: await need(listMails('', '')) };
};
