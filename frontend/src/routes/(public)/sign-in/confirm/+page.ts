import { safeNext } from '$lib/paths';
import type { PageLoad } from './$types';

// Opening the link does nothing: mail gateways open links too. A person's click does.
export const load: PageLoad = ({ url }) => ({
	token: url.searchParams.get('token') ?? '',
	next: safeNext(url.searchParams.get('next'))
});
