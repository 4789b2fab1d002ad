import { session } from '$lib/session/session.svelte';

export const load = async () => {
	await Promise.all([session.about(), session.peek()]);
	return {};
};
