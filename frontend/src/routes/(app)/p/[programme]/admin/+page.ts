import { need } from '$lib/api/loading';
import { getText } from '$lib/features/programme-admin/api';
import type { PageLoad } from './$types';

export const load: PageLoad = async ({ params, parent }) => {
	await parent();
	return { text: await need(getText(params.programme)) };
};
