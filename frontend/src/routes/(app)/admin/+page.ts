import { need } from '$lib/api/loading';
import { listAdministered } from '$lib/features/programme-admin/api';
import type { PageLoad } from './$types';

export const load: PageLoad = async ({ parent, depends }) => {
	await parent();
	depends('sluse:administered');
	return { programmes: (await need(listAdministered())).items };
};
