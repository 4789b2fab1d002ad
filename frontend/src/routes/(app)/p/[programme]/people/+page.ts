import { need } from '$lib/api/loading';
import { listMunicipalities } from '$lib/features/network/api';
import { getProgramme, listOrganisations, listPeople } from '$lib/features/programme/api';
import type { PageLoad } from './$types';

export const load: PageLoad = async ({ params, parent }) => {
	await parent();
	const [people, seats, municipalities, programme] = await need(
		Promise.all([
			listPeople(params.programme),
			listOrganisations(params.programme),
			listMunicipalities(),
			getProgramme(params.programme)
		])
	);
	return {
		/** How many reference municipalities there may be. */
		limit: programme.referenceLimit,
		told: {
			people: people.items,
			organisations: people.organisations,
			seats: seats.items,
			municipalities: municipalities.items
		}
	};
};
