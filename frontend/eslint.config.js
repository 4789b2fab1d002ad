import js from '@eslint/js';
import svelte from 'eslint-plugin-svelte';
import globals from 'globals';
import ts from 'typescript-eslint';
import svelteConfig from './svelte.config.js';

export default ts.config(
	{
		ignores: [
			'dist/',
			'.svelte-kit/',
			'node_modules/',
			'src/lib/api/schema.d.ts',
			'test-results/',
			'playwright-report/'
		]
	},
	js.configs.recommended,
	...ts.configs.recommended,
	...svelte.configs.recommended,
	{
		languageOptions: { globals: { ...globals.browser, ...globals.node } },
		rules: {
			// TypeScript itself knows what is defined.
			'no-undef': 'off',
			'@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_', varsIgnorePattern: '^_' }],
			eqeqeq: ['error', 'always'],
			'no-console': 'error'
		}
	},
	{
		files: ['**/*.svelte', '**/*.svelte.ts', 'src/**/*.ts'],
		languageOptions: {
			parserOptions: { extraFileExtensions: ['.svelte'], parser: ts.parser, svelteConfig }
		},
		rules: {
			// Addresses are built by lib/paths.ts; the app always lives at the root.
			'svelte/no-navigation-without-resolve': 'off',
			// style:prop= is ours; style="…" is refused by the repository's own test.
			'svelte/no-inline-styles': 'off',
			// State that nothing shows is deliberately plain.
			'svelte/prefer-svelte-reactivity': 'off'
		}
	},
	{ files: ['scripts/**'], rules: { 'no-console': 'off' } }
);
