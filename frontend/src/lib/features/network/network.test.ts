import { describe, expect, it } from 'vitest';
import type { DirectoryPerson, Membership, Municipality, OrganisationSeats } from '$lib/api/types';
import { label, nearest, shapeOf, shapes, towards, type Point } from './geography';
import {
	compared,
	everything,
	fits,
	freeWords,
	has,
	mayInvite,
	named,
	placesOf,
	shares,
	type Place
} from './places';

const municipality = (code: string, name: string, region: string, sizeClass: Municipality['sizeClass']) =>
	({
		code,
		name,
		region,
		sizeClass,
		organisationId: `o${code}`,
		population: 1,
		lat: 0,
		lon: 0
	}) as Municipality;
const seats = (
	id: string,
	participation: OrganisationSeats['participation'],
	used: number,
	invited: number,
	total: number
) =>
	({
		id,
		name: `${id} Kommune`,
		short: id,
		participation,
		chair: participation === 'partner',
		cluster: '',
		starts: '2026-01-01',
		seatsUsed: used,
		seatsInvited: invited,
		seatsTotal: total,
		mayFill: total > 0
	}) as OrganisationSeats;
const person = (id: string, name: string, organisationId: string, role: DirectoryPerson['role']) =>
	({
		id,
		name,
		title: 'Leder',
		organisationId,
		organisation: organisationId,
		role,
		seat: `s${id}`
	}) as DirectoryPerson;
const member = (role: Membership['role'], organisationId: string) => ({ role, organisationId }) as Membership;

const told = {
	municipalities: [
		municipality('0787', 'Thisted', 'Nordjylland', '30000_60000'),
		municipality('0751', 'Aarhus', 'Midtjylland', '100000_up'),
		municipality('0492', 'Ærø', 'Syddanmark', 'under_30000'),
		municipality('0580', 'Aabenraa', 'Syddanmark', '30000_60000')
	],
	seats: [
		seats('o0787', 'reference', 1, 1, 3),
		seats('o0751', 'partner', 2, 0, 0),
		seats('agency', 'owner', 1, 0, 0)
	],
	people: [
		person('1', 'Signe Lauritsen', 'o0787', 'reference'),
		person('2', 'Jonas Ravn', 'agency', 'coordinator'),
		person('3', 'Bo Bang', 'left', 'partner')
	],
	organisations: {}
};

const find = (places: Place[], key: string) => {
	const found = places.find((p) => p.key === key);
	if (!found) throw new Error(`no ${key}`);
	return found;
};

describe('places', () => {
	const places = placesOf(told, member('reference', 'o0787'));

	it('stand in Danish order, Aabenraa and Aarhus last', () => {
		expect(places.filter((p) => p.municipality).map((p) => p.name)).toEqual([
			'Thisted',
			'Ærø',
			'Aabenraa',
			'Aarhus'
		]);
	});
	it('know their seats', () => {
		expect(find(places, '0787')).toMatchObject({
			kind: 'reference',
			used: 1,
			invited: 1,
			total: 3,
			free: 1,
			mine: true
		});
		expect(find(places, '0751')).toMatchObject({ kind: 'partner', chair: true, free: 0, mine: false });
		expect(find(places, '0492')).toMatchObject({ kind: 'none', free: 0 });
		expect(find(places, 'agency')).toMatchObject({ kind: 'owner', municipality: false });
	});
	it('keep somebody whose organisation has left', () => {
		expect(find(places, 'left').people.map((p) => p.name)).toEqual(['Bo Bang']);
	});
	it('are found by name, by person and by either spelling', () => {
		expect(has('Aabenraa', 'åbenrå')).toBe(true);
		expect(places.filter((p) => fits(p, { ...everything, text: 'signe' })).map((p) => p.name)).toEqual([
			'Thisted'
		]);
		expect(named(find(places, '0787'), 'lauri').map((p) => p.name)).toEqual(['Signe Lauritsen']);
		expect(places.filter((p) => fits(p, { ...everything, free: true })).map((p) => p.name)).toEqual([
			'Thisted'
		]);
		expect(places.filter((p) => fits(p, { ...everything, kind: 'chair' })).map((p) => p.name)).toEqual([
			'Aarhus'
		]);
		expect(
			places
				.filter((p) => fits(p, { ...everything, region: 'Syddanmark', size: 'under_30000' }))
				.map((p) => p.name)
		).toEqual(['Ærø']);
	});
	it('offer their free seats to those who may fill them', () => {
		const [thisted, aarhus, aeroe] = ['0787', '0751', '0492'].map((key) => find(places, key)) as [
			Place,
			Place,
			Place
		];
		expect(mayInvite(thisted)).toBe(true);
		expect(mayInvite({ ...thisted, free: 0 })).toBe(false);
		expect(mayInvite(aarhus)).toBe(false);
		expect(mayInvite({ ...aarhus, mayFill: true })).toBe(true);
		expect(mayInvite(aeroe)).toBe(false);
		expect(freeWords(places)).toBe('Én af jeres pladser er ledig.');
		expect(freeWords([{ ...thisted, free: 0 }])).toBe('Alle jeres pladser er optaget.');
		expect(
			freeWords([
				{ ...thisted, mine: false },
				{ ...thisted, free: 2 }
			])
		).toBe('Tre pladser er ledige.');
		expect(freeWords([aarhus, aeroe])).toBe('');
	});
	it('are set beside the country', () => {
		const base = compared(places);
		expect(base.map((p) => p.name)).toEqual(['Thisted']);
		expect(shares(places, base, 'region')).toEqual([
			{ key: 'Midtjylland', network: 0, country: 1 },
			{ key: 'Nordjylland', network: 1, country: 1 },
			{ key: 'Syddanmark', network: 0, country: 2 }
		]);
		expect(shares(places, base, 'size').map((s) => s.country)).toEqual([1, 2, 0, 1]);
	});
});

describe('the picture', () => {
	it('has all 98, each with a tile of its own and letters of its own', () => {
		expect(shapes).toHaveLength(98);
		for (const key of ['wide', 'narrow'] as const)
			expect(new Set(shapes.map((s) => s[key].join())).size).toBe(98);
		expect(new Set(shapes.map((s) => s.letters)).size).toBe(98);
		expect(Math.max(...shapes.map((s) => s.wide[0]))).toBe(11);
		expect(Math.max(...shapes.map((s) => s.narrow[0]))).toBe(6);
		for (const s of shapes) expect(s.outline).toMatch(/^m[-\dlmz ]+z$/);
	});
	it('lies as the country does', () => {
		const at = (code: string) => shapeOf.get(code)?.middle ?? [0, 0];
		const [thisted, koebenhavn, aabenraa, hjoerring] = [at('0787'), at('0101'), at('0580'), at('0860')];
		expect(thisted[0]).toBeLessThan(koebenhavn[0]);
		expect(hjoerring[1]).toBeLessThan(aabenraa[1]);
	});
	it('is walked by arrow keys, from everywhere to everywhere', () => {
		for (const points of [
			new Map<string, Point>(shapes.map((s) => [s.code, s.middle])),
			new Map<string, Point>(shapes.map((s) => [s.code, s.wide])),
			new Map<string, Point>(shapes.map((s) => [s.code, s.narrow]))
		]) {
			const reached = new Set(['0787']);
			for (const code of reached)
				for (const key of ['ArrowUp', 'ArrowDown', 'ArrowLeft', 'ArrowRight'])
					reached.add(towards(code, key, points));
			expect(reached.size).toBe(98);
		}
	});
	it('is forgiving, but not beyond measure', () => {
		const [x, y] = shapeOf.get('0147')?.middle ?? [0, 0];
		expect(nearest(x + 1, y, 20)).toBe('0147');
		expect(nearest(600, 40, 20)).toBeUndefined();
	});
	it('writes no name over another', () => {
		const written = label(
			[
				{ code: '0787', text: 'Thisted' },
				{ code: '0787', text: 'Thisted' },
				{ code: '9999', text: 'Ukendt' }
			],
			25,
			1008
		);
		expect(written).toHaveLength(2);
		expect(written[0]?.y).not.toBe(written[1]?.y);
	});
});
