import { error } from '@sveltejs/kit';
import { directory } from '$lib/features/programme/directory.svelte';
import { session } from '$lib/session/session.svelte';
import type { LayoutLoad } from './$types';

export const load: LayoutLoad = async ({ params, parent }) => {
	await parent();
	if (!session.membership(params.programme))
		error(404, { message: 'programme.unknown', code: 'programme.unknown' });
	session.stand(params.programme);
	void directory.open(params.programme);
	return { slug: params.programme };
};
