import { need } from '$lib/api/loading';
import { listCoordinators } from '$lib/features/programme-admin/api';
import type { PageLoad } from './$types';

export const load: PageLoad = async ({ params, parent, depends }) => {
	await parent();
	depends('sluse:coordinators');
	return { coordinators: (await need(listCoordinators(params.programme))).items };
};
