import type { DirectoryPerson, Organisations, OrganisationSeats, Participation } from '$lib/api/types';
import { compare } from '$lib/i18n/format';

/** An organisation of a programme with those who act for it. */
export interface Entry {
	id: string;
	name: string;
	region: string;
	chair: boolean;
	cluster: string;
	people: DirectoryPerson[];
	used: number;
	/** 0 where there is no limit. */
	total: number;
}

export interface Group {
	kind: Participation['kind'];
	entries: Entry[];
}

const order: Participation['kind'][] = ['owner', 'adviser', 'partner', 'reference'];

/** People under their organisations, organisations under what they are in the programme; æ, ø and å last. */
export function groupDirectory(
	people: DirectoryPerson[],
	seats: OrganisationSeats[],
	organisations: Organisations
): Group[] {
	const byOrganisation = new Map<string, DirectoryPerson[]>();
	for (const person of people)
		byOrganisation.set(person.organisationId, [...(byOrganisation.get(person.organisationId) ?? []), person]);
	const listed = new Set(seats.map((s) => s.id));
	const entries = seats.map((s) => ({
		kind: s.participation,
		entry: entryOf(s, byOrganisation.get(s.id) ?? [])
	}));
	// Somebody may act for an organisation that has left: they still stand there.
	for (const [id, members] of byOrganisation) {
		if (listed.has(id)) continue;
		const name = organisations[id]?.name ?? members[0]?.organisation ?? '';
		entries.push({
			kind:
				members[0]?.role === 'reference'
					? 'reference'
					: members[0]?.role === 'partner'
						? 'partner'
						: 'adviser',
			entry: {
				id,
				name,
				region: '',
				chair: false,
				cluster: '',
				people: members,
				used: members.length,
				total: 0
			}
		});
	}
	return order
		.map((kind) => ({
			kind,
			entries: entries
				.filter((e) => e.kind === kind)
				.map((e) => e.entry)
				.sort((a, b) => compare(a.name, b.name))
		}))
		.filter((group) => group.entries.length > 0);
}

function entryOf(s: OrganisationSeats, people: DirectoryPerson[]): Entry {
	return {
		id: s.id,
		name: s.short || s.name,
		region: s.region,
		chair: s.chair,
		cluster: s.cluster,
		people: [...people].sort((a, b) => compare(a.name, b.name)),
		used: s.seatsUsed,
		total: s.seatsTotal
	};
}

/** Whether an organisation, or one of its people, is meant by a part of a name. */
export function matches(entry: Entry, query: string): boolean {
	const wanted = query.trim().toLocaleLowerCase('da-DK');
	if (!wanted) return true;
	const hay = [entry.name, entry.region, ...entry.people.flatMap((p) => [p.name, p.title])];
	return hay.some((text) => text.toLocaleLowerCase('da-DK').includes(wanted));
}
