import '$lib/i18n/faultWorkplace';
import { asFault } from '$lib/api/fault';
import { need } from '$lib/api/loading';
import { lookAtLink, type LinkView } from '$lib/features/invitation/api';
import { session } from '$lib/session/session.svelte';
import type { PageLoad } from './$types';

// Opening the link changes nothing: mail gateways open links too. A person's click does.
export const load: PageLoad = async ({ params }) => {
	await session.peek();
	// A link that lost a part on its way is not asked about.
	const whole = /^[\w-]{43}$/.test(params.token);
	const link = whole ? await need(look(params.token)) : null;
	return { link, token: params.token, fictional: link?.programme.fictional ?? false };
};

/** What a link is for; null where nothing is known of it. */
async function look(token: string): Promise<LinkView | null> {
	try {
		return await lookAtLink(token);
	} catch (thrown) {
		if (asFault(thrown).kind === 'notfound') return null;
		throw thrown;
	}
}
