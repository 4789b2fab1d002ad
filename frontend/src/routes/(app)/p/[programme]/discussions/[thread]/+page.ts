import type { PageLoad } from './$types';

export const load: PageLoad = ({ params, url }) => ({
	thread: params.thread,
	post: url.searchParams.get('post') ?? ''
});
