import { need } from '$lib/api/loading';
import { listInbox } from '$lib/features/notification/api';
import type { PageLoad } from './$types';

export const load: PageLoad = async ({ parent, depends, url }) => {
	depends('sluse:inbox');
	await parent();
	const show = url.searchParams.get('show') === 'unread' ? 'unread' : 'all';
	return { show, inbox: await need(listInbox(show)) } as const;
};
