import { error } from '@sveltejs/kit';
import { session } from '$lib/session/session.svelte';
import type { LayoutLoad } from './$types';

export const load: LayoutLoad = async ({ params, parent }) => {
	await parent();
	if (session.membership(params.programme)?.role !== 'coordinator')
		error(403, { message: 'programme.coordinators_only', code: 'programme.coordinators_only' });
	return {};
};
