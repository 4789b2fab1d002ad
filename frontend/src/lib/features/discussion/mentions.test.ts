import { describe, expect, it } from 'vitest';
import { askedAt, insertName, toKept, toWritten } from './mentions';

const lise = { kind: 'person', id: 'p1', name: 'Lise Brandt' };
const thisted = { kind: 'organisation', id: 'o1', name: 'Thisted' };

describe('mentions', () => {
	it('go to the server with their ids and come back as one writes them', () => {
		const written = { text: 'Tak @Lise Brandt, hvad siger @Thisted?', mentions: [lise, thisted] };
		const kept = 'Tak @[Lise Brandt](person:p1), hvad siger @[Thisted](organisation:o1)?';
		expect(toKept(written)).toBe(kept);
		expect(toWritten(kept)).toEqual(written);
	});

	it('leave a name alone that was changed, or is part of a longer one', () => {
		expect(toKept({ text: '@Lise Brand og @Thistedborg', mentions: [lise, thisted] })).toBe(
			'@Lise Brand og @Thistedborg'
		);
	});

	it('do not touch addresses', () => {
		expect(toKept({ text: 'skriv til a@Thisted', mentions: [thisted] })).toBe('skriv til a@Thisted');
	});

	it('take the longest name', () => {
		const short = { kind: 'person', id: 'p2', name: 'Lise' };
		expect(toKept({ text: '@Lise Brandt', mentions: [short, lise] })).toBe('@[Lise Brandt](person:p1)');
	});

	it.each([
		['Tak @li', 7, 'li'],
		['@', 1, ''],
		['(@Ær', 4, 'Ær'],
		['@Lise Br', 8, 'Lise Br']
	])('are asked for in »%s«', (text, caret, query) => {
		expect(askedAt(text, caret)?.query).toBe(query);
	});

	it.each([
		['a@b', 3],
		['@Lise Brandt hvad', 17],
		['ingen', 5]
	])('are not asked for in »%s«', (text, caret) => {
		expect(askedAt(text, caret)).toBeUndefined();
	});

	it('are put in place with the caret after them', () => {
		const asked = askedAt('Hej @li og tak', 7);
		expect(asked).toBeDefined();
		const next = insertName('Hej @li og tak', asked as { start: number; query: string }, 7, 'Lise Brandt');
		expect(next.text).toBe('Hej @Lise Brandt og tak');
		expect(next.text.slice(0, next.caret)).toBe('Hej @Lise Brandt ');
	});
});
