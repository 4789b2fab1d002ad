import { error } from '@sveltejs/kit';
import { session } from '$lib/session/session.svelte';
import type { LayoutLoad } from './$types';

export const load: LayoutLoad = async ({ parent }) => {
	await parent();
	if (!session.me?.administrator)
		error(403, { message: 'installation.administrators_only', code: 'installation.administrators_only' });
	return {};
};
