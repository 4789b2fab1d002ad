import { need } from '$lib/api/loading';
import { getText, listOrganisations, listParticipations, listSeats } from '$lib/features/programme-admin/api';
import type { PageLoad } from './$types';

export const load: PageLoad = async ({ params, parent, depends }) => {
	await parent();
	depends('sluse:participants');
	const slug = params.programme;
	const [joined, seats, organisations, text] = await need(
		Promise.all([listParticipations(slug), listSeats(slug), listOrganisations(), getText(slug)])
	);
	return {
		joined: joined.items,
		seats: seats.items,
		organisations: organisations.items,
		seatLimit: text.seatLimit
	};
};
