import { need } from '$lib/api/loading';
import { getChoices } from '$lib/features/notification/choices';
import type { PageLoad } from './$types';

export const load: PageLoad = async ({ parent }) => {
	await parent();
	return { choices: await need(getChoices()) };
};
