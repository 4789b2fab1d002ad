import { redirect } from '@sveltejs/kit';
import '$lib/i18n/faultWorkplace';
import { need } from '$lib/api/loading';
import { paths } from '$lib/paths';
import { session } from '$lib/session/session.svelte';
import type { LayoutLoad } from './$types';

export const load: LayoutLoad = async ({ url }) => {
	const [me] = await Promise.all([need(session.load()), session.about()]);
	if (!me) redirect(307, paths.signIn(url.pathname + url.search));
	return {};
};
