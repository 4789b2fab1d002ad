import { defineConfig, devices, type PlaywrightTestConfig } from '@playwright/test';

const desk = { viewport: { width: 1280, height: 900 } };
const phone = {
	viewport: { width: 390, height: 844 },
	isMobile: true,
	hasTouch: true,
	deviceScaleFactor: 2,
	userAgent: devices['Pixel 7'].userAgent
};
const postgres = process.env.SLUSE_TEST_DATABASE_URL ?? '';

const projects: PlaywrightTestConfig<object, { postgres: string }>['projects'] = [
	{ name: 'da-1280', use: desk, grepInvert: /@phone|@english/ },
	{ name: 'da-390', use: phone, grepInvert: /@desk|@english/ },
	{ name: 'en-1280', use: { ...desk, locale: 'en-GB' }, grep: /@english/ },
	{ name: 'en-390', use: { ...phone, locale: 'en-GB' }, grep: /@english/ }
];
if (postgres) projects.push({ name: 'postgres', use: { ...desk, postgres }, grep: /@crucial/ });

/** The real program with demo data, in a real browser; each worker starts its own (e2e/support). */
export default defineConfig<object, { postgres: string }>({
	testDir: 'e2e',
	outputDir: 'test-results',
	fullyParallel: true,
	workers: 2,
	forbidOnly: !!process.env.CI,
	// Where the machine is shared a test may be starved once; the summary names those that needed it.
	retries: process.env.CI ? 1 : 0,
	// Long enough for two cores that do something else as well; a test takes a few seconds.
	timeout: 60_000,
	expect: { timeout: 10_000 },
	reporter: [['list'], ['./e2e/support/summary.ts']],
	use: {
		browserName: 'chromium',
		locale: 'da-DK',
		timezoneId: 'Europe/Copenhagen',
		// Recording every test doubles its time: SLUSE_TRACE=1 when looking for something.
		trace: process.env.SLUSE_TRACE ? 'retain-on-failure' : 'off',
		screenshot: 'only-on-failure',
		launchOptions: {
			executablePath: process.env.SLUSE_CHROMIUM || '/usr/bin/chromium',
			args: [
				'--no-sandbox',
				'--disable-gpu',
				'--disable-quic',
				'--no-first-run',
				'--disable-background-networking',
				'--disable-component-update',
				'--disable-sync'
			]
		}
	},
	projects
});
