import { need } from '$lib/api/loading';
import { listOrganisations, listPeople } from '$lib/features/programme/api';
import type { PageLoad } from './$types';

export const load: PageLoad = async ({ params, parent, url }) => {
	await parent();
	const [people, organisations] = await need(
		Promise.all([listPeople(params.programme), listOrganisations(params.programme)])
	);
	return {
		organisations: organisations.items ?? [],
		others: Object.values(people.organisations),
		organisation: url.searchParams.get('organisation') ?? '',
		role: url.searchParams.get('role') ?? ''
	};
};
