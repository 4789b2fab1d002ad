import '$lib/i18n/faultWorkplace';
import { asFault } from '$lib/api/fault';
import { need } from '$lib/api/loading';
import { lookAtLink, type LinkView } from '$lib/features/invitation/api';
import { session } from '$lib/session/session.svelte';
import type { PageLoad } from './$types';

// Opening the link changes nothing: mail gateways open links too. A person's click does.
export const load: PageLoad = async ({ params }) => {
	await session.peek();
	const link = await need(
		lookAtLink(params.token).catch((thrown): LinkView | null => {
			if (asFault(thrown).kind === 'notfound') return null;
			throw thrown;
		})
	);
	return { link, token: params.token, fictional: link?.programme.fictional ?? false };
};
