// @vitest-environment jsdom
import { expect, it, vi } from 'vitest';
import type { Listed } from './api';
import { listDocuments } from './api';
import { Library } from './library.svelte';

// The edge of the world: what the server answers, and when.
vi.mock('./api', () => ({ listDocuments: vi.fn() }));

const unread = { id: 'a', position: 1, category: 'basis', versions: 1, read: false, readers: 0 } as Listed;
const may = { add: true, publish: false, readers: true };

it('what I opened stays read when an answer comes that was on its way before', async () => {
	const library = new Library('p', 'mette', { items: [unread], people: {}, may });
	let answer = (_: Awaited<ReturnType<typeof listDocuments>>) => {};
	vi.mocked(listDocuments).mockReturnValueOnce(new Promise((told) => (answer = told)));
	const refreshed = library.refresh();
	library.opened('a');
	expect(library.items[0]?.read).toBe(true);
	answer({ items: [unread], people: {}, may, next: '' });
	await refreshed;
	expect(library.items[0]?.read).toBe(true);

	vi.mocked(listDocuments).mockResolvedValueOnce({
		items: [{ ...unread, versions: 2 }],
		people: {},
		may,
		next: ''
	});
	await library.refresh();
	expect(library.items[0]?.read).toBe(false);
});
