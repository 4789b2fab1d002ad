import { need } from '$lib/api/loading';
import { tellNetwork } from '$lib/features/network/api';
import type { PageLoad } from './$types';

export const load: PageLoad = async ({ params, parent }) => {
	await parent();
	return { network: await need(tellNetwork(params.programme)) };
};
