import { need } from '$lib/api/loading';
import { listOrganisations, listPeople } from '$lib/features/programme/api';
import type { PageLoad } from './$types';

export const load: PageLoad = async ({ params, parent, depends }) => {
	await parent();
	depends('sluse:seats');
	const [people, organisations] = await need(
		Promise.all([listPeople(params.programme), listOrganisations(params.programme)])
	);
	return {
		people: people.items ?? [],
		seats: organisations.items ?? [],
		organisations: people.organisations
	};
};
