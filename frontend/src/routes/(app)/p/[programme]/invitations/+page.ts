import { redirect } from '@sveltejs/kit';
import { need } from '$lib/api/loading';
import { listInvitations } from '$lib/features/invitation/api';
import { paths } from '$lib/paths';
import { session } from '$lib/session/session.svelte';
import type { PageLoad } from './$types';

export const load: PageLoad = async ({ params, parent, depends, url }) => {
	await parent();
	// Observers invite nobody; a seat of their own they can give on.
	if (session.membership(params.programme)?.role === 'observer') redirect(307, paths.seats(params.programme));
	depends('sluse:invitations');
	return { list: await need(listInvitations(params.programme)), marked: url.searchParams.get('id') ?? '' };
};
