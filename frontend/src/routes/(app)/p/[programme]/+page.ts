import { redirect } from '@sveltejs/kit';
import { paths } from '$lib/paths';
import type { PageLoad } from './$types';

/** Who cuts an address short comes to what is talked of. */
export const load: PageLoad = async ({ params, parent }) => {
	await parent();
	redirect(307, paths.discussions(params.programme));
};
