import type { Page } from '@playwright/test';
import { checkA11y, noSidewaysScroll } from './support/axe';
import { status } from './support/guard';
import { ownProgramme } from './support/programme';
import { expect, test, type Who } from './support/test';

const saved = (page: Page) => page.getByText(/^Gemt kl\. \d/);

/** A field of the page's section, left so that it saves. */
async function write(page: Page, label: string, text: string) {
	const field = page.getByRole('textbox', { name: label, exact: true });
	await field.fill(text);
	await field.blur();
}

const periods = (page: Page) => page.getByRole('group', { name: 'Perioder' }).getByRole('listitem');

/** Goes to a part of the page by its own menu. */
async function part(page: Page, name: string) {
	await page
		.getByRole('navigation', { name: 'Dele af siden' })
		.getByRole('link', { name: new RegExp(`${name}$`) })
		.click();
	await expect(page.getByRole('heading', { level: 2, name })).toBeVisible();
}

test('what is typed is saved, is there again, and stands on the public page', async ({ sit, visit }) => {
	const own = await ownProgramme(sit, 'Skriv siden');
	const { page } = own.coordinator;
	await page.goto(`/p/${own.slug}/admin?part=names`);
	await write(page, 'Projektets navn', `${own.name} om børn`);
	for (const [at, alias] of ['Siden', 'Det gamle navn'].entries()) {
		await page.getByRole('button', { name: 'Tilføj navn' }).click();
		await write(page, `Navn ${at + 1}`, alias);
	}
	await expect(saved(page)).toHaveCount(2);

	await part(page, 'Tid og økonomi');
	await write(page, 'Økonomi', '8,5 mio. kr. over fire år.');
	const stretches: [string, string, string][] = [
		['Udvikling hos partnerne', '1.1.2026', '31.12.2027'],
		['Netværkets møder', '01-09-2026', ''],
		['Netværkets møder', '01-09-2026', '']
	];
	for (const [at, [name, from, to]] of stretches.entries()) {
		await page.getByRole('button', { name: 'Tilføj periode' }).click();
		const row = periods(page).nth(at);
		await row.getByRole('textbox', { name: `Periode ${at + 1}` }).fill(name);
		await row.getByLabel('Første dag').fill(from);
		await row.getByLabel('Sidste dag').fill(to);
		await row.getByLabel('Sidste dag').blur();
	}
	await expect(saved(page)).toHaveCount(2);
	await noSidewaysScroll(page);

	await part(page, 'Kerneelementer');
	await page.getByRole('button', { name: 'Tilføj kerneelement' }).click();
	await write(page, 'Kerneelement 1', 'Tæt kontakt');
	await write(page, 'Forklaring', 'Hver fjortende dag, også i ferier.');
	await expect(saved(page)).toBeVisible();
	await part(page, 'Forudsætninger');
	await page.getByRole('button', { name: 'Tilføj forudsætning' }).click();
	await write(page, 'Forudsætning 1', 'Stærk faglig ledelse');
	await expect(saved(page)).toBeVisible();

	// Two functions to be asked, of whom no more is known: nothing about them need differ.
	await part(page, 'Kontakt');
	for (const [at, name] of ['Projektets postkasse', 'Netværkets postkasse'].entries()) {
		await page.getByRole('button', { name: 'Tilføj kontakt' }).click();
		await page.getByRole('textbox', { name: 'Navn eller funktion' }).nth(at).fill(name);
		await page.getByRole('textbox', { name: 'Navn eller funktion' }).nth(at).blur();
	}
	await expect(saved(page)).toBeVisible();

	await page.goto(`/p/${own.slug}/admin?part=time`);
	await expect(page.getByRole('textbox', { name: 'Økonomi' })).toHaveValue('8,5 mio. kr. over fire år.');
	await expect(page.getByRole('textbox', { name: 'Periode 1' })).toHaveValue('Udvikling hos partnerne');
	await expect(periods(page).first().getByLabel('Sidste dag')).toHaveValue('31-12-2027');
	await page.goto(`/p/${own.slug}/admin?part=core`);
	await expect(page.getByRole('textbox', { name: 'Forklaring' })).toHaveValue(
		'Hver fjortende dag, også i ferier.'
	);

	await page.goto(`/p/${own.slug}/admin?part=visibility`);
	await page.getByRole('radio', { name: /Alle kan læse siden/ }).check();
	await expect(saved(page)).toBeVisible();
	const anybody = await visit();
	await anybody.goto(`/programmes/${own.slug}`);
	await expect(anybody.getByRole('heading', { level: 1, name: `${own.name} om børn` })).toBeVisible();
	for (const text of [
		'Siden · Det gamle navn',
		'8,5 mio. kr. over fire år.',
		'Udvikling hos partnerne',
		'Tæt kontakt',
		'Hver fjortende dag, også i ferier.',
		'Stærk faglig ledelse',
		'Projektets postkasse',
		'Netværkets postkasse',
		'Sidst opdateret'
	])
		await expect(anybody.getByText(text).first()).toBeVisible();
	await checkA11y(anybody);
	await noSidewaysScroll(anybody);
});

test(
	'wrong input is said where it stands, and kept over a reload',
	{ tag: '@desk' },
	async ({ sit, guard }) => {
		guard.allow(status(422));
		const own = await ownProgramme(sit, 'Forkert indhold');
		const { page } = own.coordinator;
		await page.goto(`/p/${own.slug}/admin?part=names`);
		await write(page, 'Projektets navn', '   ');
		const name = page.getByRole('textbox', { name: 'Projektets navn', exact: true });
		await expect(name).toHaveAccessibleDescription(/Feltet skal udfyldes/);
		await page.getByRole('button', { name: 'Tilføj navn' }).click();
		await write(page, 'Navn 1', 'Det andet navn');
		await expect(saved(page)).toBeVisible();

		await part(page, 'Tid og økonomi');
		await page.getByRole('button', { name: 'Tilføj periode' }).click();
		const row = periods(page).first();
		await row.getByRole('textbox', { name: 'Periode 1' }).fill('Baglæns');
		await row.getByLabel('Første dag').fill('01-06-2026');
		await row.getByLabel('Sidste dag').fill('01-05-2026');
		await row.getByLabel('Sidste dag').blur();
		await expect(row.getByLabel('Sidste dag')).toHaveAccessibleDescription(/Slutdagen ligger før startdagen/);
		await checkA11y(page);
		await noSidewaysScroll(page);

		await page.reload();
		await expect(page.getByText('Noget blev ikke gemt sidst')).toBeVisible();
		await expect(row.getByRole('textbox', { name: 'Periode 1' })).toHaveValue('Baglæns');
		await expect(row.getByLabel('Sidste dag')).toHaveValue('01-05-2026');
		await row.getByLabel('Sidste dag').fill('01-07-2026');
		await row.getByLabel('Sidste dag').blur();
		await expect(saved(page)).toBeVisible();
	}
);

test('two who change one list at once both find their own', { tag: '@desk' }, async ({ sit, guard }) => {
	guard.allow(status(409));
	const own = await ownProgramme(sit, 'To på én gang');
	const first = own.coordinator;
	const second = await sit(first.me.email as Who);
	for (const { page } of [first, second]) {
		await page.goto(`/p/${own.slug}/admin?part=prerequisites`);
		await page.getByRole('button', { name: 'Tilføj forudsætning' }).click();
	}
	await write(first.page, 'Forudsætning 1', 'Tid til refleksion');
	await expect(saved(first.page)).toBeVisible();
	await write(second.page, 'Forudsætning 1', 'Stærk faglig ledelse');
	const clash = second.page.getByRole('region', { name: 'En anden har skrevet her, mens du skrev' });
	await expect(clash).toContainText('Tid til refleksion');
	await expect(clash).toContainText('Stærk faglig ledelse');
	await checkA11y(second.page);
	await noSidewaysScroll(second.page);
	await clash.getByRole('button', { name: 'Brug deres' }).click();
	await expect(second.page.getByRole('textbox', { name: 'Forudsætning 1' })).toHaveValue(
		'Tid til refleksion'
	);
	await second.page.getByRole('button', { name: 'Tilføj forudsætning' }).click();
	await write(second.page, 'Forudsætning 2', 'Stærk faglig ledelse');
	await expect(saved(second.page)).toBeVisible();
	await first.page.reload();
	await expect(first.page.getByRole('textbox', { name: 'Forudsætning 2' })).toHaveValue(
		'Stærk faglig ledelse'
	);
});

test('a coordinator of another project finds no door', { tag: '@desk' }, async ({ sit, guard }) => {
	guard.allow(status(403), status(404));
	const own = await ownProgramme(sit, 'Egen dør');
	const other = await sit('coordinator');
	for (const path of ['', '/participants', '/coordinators']) {
		await other.page.goto(`/p/${own.slug}/admin${path}`);
		await expect(other.page.getByRole('heading', { level: 1, name: 'Siden findes ikke her' })).toBeVisible();
	}
	const named = other.api.call('POST', `/programmes/${own.slug}/coordinators`, {
		email: 'indbrud@styrelsen.example',
		name: 'Ind Brud',
		organisationId: own.agency
	});
	await expect(named).rejects.toThrow('404');
	await other.page.goto('/admin/new');
	await expect(other.page.getByRole('button', { name: 'Opret projektet' })).toHaveCount(0);
});

test('a limit that is no number does not become no limit', { tag: '@desk' }, async ({ sit }) => {
	const { page } = await sit('administrator');
	await page.goto('/admin/new');
	await page.getByLabel('Projektets navn').fill('Et nyt projekt');
	await page.getByLabel('Kort navn').fill('Nyt');
	await page.getByLabel('Første dag').fill('31-02-2026');
	await page.getByLabel('Pladser til hver referencekommune').fill('tre');
	await page.getByRole('button', { name: 'Opret projektet' }).click();
	await expect(page.getByRole('alert').getByRole('link')).toHaveText([
		'Skriv dagen som dd-mm-åååå, fx 01-03-2026.',
		'Skriv et tal mellem 0 og 1000. 0 betyder ingen grænse.'
	]);
	await expect(page.getByLabel('Første dag')).toHaveValue('31-02-2026');
	await checkA11y(page);
	await noSidewaysScroll(page);
});

test('an administrator who is in no project has a whole dock', { tag: '@phone' }, async ({ sit }) => {
	const { page } = await sit('administrator');
	await page.goto('/overview');
	await expect(page.getByRole('banner').getByRole('link', { name: /^Nyt til dig/ })).toBeVisible();
	const dock = page.getByRole('navigation', { name: 'Genveje' });
	await expect(dock.getByRole('link')).toHaveText(['Overblik', 'Projekter', 'Personer', 'Mig']);
	const room = page.viewportSize()?.width ?? 0;
	const last = await dock.getByRole('link').last().boundingBox();
	expect(Math.round((last?.x ?? 0) + (last?.width ?? 0))).toBe(room);
	await dock.getByRole('link', { name: 'Projekter' }).click();
	await expect(dock.getByRole('link', { name: 'Projekter' })).toHaveAttribute('aria-current', 'page');
	await dock.getByRole('link', { name: 'Personer' }).click();
	await expect(page).toHaveURL(/\/admin\/people$/);
	await expect(dock.getByRole('link', { name: 'Projekter' })).not.toHaveAttribute('aria-current');
	await checkA11y(page);
});
