import type {
	DirectoryPerson,
	Membership,
	Municipality,
	Organisations,
	OrganisationSeats,
	Participation
} from '$lib/api/types';
import { compare } from '$lib/i18n/format';
import { network } from '$lib/i18n/network';

export type PlaceKind = Participation['kind'] | 'none';
export type SizeClass = Municipality['sizeClass'];

/** A municipality or another organisation, as the network page shows it. */
export interface Place {
	/** The municipality's code, or the organisation's id. */
	key: string;
	organisationId: string;
	municipality: boolean;
	name: string;
	fullName: string;
	kind: PlaceKind;
	chair: boolean;
	cluster: string;
	since: string;
	region: string;
	comingRegion?: { name: string; starts: string };
	population: number;
	size: SizeClass | '';
	people: DirectoryPerson[];
	used: number;
	invited: number;
	/** 0 where there is no limit. */
	total: number;
	free: number;
	/** I invite to its seats; others are not told how many are free. */
	mayFill: boolean;
	mine: boolean;
}

/** What the page is made of, as the server tells it. */
export interface Told {
	municipalities: Municipality[];
	seats: OrganisationSeats[];
	people: DirectoryPerson[];
	organisations: Organisations;
}

/** The size classes from small to large. */
export const sizes: SizeClass[] = ['under_30000', '30000_60000', '60000_100000', '100000_up'];

/** All 98 municipalities and the other organisations that take part, in Danish order. */
export function placesOf(told: Told, me: Membership | undefined): Place[] {
	const people = new Map<string, DirectoryPerson[]>();
	for (const person of told.people)
		people.set(person.organisationId, [...(people.get(person.organisationId) ?? []), person]);
	const seats = new Map<string, OrganisationSeats>();
	// An organisation may take part in two ways: it stands as what the server names first.
	for (const s of told.seats) if (!seats.has(s.id)) seats.set(s.id, s);

	const list = told.municipalities.map((m): Place => {
		const joined = seats.get(m.organisationId);
		const members = people.get(m.organisationId) ?? [];
		seats.delete(m.organisationId);
		people.delete(m.organisationId);
		return {
			...organisation(m.organisationId, joined, members, me),
			key: m.code,
			municipality: true,
			name: m.name,
			fullName: joined?.name ?? m.name,
			region: m.region,
			comingRegion: m.comingRegion,
			population: m.population,
			size: m.sizeClass
		};
	});
	for (const [id, joined] of seats) {
		list.push({ ...organisation(id, joined, people.get(id) ?? [], me), name: joined.short || joined.name });
		people.delete(id);
	}
	// Somebody may act for an organisation that has left: they still stand there.
	for (const [id, members] of people) {
		const known = told.organisations[id];
		const name = known?.short || known?.name || members[0]?.organisation || '';
		list.push({ ...organisation(id, undefined, members, me), kind: kindOf(members[0]?.role), name });
	}
	return list.sort((a, b) => compare(a.name, b.name));
}

function organisation(
	id: string,
	joined: OrganisationSeats | undefined,
	members: DirectoryPerson[],
	me: Membership | undefined
): Place {
	const [used, invited, total] = [
		joined?.seatsUsed ?? members.length,
		joined?.seatsInvited ?? 0,
		joined?.seatsTotal ?? 0
	];
	return {
		key: id,
		organisationId: id,
		municipality: false,
		name: '',
		fullName: joined?.name ?? '',
		kind: joined?.participation ?? (members.length > 0 ? kindOf(members[0]?.role) : 'none'),
		chair: joined?.chair ?? false,
		cluster: joined?.cluster ?? '',
		since: joined?.starts ?? '',
		region: '',
		population: 0,
		size: '',
		people: [...members].sort((a, b) => compare(a.name, b.name)),
		used,
		invited,
		total,
		free: Math.max(0, total - used - invited),
		mayFill: joined?.mayFill ?? false,
		mine: me?.organisationId === id
	};
}

function kindOf(role: string | undefined): PlaceKind {
	return role === 'reference' || role === 'partner' ? role : 'adviser';
}

/** What somebody wants to see of the network. */
export interface Wanted {
	text: string;
	kind: PlaceKind | 'chair' | '';
	region: string;
	size: string;
	free: boolean;
}

export const everything: Wanted = { text: '', kind: '', region: '', size: '', free: false };

/** Whether anything is left out. */
export function narrowed(wanted: Wanted): boolean {
	return Boolean(wanted.text.trim() || wanted.kind || wanted.region || wanted.size || wanted.free);
}

const fold = (text: string) => text.toLocaleLowerCase('da-DK').replaceAll('aa', 'å');

/** Whether a text has what was typed; Aabenraa is also found as Åbenrå. */
export function has(text: string, typed: string): boolean {
	return fold(text).includes(fold(typed.trim()));
}

/** Whether a place is meant. */
export function fits(place: Place, wanted: Wanted): boolean {
	if (wanted.kind === 'chair' ? !place.chair : wanted.kind && place.kind !== wanted.kind) return false;
	if (wanted.region && place.region !== wanted.region) return false;
	if (wanted.size && place.size !== wanted.size) return false;
	if (wanted.free && place.free === 0) return false;
	if (!wanted.text.trim()) return true;
	return (
		[place.name, place.fullName, place.cluster].some((t) => has(t, wanted.text)) ||
		named(place, wanted.text).length > 0
	);
}

/** Those of a place's people whom a text means, by name or title. */
export function named(place: Place, text: string): DirectoryPerson[] {
	if (!text.trim()) return [];
	return place.people.filter((p) => has(p.name, text) || has(p.title, text));
}

/** Whether I may invite to a place's seats, and there is one. */
export function mayInvite(place: Place): boolean {
	return place.mayFill && (place.total === 0 || place.free > 0);
}

/** What is said of the free seats that I am told of; '' where I fill none. */
export function freeWords(places: Place[]): string {
	const limited = places.filter((p) => p.total > 0);
	if (limited.length === 0) return '';
	const free = limited.reduce((sum, p) => sum + p.free, 0);
	return limited.every((p) => p.mine) ? network.t.freeSeatsHere(free) : network.t.freeSeats(free);
}

/** How many of the network and of the country belong to one group. */
export interface Share {
	key: string;
	network: number;
	country: number;
}

/** Sets the network beside the country: by region in Danish order, or by size from small to large. */
export function shares(all: Place[], network: Place[], of: 'region' | 'size'): Share[] {
	const country = all.filter((p) => p.municipality);
	const keys = of === 'size' ? sizes : [...new Set(country.map((p) => p.region))].sort(compare);
	return keys.map((key) => ({
		key,
		network: network.filter((p) => p[of] === key).length,
		country: country.filter((p) => p[of] === key).length
	}));
}

/** Those that are set beside the country: the reference network, or the partners where there is none. */
export function compared(all: Place[]): Place[] {
	const municipalities = all.filter((p) => p.municipality);
	const references = municipalities.filter((p) => p.kind === 'reference');
	return references.length > 0 ? references : municipalities.filter((p) => p.kind === 'partner');
}

/** The role that an invitation to a place begins with; an agency's own people mostly come to look. */
export function roleFor(place: Place): Membership['role'] {
	return place.kind === 'partner' || place.kind === 'reference' ? place.kind : 'observer';
}
