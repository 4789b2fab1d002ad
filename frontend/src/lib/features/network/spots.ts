import { network } from '$lib/i18n/network';
import { list } from '$lib/i18n/format';
import type { Place, PlaceKind } from './places';

/** One municipality as the map and the tiles draw it. */
export interface Spot {
	code: string;
	name: string;
	kind: PlaceKind;
	chair: boolean;
	mine: boolean;
	/** A filter leaves it out. */
	dim: boolean;
	/** Taken and all seats; empty where seats say nothing. */
	seats: string;
	/** What is said of it after its name. */
	said: string[];
}

/** What is said of a place in one line: kind, chair, seats. */
export function said(place: Place): string[] {
	const t = network.t;
	const lines = [t.kinds[place.kind]];
	if (place.chair) lines.push(t.chair);
	if (place.kind !== 'none') lines.push(t.used(place.used, place.total));
	if (place.invited > 0) lines.push(t.invited(place.invited));
	return lines;
}

/** The 98, as the picture shows them. */
export function spotsOf(places: Place[], shown: ReadonlySet<string> | null): Spot[] {
	return places
		.filter((p) => p.municipality)
		.map((p) => ({
			code: p.key,
			name: p.name,
			kind: p.kind,
			chair: p.chair,
			mine: p.mine,
			dim: shown !== null && !shown.has(p.key),
			seats: p.kind === 'none' ? '' : p.total > 0 ? `${p.used}/${p.total}` : String(p.used || ''),
			said: said(p)
		}));
}

/** How many there are of each kind, in the order of the legend. */
export function counts(spots: Spot[]): { kind: PlaceKind; count: number }[] {
	const kinds: PlaceKind[] = ['owner', 'adviser', 'partner', 'reference', 'none'];
	return kinds
		.map((kind) => ({ kind, count: spots.filter((s) => s.kind === kind).length }))
		.filter(({ kind, count }) => count > 0 || kind === 'none');
}

/** '5 partnerskabskommuner og 12 referencekommuner …' for those who do not see the picture. */
export function summary(spots: Spot[]): string {
	const parts = counts(spots).map(({ kind, count }) => `${network.t.kinds[kind]}: ${count}`);
	return `${list(parts)}.`;
}
