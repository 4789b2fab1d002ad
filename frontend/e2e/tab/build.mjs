// Packs the tab that runs without a browser into one file: node e2e/tab/build.mjs FOLDER
// The application's own live code in it is compiled as for the browser, but by no page's plan: nothing of Kit is needed.
import { fileURLToPath } from 'node:url';
import { svelte } from '@sveltejs/vite-plugin-svelte';
import { build } from 'vite';

const here = (path) => fileURLToPath(new URL(path, import.meta.url));

await build({
	configFile: false,
	logLevel: 'warn',
	root: here('../..'),
	plugins: [svelte({ configFile: false })],
	resolve: { alias: { $lib: here('../../src/lib') } },
	publicDir: false,
	build: {
		lib: { entry: here('tab.svelte.ts'), formats: ['es'], fileName: () => 'tab.mjs' },
		outDir: process.argv[2],
		emptyOutDir: false,
		target: 'node20',
		minify: false
	}
});
