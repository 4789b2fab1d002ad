import { sveltekit } from '@sveltejs/kit/vite';
import { svelteTesting } from '@testing-library/svelte/vite';
import { defineConfig } from 'vitest/config';

const backend = process.env.SLUSE_BACKEND ?? 'http://127.0.0.1:8080';

export default defineConfig({
	plugins: [sveltekit(), svelteTesting()],
	build: {
		target: 'es2022',
		rolldownOptions: {
			output: {
				// What every first visit needs, in one file: a dozen small ones cost more in imports than they hold.
				codeSplitting: {
					groups: [
						{
							name: 'first',
							test: /src\/lib\/(api\/(client|fault)|i18n\/(canal|dictionary|format|locale|shell)|session\/session|shell\/(ErrorPage|Footer|PublicTop|SkipLink)|ui\/(Button|Canal|Icon|LinkButton|Mark|Menu|menu|Pill|Toasts|icons\/first)|paths)[.]/
						}
					]
				}
			}
		}
	},
	server: {
		host: '127.0.0.1',
		// ws carries the live websocket at /api/live as well.
		proxy: { '/api': { target: backend, ws: true } }
	},
	test: {
		// Tests that need a document or storage say so in their first line.
		environment: 'node',
		include: ['src/**/*.test.ts'],
		restoreMocks: true
	}
});
