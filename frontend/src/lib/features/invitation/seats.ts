import type { DirectoryPerson, Membership, Organisations, OrganisationSeats } from '$lib/api/types';
import { compare } from '$lib/i18n/format';
import type { Role } from './api';

/** The seats of one organisation. */
export interface SeatGroup {
	id: string;
	name: string;
	people: DirectoryPerson[];
	used: number;
	invited: number;
	/** 0 where there is no limit. */
	total: number;
	/** As what it takes part, to invite to; '' where it does not. */
	role: Role | '';
}

/** Whether I give a seat on: my own, those like it in my organisation, and all of them as coordinator. */
export function mayHandOver(seat: DirectoryPerson, me: Membership | undefined, id: string): boolean {
	if (!me) return false;
	if (seat.id === id || me.role === 'coordinator') return true;
	return mayInvite(seat.organisationId, seat.role, me);
}

/** Whether I invite to an organisation's seats of a role. */
export function mayInvite(organisation: string, role: Role | '', me: Membership | undefined): boolean {
	if (!me || !role) return false;
	if (me.role === 'coordinator') return true;
	return (
		organisation === me.organisationId && role === me.role && (role === 'partner' || role === 'reference')
	);
}

/** People under their organisations, mine first, then in Danish order. */
export function seatGroups(
	people: DirectoryPerson[],
	seats: OrganisationSeats[],
	organisations: Organisations,
	mine: string
): SeatGroup[] {
	const groups = new Map<string, SeatGroup>();
	for (const o of seats) {
		const bound = o.participation === 'partner' || o.participation === 'reference';
		groups.set(o.id, {
			id: o.id,
			name: o.short || o.name,
			people: [],
			used: o.seatsUsed,
			invited: o.seatsInvited,
			total: o.seatsTotal,
			role: bound ? (o.participation as Role) : ''
		});
	}
	for (const person of people) {
		const id = person.organisationId;
		const name = organisations[id]?.short || person.organisation;
		const group = groups.get(id) ?? {
			id,
			name,
			people: [],
			used: 0,
			invited: 0,
			total: 0,
			role: '' as const
		};
		groups.set(id, { ...group, people: [...group.people, person] });
	}
	return [...groups.values()]
		.map((g) => ({ ...g, people: [...g.people].sort((a, b) => compare(a.name, b.name)) }))
		.sort((a, b) => Number(b.id === mine) - Number(a.id === mine) || compare(a.name, b.name));
}
