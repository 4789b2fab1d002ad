/** Who takes part, with their people, as the participants' page shows them. */
import type { Organisation } from '$lib/api/types';
import { compare } from '$lib/i18n/format';
import type { Appointed, ManagedParticipation, ParticipationKind, SeatRole } from './api';

export const kinds: ParticipationKind[] = ['owner', 'adviser', 'partner', 'reference'];

/** An organisation that takes part, and those who have a seat by it. */
export interface Entry {
	participation: ManagedParticipation;
	organisation: Organisation;
	seats: Appointed[];
	/** The role of its seats; an owner's and an adviser's people are named coordinators instead. */
	role: SeatRole | undefined;
}

export interface Roster {
	groups: { kind: ParticipationKind; entries: Entry[] }[];
	/** Seats that no participation carries. */
	others: Appointed[];
	past: { id: string; name: string; detail: string; starts: string; ends: string }[];
}

/** The role that people of a kind of organisation have. */
export function roleOf(kind: ParticipationKind): SeatRole | undefined {
	return kind === 'partner' || kind === 'reference' ? kind : undefined;
}

const over = (span: { ends: string }, today: string) => span.ends !== '' && span.ends < today;

/** Puts participations and seats together; what has ended stands by itself. */
export function roster(
	joined: ManagedParticipation[],
	seats: Appointed[],
	organisations: Record<string, Organisation>,
	today: string
): Roster {
	const present = seats.filter((seat) => !over(seat, today));
	const placed = new Set<string>();
	const groups = kinds.map((kind) => ({
		kind,
		entries: joined
			.filter((p) => p.kind === kind && !over(p, today))
			.flatMap((participation) => {
				const organisation = organisations[participation.organisationId];
				if (!organisation) return [];
				const role = roleOf(kind);
				const own = present.filter(
					(seat) => seat.organisationId === organisation.id && seat.role === role && !placed.has(seat.id)
				);
				for (const seat of own) placed.add(seat.id);
				return [{ participation, organisation, seats: own, role }];
			})
			.sort((a, b) => compare(a.organisation.short, b.organisation.short))
	}));
	const past = [
		...joined
			.filter((p) => over(p, today))
			.map((p) => ({ ...p, name: organisations[p.organisationId]?.name ?? '', detail: '' })),
		...seats
			.filter((seat) => over(seat, today))
			.map((seat) => ({ ...seat, name: seat.person.name, detail: seat.person.organisation }))
	].sort((a, b) => compare(b.ends, a.ends));
	return {
		groups: groups.filter((group) => group.entries.length > 0),
		others: present.filter((seat) => !placed.has(seat.id)),
		past
	};
}
