import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

const folder = join(import.meta.dirname, '../../src/lib/i18n');

/** The fixed texts of the interface that exist in Danish only: none may stand on an English page. */
export function danishOnly(): Set<string> {
	const danish = new Set<string>();
	const english = new Set<string>();
	for (const file of readdirSync(folder).filter(
		(name) => name.endsWith('.ts') && !name.endsWith('.test.ts')
	)) {
		const source = readFileSync(join(folder, file), 'utf8');
		const from = source.indexOf('const da = {');
		const until = source.indexOf('dictionary(', from);
		if (from < 0 || until < 0) continue;
		for (const text of literals(source.slice(from, until))) danish.add(text);
		for (const text of literals(source.slice(until))) english.add(text);
	}
	for (const text of english) danish.delete(text);
	return danish;
}

function literals(source: string): string[] {
	const quoted = /'((?:[^'\\\n]|\\.)*)'|"((?:[^"\\\n]|\\.)*)"/g;
	return (
		[...source.matchAll(quoted)]
			.map((m) =>
				(m[1] ?? m[2] ?? '')
					.replace(/\\u00a0/g, '\u00a0')
					.replace(/\\(.)/g, '$1')
					.trim()
			)
			// Two letters may be somebody's initials.
			.filter((text) => text.length > 2)
	);
}
