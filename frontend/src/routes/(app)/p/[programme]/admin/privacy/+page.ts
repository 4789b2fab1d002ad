import { call } from '$lib/api/client';
import { need } from '$lib/api/loading';
import { listTrail } from '$lib/features/privacy/api';
import type { PageLoad } from './$types';

export const load: PageLoad = async ({ params, parent, depends }) => {
	await parent();
	depends('sluse:trail');
	const slug = params.programme;
	const [first, members] = await Promise.all([
		need(listTrail(slug, { person: '', kind: '', from: '', until: '' })),
		need(call('get', '/api/programmes/{slug}/people', { path: { slug } }))
	]);
	return { first, members: members.items };
};
