import adapter from '@sveltejs/adapter-static';
import { vitePreprocess } from '@sveltejs/vite-plugin-svelte';

/** @type {import('@sveltejs/kit').Config} */
export default {
	preprocess: vitePreprocess(),
	compilerOptions: { runes: true },
	kit: {
		// One page answers every address; the program serves dist/200.html for them.
		adapter: adapter({ pages: 'dist', assets: 'dist', fallback: '200.html', precompress: true }),
		// The program reads the hashes from 200.html at start and sends them as a
		// header, together with frame-ancestors and form-action.
		csp: {
			mode: 'hash',
			directives: {
				'default-src': ['self'],
				'script-src': ['self'],
				// The route announcer of SvelteKit sets one fixed style attribute.
				'style-src': ['self', 'unsafe-hashes', 'sha256-S8qMpvofolR8Mpjy4kQvEm7m1q8clzU4dfDH0AmvZjo='],
				'img-src': ['self', 'data:'],
				'connect-src': ['self'],
				'object-src': ['none'],
				'base-uri': ['self']
			}
		},
		alias: { $styles: 'src/lib/styles' },
		version: { pollInterval: 0 }
	}
};
