import { describe, expect, it } from 'vitest';
import { safeNext } from '$lib/paths';
import { place, step } from './menu';
import { colour, initials, tileText } from './people';

describe('people', () => {
	it('have initials of their first and last name', () => {
		expect([initials('Signe Lauritsen'), initials('Bo'), initials('åse  maria Ø.')]).toEqual([
			'SL',
			'B',
			'ÅØ'
		]);
	});
	it('keep their colour', () => {
		expect(colour('abc')).toBe(colour('abc'));
		expect(colour('abc')).toBeGreaterThanOrEqual(1);
		expect(colour('abc')).toBeLessThanOrEqual(6);
	});
	it('come from a place with two letters', () => expect(tileText('Thisted')).toBe('Th'));
});

describe('a menu', () => {
	const items = ['Ret', 'Slet', 'Svar'].map((textContent) => ({ textContent }));
	it('goes round with the arrows', () => {
		expect(step('ArrowDown', items, 2)).toBe(items[0]);
		expect(step('ArrowUp', items, 0)).toBe(items[2]);
		expect(step('End', items, 0)).toBe(items[2]);
	});
	it('goes to the next that begins with a letter', () => {
		expect(step('s', items, 1)).toBe(items[2]);
		expect(step('s', items, 2)).toBe(items[1]);
		expect(step('x', items, 0)).toBeUndefined();
	});
	it('stays inside the window', () => {
		const box = (left: number, top: number, width: number, height: number) => ({
			left,
			top,
			width,
			height,
			right: left + width,
			bottom: top + height
		});
		expect(place(box(300, 700, 44, 44), box(0, 0, 200, 300), 360, 780)).toEqual({ left: 144, top: 394 });
		expect(place(box(10, 10, 44, 44), box(0, 0, 200, 300), 360, 780)).toEqual({ left: 10, top: 60 });
	});
});

describe('the way on after signing in', () => {
	it.each([
		['/p/a/discussions/b?post=c', '/p/a/discussions/b?post=c'],
		['//evil.example', '/overview'],
		['/\\evil.example', '/overview'],
		['https://evil.example', '/overview'],
		['/sign-in?next=/x', '/overview'],
		[null, '/overview']
	])('from %s is %s', (next, way) => expect(safeNext(next)).toBe(way));
});
