import { need } from '$lib/api/loading';
import { listPeople } from '$lib/features/programme-admin/api';
import type { PageLoad } from './$types';

export const load: PageLoad = async ({ parent }) => {
	await parent();
	return { first: await need(listPeople('')) };
};
