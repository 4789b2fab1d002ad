import { need } from '$lib/api/loading';
import { getProgramme } from '$lib/features/programme/api';
import type { PageLoad } from './$types';

export const load: PageLoad = async ({ params }) => {
	const programme = await need(getProgramme(params.slug));
	return { programme, fictional: programme.fictional };
};
