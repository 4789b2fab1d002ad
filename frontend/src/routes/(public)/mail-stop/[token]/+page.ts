import { asFault } from '$lib/api/fault';
import { need } from '$lib/api/loading';
import type { MailStop } from '$lib/api/types';
import { getMailStop } from '$lib/features/account/api';
import type { PageLoad } from './$types';

// Opening the link only tells what it would stop; mail gateways open links too.
export const load: PageLoad = async ({ params }) => {
	let stop: MailStop | null;
	try {
		stop = await getMailStop(params.token);
	} catch (thrown) {
		const fault = asFault(thrown);
		if (fault.passing) await need(Promise.reject(fault));
		stop = null;
	}
	return { stop, token: params.token };
};
