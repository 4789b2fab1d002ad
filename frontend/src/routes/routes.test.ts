import { describe, expect, it } from 'vitest';
import { looks } from '../../e2e/support/pages';

const routes = Object.keys(import.meta.glob('./**/+page.svelte')).map(
	(file) => file.replace(/^\.|\/\+page\.svelte$|\/\([^)]*\)/g, '') || '/'
);
const pattern = (route: string) => new RegExp(`^${route.replace(/\[[^\]]+\]/g, '[^/]+')}(\\?.*)?$`);
/** An address may fit two routes; the one with fewer parameters takes it. */
const routeOf = (path: string) =>
	routes
		.filter((route) => pattern(route).test(path))
		.sort((a, b) => a.split('[').length - b.split('[').length)[0];

describe('the pages that the browser tests look at', () => {
	it('are all that there are', () => {
		expect(routes.length).toBeGreaterThan(30);
		const looked = new Set(looks.map((l) => l.route ?? (typeof l.path === 'string' ? routeOf(l.path) : '')));
		// A new page is listed in e2e/support/pages.ts, with each state that looks different.
		expect(routes.filter((route) => !looked.has(route))).toEqual([]);
		expect(looks.filter((l) => l.route && !routes.includes(l.route))).toEqual([]);
	});

	it('are named once', () => {
		const names = looks.map((l) => l.name);
		expect(names.filter((name, at) => names.indexOf(name) !== at)).toEqual([]);
	});
});
