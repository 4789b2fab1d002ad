import type { Page } from '@playwright/test';
import { Api, slug } from './support/api';
import { checkA11y, noSidewaysScroll } from './support/axe';
import { networkAway, status } from './support/guard';
import { expect, test } from './support/test';
import { fresh } from './support/thread';

const saved = (page: Page) => page.getByText(/^Gemt kl\. \d/);

/** A field of the page's section, left so that it saves. */
async function write(page: Page, label: string | RegExp, text: string) {
	const field = page.getByRole('textbox', { name: label });
	await field.fill(text);
	await field.blur();
}

/** Chooses an organisation by typing the beginning of its name. */
async function choose(page: Page, typed: string, name: string) {
	const box = page.getByRole('dialog').getByRole('combobox', { name: 'Organisation' });
	await box.fill(typed);
	await page.getByRole('option', { name }).click();
	await expect(box).toHaveValue(name);
}

test('from nothing to a project with people in it', async ({ page, server, sit, guard }) => {
	test.setTimeout(60_000);
	guard.allow(status(409));
	const mark = Math.random().toString(36).slice(2, 8);
	const anna = `anna.${mark}@styrelsen.example`;
	server.command('admin', 'name', anna, 'Anna Nul');
	await new Api(page.context().request, server.origin).becomeByMail(anna);

	await page.goto('/overview');
	await expect(page.getByRole('heading', { name: 'Velkommen til jeres Sluse' })).toBeVisible();
	await page.getByRole('link', { name: 'Gå til administration' }).click();
	await page.getByRole('link', { name: 'Opret projekt' }).click();

	// What is missing is said, and what was written survives a reload.
	await page.getByRole('button', { name: 'Opret projektet' }).click();
	await expect(page.getByRole('alert').getByRole('link')).toHaveCount(3);
	await page.getByRole('alert').getByRole('link').first().click();
	const name = page.getByLabel('Projektets navn');
	await expect(name).toBeFocused();
	await name.fill(`Fra nul til netværk ${mark}`);
	await page.getByLabel('Kort navn').fill(`Nul ${mark}`);
	await page.reload();
	await expect(name).toHaveValue(`Fra nul til netværk ${mark}`);
	await expect(page.getByLabel('Adresse')).toHaveValue(`nul-${mark}`);
	await page.getByLabel('Første dag').fill('1-2-2026');
	await page.getByLabel('Første dag').blur();
	await expect(page.getByLabel('Første dag')).toHaveValue('01-02-2026');
	await noSidewaysScroll(page);
	await page.getByRole('button', { name: 'Opret projektet' }).click();

	// The first coordinator, of an organisation that is not there yet.
	const made = page.getByRole('article', { name: `Fra nul til netværk ${mark}` });
	await expect(made.getByText('Ikke vist endnu')).toBeVisible();
	await expect(made.getByText('Ingen koordinator endnu')).toBeVisible();
	await made.getByRole('button', { name: 'Navngiv koordinator' }).click();
	const dialog = page.getByRole('dialog', { name: 'Navngiv koordinator' });
	await dialog.getByLabel('E-mail').fill(`bo.${mark}@styrelsen.example`);
	await dialog.getByLabel('Navn', { exact: true }).fill('Bo Begynder');
	await dialog.getByRole('button', { name: /opret en ny/ }).click();
	await dialog.getByLabel('Organisationens navn').fill(`Styrelsen for Begyndelser ${mark}`);
	await dialog.getByRole('button', { name: 'Navngiv koordinator' }).click();
	await expect(made.getByText('Bo Begynder')).toBeVisible();

	const bo = await sit(`bo.${mark}@styrelsen.example`);
	await fillThePage(bo.page, mark);
	await takeIn(bo.page, mark);
});

async function fillThePage(page: Page, mark: string) {
	await page.goto(`/p/nul-${mark}/admin`);
	await expect(page.getByRole('heading', { level: 1, name: 'Projektets side' })).toBeVisible();
	const parts = page.getByRole('navigation', { name: 'Dele af siden' });
	await parts.getByRole('link', { name: 'Kort fortalt' }).click();
	await write(page, 'Kort fortalt', 'Vi begynder forfra og ser, hvad der holder.');
	await expect(saved(page)).toBeVisible();

	// An ordered list by keyboard alone: the focus goes with what is moved.
	await parts.getByRole('link', { name: 'Kerneelementer' }).click();
	for (const element of ['Tæt kontakt', 'Hyppig opfølgning']) {
		await page.getByRole('button', { name: 'Tilføj kerneelement' }).press('Enter');
		await page.keyboard.type(element);
	}
	await page.getByRole('button', { name: 'Flyt kerneelement 2 op' }).press('Enter');
	await expect(page.getByRole('textbox', { name: 'Kerneelement 1' })).toHaveValue('Hyppig opfølgning');
	await expect(page.getByRole('button', { name: 'Flyt kerneelement 1 ned' })).toBeFocused();
	await expect(saved(page)).toBeVisible();

	// Who runs no scripts is told of the page once everybody may read it, and not before.
	const toCrawlers = async () => (await page.request.get(`/programmes/nul-${mark}`)).text();
	expect(await toCrawlers()).not.toContain(mark);
	await parts.getByRole('link', { name: 'Synlighed' }).click();
	await page.getByRole('radio', { name: /Alle kan læse siden/ }).check();
	await expect(saved(page)).toBeVisible();
	const told = await toCrawlers();
	expect(told).toContain(`<meta property="og:title" content="Fra nul til netværk ${mark}">`);
	expect(told).toContain('<meta property="og:description" content="Vi begynder forfra');
	const image = /property="og:image" content="([^"]+)"/.exec(told)?.[1] ?? '';
	expect((await page.request.get(image)).headers()['content-type']).toBe('image/png');
	await page.getByRole('link', { name: 'Se den offentlige side' }).first().click();
	await expect(page.getByRole('heading', { level: 1, name: `Fra nul til netværk ${mark}` })).toBeVisible();
	await expect(page.getByText('Vi begynder forfra')).toBeVisible();
	await expect(page.getByText('Hyppig opfølgning')).toBeVisible();
	await expect(page.getByRole('link', { name: 'Ret siden' })).toBeVisible();
}

async function takeIn(page: Page, mark: string) {
	await page.goto(`/p/nul-${mark}/admin/participants`);
	await expect(page.getByRole('heading', { name: 'Hvem er med?' })).toBeVisible();
	await page.getByRole('button', { name: 'Tag en organisation med' }).click();
	await choose(page, 'thi', 'Thisted Kommune');
	await page.getByRole('dialog').getByRole('button', { name: 'Tag en organisation med' }).click();
	await expect(page.getByRole('heading', { name: 'Thisted Kommune' })).toBeVisible();

	// Twice the same is explained in the dialog, which stays.
	await page.getByRole('button', { name: 'Tag en organisation med' }).click();
	await choose(page, 'thi', 'Thisted Kommune');
	await page.getByRole('dialog').getByRole('button', { name: 'Tag en organisation med' }).click();
	await expect(page.getByRole('dialog').getByRole('alert')).toContainText('allerede med');
	await page.getByRole('dialog').getByRole('button', { name: 'Fortryd' }).click();

	await page.getByRole('button', { name: 'Giv en plads hos Thisted Kommune' }).click();
	const dialog = page.getByRole('dialog');
	await dialog.getByLabel('E-mail').fill(`signe.${mark}@thisted.example`);
	await dialog.getByLabel('Navn', { exact: true }).fill('Signe Ny');
	await dialog.getByRole('button', { name: 'Giv en plads' }).click();
	await expect(page.getByText('1 af 3 pladser')).toBeVisible();
	await noSidewaysScroll(page);

	await page.getByRole('button', { name: 'Afslut for Signe Ny' }).click();
	await page.getByRole('radio', { name: /Det var en fejl/ }).check();
	await page.getByRole('dialog').getByRole('button', { name: 'Afslut' }).click();
	await expect(page.getByText('Ingen har en plads endnu.')).toBeVisible();
}

test('two who write at once lose nothing', { tag: '@desk' }, async ({ sit, guard }) => {
	guard.allow(status(409));
	const [first, second] = await Promise.all([sit('coordinator'), sit('coordinator')]);
	for (const { page } of [first, second]) {
		await page.goto(`/p/${slug}/admin?part=purpose`);
		await expect(page.getByRole('textbox', { name: 'Målgruppe' })).toBeVisible();
	}
	const [mine, theirs, own] = [fresh('min'), fresh('deres'), fresh('egen')];

	// Another part of the page is simply taken over.
	await write(first.page, 'Baggrund', own);
	await expect(saved(first.page)).toBeVisible();
	await write(first.page, 'Målgruppe', theirs);
	await expect(saved(first.page)).toHaveCount(2);

	// The same part shows both, and lets one choose.
	await write(second.page, 'Målgruppe', mine);
	const clash = second.page.getByRole('region', { name: 'En anden har skrevet her, mens du skrev' });
	await expect(clash).toContainText(theirs);
	await expect(clash).toContainText(mine);
	await expect(second.page.getByRole('textbox', { name: 'Baggrund' })).toHaveValue(own);
	await checkA11y(second.page);
	await clash.getByRole('button', { name: 'Behold min' }).click();
	await expect(saved(second.page)).toBeVisible();
	await first.page.reload();
	await expect(first.page.getByRole('textbox', { name: 'Målgruppe' })).toHaveValue(mine);
});

test('what cannot be saved stays, is said, and is asked about on the way out', async ({ join, guard }) => {
	guard.allow(status(422), networkAway);
	const { page, context } = await join('coordinator');
	await page.goto(`/p/${slug}/admin?part=contacts`);
	const titles = page.getByLabel('Titel og arbejdssted');
	await page.getByRole('button', { name: 'Tilføj kontakt' }).click();
	await titles.last().fill('Konsulent');
	await titles.last().blur();
	const summary = page.getByRole('alert').filter({ hasText: 'Noget på siden er ikke gemt' });
	await summary.getByRole('link').click();
	await expect(page.getByLabel('Navn eller funktion').last()).toBeFocused();
	await page.reload();
	await expect(titles.last()).toHaveValue('Konsulent');
	await page
		.getByRole('button', { name: /^Fjern kontakt/ })
		.last()
		.click();
	await expect(summary).toHaveCount(0);
	await page.reload();
	await expect(page.getByRole('button', { name: 'Tilføj kontakt' })).toBeVisible();
	await expect(page.getByText('Noget blev ikke gemt sidst')).toHaveCount(0);

	await page.goto(`/p/${slug}/admin?part=network`);
	const about = page.getByRole('textbox', { name: 'Hvad er netværket til for?' });
	await expect(about).toBeVisible();
	await context.setOffline(true);
	const text = fresh('Uden net');
	await about.fill(text);
	await page.getByRole('link', { name: 'Deltagere' }).click();
	const warning = page.getByRole('dialog', { name: 'Noget er ikke gemt' });
	await warning.getByRole('button', { name: 'Bliv her' }).click();
	await context.setOffline(false);
	await page.reload();
	await expect(about).toHaveValue(text);
	await page.getByRole('button', { name: 'Gem nu' }).click();
	await expect(saved(page)).toBeVisible();
});

test('an administrator sees who is known, and shuts one out', async ({ sit, guard }) => {
	guard.allow(status(401));
	const gone = await sit('oskar.strand@naestved.example');
	await gone.page.goto('/settings/profile');
	await expect(gone.page.getByRole('heading', { level: 1, name: 'Din profil' })).toBeVisible();
	const { page } = await sit('administrator');
	await page.goto('/admin/people');
	await page.getByLabel('Find på navn eller e-mail').fill('oskar');
	await expect(page.getByRole('listitem').filter({ hasText: '@' })).toHaveCount(1);
	await page.getByRole('button', { name: /^Luk adgang for Oskar/ }).click();
	await page.getByRole('dialog').getByRole('button', { name: 'Luk adgang' }).click();
	await expect(page.getByText('Lukket', { exact: true })).toBeVisible();
	await expect(gone.page.getByText(/^Du er logget ud\. Log ind igen/)).toBeVisible();
	await page.getByRole('button', { name: /^Åbn igen for Oskar/ }).click();
	await expect(page.getByText('Lukket', { exact: true })).toHaveCount(0);
});

test('who may not comes no further than the door', { tag: '@desk' }, async ({ sit, guard }) => {
	guard.allow(status(403), status(404));
	const reference = await sit('reference');
	for (const path of ['/admin', '/admin/people', `/p/${slug}/admin`, `/p/${slug}/admin/participants`]) {
		await reference.page.goto(path);
		await expect(reference.page.getByRole('heading', { level: 1 })).toBeVisible();
		await expect(reference.page.getByRole('navigation', { name: 'Administration' })).toHaveCount(0);
		await expect(reference.page.getByText('Dele af siden')).toHaveCount(0);
	}
	const administrator = await sit('administrator');
	await administrator.page.goto(`/p/${slug}/admin`);
	await expect(
		administrator.page.getByRole('heading', { level: 1, name: 'Siden findes ikke her' })
	).toBeVisible();
});

test('accessible: the dialogs', async ({ sit }) => {
	const { page } = await sit('coordinator');
	await page.goto(`/p/${slug}/admin/participants`);
	await page.getByRole('button', { name: 'Tag en organisation med' }).click();
	await page.getByRole('dialog').getByRole('combobox').fill('ko');
	await expect(page.getByRole('option').first()).toBeVisible();
	await checkA11y(page);
	await noSidewaysScroll(page);
});
