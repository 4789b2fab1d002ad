// @vitest-environment jsdom
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { ApiFault } from '$lib/api/fault';
import { documentFaults } from '$lib/i18n/documentFault';
import type { Doc, DocEvent, Listed } from './api';
import { Library } from './library.svelte';
import { extensions, foresee, maxSize } from './upload';
import { codeWords, size, titleFrom, trouble } from './words';

const room = join('..', 'internal', 'domain', 'document');

describe('words of files', () => {
	it('there are for every code that a person can meet', () => {
		const used = readdirSync(room)
			.filter((name) => name.endsWith('.go') && !name.endsWith('_test.go'))
			.flatMap((name) => [
				...readFileSync(join(room, name), 'utf8').matchAll(/"((?:file|document)\.[a-z_]+)"/g)
			])
			.map((match) => match[1] ?? '');
		// Mistakes of a program, not of a person; and the verbs of the log.
		const others =
			/client_id|before_unknown|category_unknown|version_|\.exists$|file\.opened|document\.(added|discard|opened|sweep)$/;
		const missing = [...new Set(used)].filter((code) => !codeWords(code) && !others.test(code));
		expect(used.length).toBeGreaterThan(20);
		expect(missing).toEqual([]);
		expect(Object.keys(documentFaults.en).sort()).toEqual(Object.keys(documentFaults.da).sort());
	});

	it('say what is wrong in the field rather than in the whole', () => {
		const field = { field: 'file', code: 'file.macros' };
		expect(trouble(new ApiFault('invalid', 422, 'request.invalid', {}, [field]))).toContain('makroer');
		expect(trouble(new ApiFault('offline', 0, 'offline'))).toContain('ingen forbindelse');
	});

	it('give sizes and titles as people write them', () => {
		expect([size(22_000), size(2_100_000), size(900)]).toEqual(['22 KB', '2,1 MB', '900 B']);
		expect(titleFrom('Referat_fra_mødet 3.docx')).toBe('Referat fra mødet 3');
		expect(titleFrom('.pdf')).toBe('.pdf');
	});
});

describe('what can be told before a file is sent', () => {
	it('is its kind and its size', () => {
		expect(foresee({ name: 'A.PDF', size: 10 })).toBeUndefined();
		expect(foresee({ name: 'a.exe', size: 10 })?.code).toBe('file.kind_refused');
		expect(foresee({ name: 'pdf', size: 10 })?.code).toBe('file.kind_refused');
		expect(foresee({ name: 'a.pdf', size: maxSize + 1 })?.code).toBe('file.too_large');
		expect(foresee({ name: 'a.pdf', size: 0 })?.code).toBe('file.empty');
	});

	it('knows the same kinds as the server', () => {
		const served = [
			...readFileSync(join(room, 'inspect.go'), 'utf8').matchAll(/\[\]string\{((?:"\.\w+"(?:, )?)+)\}/g)
		];
		const known = served.flatMap((m) => [...(m[1] ?? '').matchAll(/"\.(\w+)"/g)].map((e) => e[1]));
		expect([...known].sort()).toEqual([...extensions].sort());
	});
});

function doc(id: string, position: number, more: Partial<Doc> = {}): Listed {
	const newest = { number: 1, note: '', addedAt: '', addedBy: 'jonas', file: {} as Doc['newest']['file'] };
	return {
		...({ id, position, category: 'basis', public: false, createdBy: 'jonas', versions: 1, newest } as Doc),
		...more,
		read: true,
		readers: 3
	};
}

describe('a library', () => {
	const may = { add: true, publish: false, readers: true };
	const make = (...items: Listed[]) => new Library('p', 'mette', { items, people: {}, may });
	const event = (d: Doc): DocEvent => ({ document: d, people: {} });

	it('takes over what comes live, in its place', () => {
		const library = make(doc('a', 1), doc('c', 3));
		library.put(event(doc('b', 2)));
		expect(library.items.map((d) => d.id)).toEqual(['a', 'b', 'c']);
		expect(library.items[1]?.read).toBe(false);
		library.put(event(doc('a', 1, { title: 'Nyt navn' })));
		expect(library.items[0]).toMatchObject({ title: 'Nyt navn', read: true, readers: 3 });
		library.put(event(doc('a', 1, { versions: 2 })));
		expect(library.items[0]).toMatchObject({ read: false, readers: 0 });
		library.put(event(doc('b', 2, { withdrawnAt: '2026-11-21T09:00:00Z' })));
		expect(library.items.map((d) => d.id)).toEqual(['a', 'c']);
	});

	it('knows what stands beside what on a shelf', () => {
		const library = make(doc('a', 1), doc('x', 2, { category: 'tools' }), doc('b', 3), doc('c', 4));
		const [a, , b, c] = library.items as [Listed, Listed, Listed, Listed];
		expect([library.beside(a, -1), library.beside(a, 1)]).toEqual([undefined, 'c']);
		expect([library.beside(b, -1), library.beside(b, 1)]).toEqual(['a', '']);
		expect(library.beside(c, 1)).toBeUndefined();
		expect(library.shelves.map((s) => s.category)).toEqual(['basis', 'tools']);
	});

	it('lets partners change their own that is not public', () => {
		const library = make();
		expect(library.mayChange(doc('a', 1))).toBe(false);
		expect(library.mayChange(doc('a', 1, { createdBy: 'mette' }))).toBe(true);
		expect(library.mayChange(doc('a', 1, { createdBy: 'mette', public: true }))).toBe(false);
	});
});
