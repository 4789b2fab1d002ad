import { need } from '$lib/api/loading';
import { listExports, myOutlook } from '$lib/features/privacy/api';
import type { PageLoad } from './$types';

export const load: PageLoad = async ({ parent, depends }) => {
	await parent();
	depends('sluse:my-data');
	const [exports, outlook] = await Promise.all([need(listExports()), need(myOutlook())]);
	return { exports: exports.items, outlook };
};
