import { need } from '$lib/api/loading';
import { getOverview } from '$lib/features/overview/api';
import type { PageLoad } from './$types';

export const load: PageLoad = async ({ parent, depends }) => {
	depends('sluse:overview');
	await parent();
	return { overview: await need(getOverview()) };
};
