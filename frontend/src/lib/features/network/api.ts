import { call } from '$lib/api/client';
import { getProgramme, listOrganisations, listPeople } from '$lib/features/programme/api';
import type { Told } from './places';

export const listMunicipalities = () => call('get', '/api/municipalities');

/** Where the network lies as a file for a spreadsheet. */
export const tableAddress = (slug: string) => `/api/programmes/${encodeURIComponent(slug)}/network.csv`;

/** All that the network page shows, as it is now. */
export async function tellNetwork(slug: string): Promise<{ limit: number; told: Told }> {
	const [people, seats, municipalities, programme] = await Promise.all([
		listPeople(slug),
		listOrganisations(slug),
		listMunicipalities(),
		getProgramme(slug)
	]);
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
}
