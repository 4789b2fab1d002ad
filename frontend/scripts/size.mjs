// Measures what a first visit to the front page carries, compressed as it is sent, and fails when it
// grows past its bounds: JavaScript under 60 kB and CSS under 15 kB. Signing in comes second, within the same bounds.
import { readFileSync, readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { brotliCompressSync } from 'node:zlib';

const dist = new URL('../dist/', import.meta.url).pathname;
const manifest = JSON.parse(
	readFileSync(new URL('../.svelte-kit/output/client/.vite/manifest.json', import.meta.url), 'utf8')
);
const maxScript = { 'front page': 60_000, 'sign-in': 60_000 };
const maxStyle = 15_000;

function weigh(file) {
	const path = join(dist, file);
	try {
		return statSync(`${path}.br`).size;
	} catch {
		return brotliCompressSync(readFileSync(path)).length;
	}
}

/** All that an entry loads before it shows something: itself and its static imports. */
function closure(keys) {
	const seen = new Set();
	const visit = (key) => {
		if (seen.has(key) || !manifest[key]) return;
		seen.add(key);
		for (const next of manifest[key].imports ?? []) visit(next);
	};
	keys.forEach(visit);
	return [...seen];
}

const keyOf = (part) => {
	const found = Object.keys(manifest).find((key) => key.endsWith(part));
	if (!found) throw new Error(`${part} is not in the build's manifest`);
	return found;
};

/** The node of a route, by its folder: SvelteKit writes numbered files that import the route's own. */
function nodesOf(files) {
	const source = readFileSync(
		new URL('../.svelte-kit/generated/client-optimized/nodes/0.js', import.meta.url),
		'utf8'
	);
	if (!source) throw new Error('no generated nodes');
	const folder = new URL('../.svelte-kit/generated/client-optimized/nodes/', import.meta.url);
	return readdirSync(folder)
		.filter((name) => {
			const text = readFileSync(new URL(name, folder), 'utf8');
			return files.some((file) => text.includes(`src/routes/${file}"`));
		})
		.map((name) => keyOf(`/nodes/${name}`));
}

const frame = ['+layout.svelte', '(public)/+layout.svelte'];
const pages = {
	'front page': [...frame, '(public)/+page.svelte'],
	'sign-in': [...frame, '(public)/sign-in/+page.svelte']
};

let failed = false;
function report(what, bytes, most) {
	const over = bytes > most;
	failed ||= over;
	console.log(`${over ? 'TOO MUCH' : 'ok'}\t${what}: ${(bytes / 1000).toFixed(1)} kB of ${most / 1000} kB`);
}

for (const [name, files] of Object.entries(pages)) {
	const keys = closure([keyOf('client/entry.js'), keyOf('client-optimized/app.js'), ...nodesOf(files)]);
	const scripts = [...new Set(keys.map((key) => manifest[key].file))].filter((file) => file.endsWith('.js'));
	const styles = [...new Set(keys.flatMap((key) => manifest[key].css ?? []))];
	const sum = (files) => files.reduce((total, file) => total + weigh(file), 0);
	report(`JavaScript of the ${name}`, sum(scripts), maxScript[name]);
	report(`CSS of the ${name}`, sum(styles), maxStyle);
}
process.exit(failed ? 1 : 0);
