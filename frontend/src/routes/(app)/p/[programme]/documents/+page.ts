import { need } from '$lib/api/loading';
import { wholeLibrary } from '$lib/features/document/library.svelte';
import type { PageLoad } from './$types';

export const load: PageLoad = async ({ params, parent }) => {
	await parent();
	return { library: await need(wholeLibrary(params.programme)) };
};
