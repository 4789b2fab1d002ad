import { need } from '$lib/api/loading';
import { getRetention } from '$lib/features/privacy/api';
import type { PageLoad } from './$types';

export const load: PageLoad = async ({ parent }) => {
	await parent();
	return { retention: await need(getRetention()) };
};
