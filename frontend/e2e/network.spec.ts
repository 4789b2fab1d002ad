import type { Page } from '@playwright/test';
import { readFile } from 'node:fs/promises';
import { programmeName, slug } from './support/api';
import { checkA11y, noSidewaysScroll } from './support/axe';
import { municipality, ownProgramme } from './support/programme';
import { expect, test, type Seat } from './support/test';

const address = `/p/${slug}/people`;

async function open(seat: Seat, query = '') {
	await seat.page.goto(address + query);
	await expect(seat.page.getByRole('heading', { level: 1, name: 'Netværket' })).toBeVisible();
	return seat.page;
}

const map = (page: Page) => page.getByRole('group', { name: /^Danmarkskort/ });
const tiles = (page: Page) => page.getByRole('group', { name: /^Danmark som lige store felter/ });
const references = (page: Page) => page.getByRole('table', { name: /^Referencekommuner/ });
const filters = (page: Page) => page.locator('summary', { hasText: 'Filtre' }).click();

test('the map shows all 98 and the list has the same', async ({ sit }) => {
	const page = await open(await sit('reference'));
	await expect(map(page).getByRole('button')).toHaveCount(98);
	const listed = await references(page).getByRole('rowheader').count();
	await expect(map(page).getByRole('button', { name: /Referencekommune/ })).toHaveCount(listed);
	await page.locator('summary', { hasText: 'kommuner er ikke med' }).click();
	const outside = await page.getByRole('table', { name: 'Ikke med' }).getByRole('rowheader').count();
	const partners = await page
		.getByRole('table', { name: /^Partnerskabskommuner/ })
		.getByRole('rowheader')
		.count();
	expect(listed + partners + outside).toBe(98);
	// Danish order: Aa comes last, as Å does.
	await expect(references(page).getByRole('rowheader').last()).toContainText('Aabenraa');
	await noSidewaysScroll(page);
});

test('a municipality opens beside the list, and back closes it', async ({ sit }) => {
	const page = await open(await sit('reference'));
	await references(page).getByRole('link', { name: 'Ballerup' }).click();
	const sheet = page.getByRole('dialog', { name: 'Ballerup' });
	await expect(sheet).toContainText('3 personer');
	await expect(sheet).toContainText('Tove Krogh');
	await expect(page).toHaveURL(/place=0151/);
	await checkA11y(page);
	await noSidewaysScroll(page);
	await page.goBack();
	await expect(sheet).toBeHidden();
	await expect(references(page).getByRole('link', { name: 'Ballerup' })).toBeFocused();
	// The address alone brings it back; Escape closes it for good.
	await page.goto(`${address}?place=0151`);
	await expect(sheet).toBeVisible();
	await page.keyboard.press('Escape');
	await expect(sheet).toBeHidden();
	await expect(page).not.toHaveURL(/place=/);
});

test(
	'the map is walked with the keyboard, and list and map point at each other',
	{ tag: '@desk' },
	async ({ sit }) => {
		const page = await open(await sit('reference'));
		const thisted = map(page).getByRole('button', { name: /^Thisted/ });
		await expect(thisted).toHaveAttribute('tabindex', '0');
		await thisted.focus();
		await expect(references(page).getByRole('row', { name: /Thisted/ })).toHaveClass(/pointed/);
		await expect(page.locator('.note-at')).toContainText('Referencekommune');
		await page.keyboard.press('ArrowRight');
		await expect(map(page).getByRole('button', { name: /^Morsø/ })).toBeFocused();
		await page.keyboard.press('Enter');
		await expect(page.getByRole('dialog', { name: 'Morsø' })).toContainText('3 personer');
		await page.keyboard.press('Escape');
		await expect(map(page).getByRole('button', { name: /^Morsø/ })).toBeFocused();
		await map(page).getByRole('button', { name: /^Læsø/ }).press('Enter');
		await expect(page.getByRole('dialog', { name: 'Læsø' })).toContainText('ikke med i projektet');
		await page.keyboard.press('Escape');
		await references(page).getByRole('link', { name: 'Odense' }).hover();
		await expect(page.locator('.note-at')).toContainText('Odense');
	}
);

test('tiles are large enough for a thumb, also in Copenhagen', async ({ sit }) => {
	const page = await open(await sit('reference'));
	await page.getByRole('button', { name: 'Felter' }).click();
	await expect(tiles(page).getByRole('button')).toHaveCount(98);
	const small = await tiles(page)
		.getByRole('button')
		.evaluateAll(
			(all) => all.filter((t) => t.clientWidth + 4 < 44 || t.getBoundingClientRect().height < 44).length
		);
	expect(small).toBe(0);
	await checkA11y(page);
	await noSidewaysScroll(page);
	await tiles(page)
		.getByRole('button', { name: /^Ballerup/ })
		.click();
	await expect(page.getByRole('dialog', { name: 'Ballerup' })).toBeVisible();
});

test('search and filters narrow list and map together', async ({ sit }) => {
	const page = await open(await sit('reference'));
	await page.getByRole('searchbox').fill('Tove Kr');
	await expect(page.getByText('1 passer')).toBeVisible();
	await expect(references(page).getByRole('row', { name: /Ballerup/ })).toContainText('Tove Krogh');
	await page.getByRole('button', { name: 'Vis alle' }).click();
	await filters(page);
	await page.getByLabel('Region').selectOption('Nordjylland');
	await page.getByLabel('Kun ledige pladser').check();
	await expect(references(page).getByRole('rowheader')).toHaveText([/Thisted/]);
	await checkA11y(page);
	await page.getByLabel('Indbyggere').selectOption('100000_up');
	await expect(page.getByRole('heading', { name: 'Ingen passer på det hele' })).toBeVisible();
	await page.getByRole('button', { name: 'Vis alle' }).click();
	await expect(references(page)).toBeVisible();
});

test('free seats are shown and offered to those who may fill them, and to nobody else', async ({ sit }) => {
	const reference = await open(await sit('reference'), '?place=0787');
	await expect(reference.getByText('Én af jeres pladser er ledig.')).toBeVisible();
	const own = reference.getByRole('dialog', { name: 'Thisted' });
	await expect(own.getByText('2 af 3 pladser er besat')).toBeVisible();
	await expect(own.getByText('Ledig plads')).toHaveCount(1);
	await expect(own.getByRole('link', { name: 'Invitér til Thisted' })).toHaveAttribute(
		'href',
		/invitations\/new\?organisation=/
	);
	await reference.goto(`${address}?place=0400`);
	const other = reference.getByRole('dialog', { name: 'Bornholm' });
	await expect(other.getByText('1 person')).toBeVisible();
	await expect(other.getByText('Ledig plads')).toHaveCount(0);
	await expect(other.getByRole('link', { name: /Invitér/ })).toHaveCount(0);
	const observer = await open(await sit('observer'), '?place=0787');
	const looked = observer.getByRole('dialog', { name: 'Thisted' });
	await expect(looked.getByText('2 personer')).toBeVisible();
	await expect(looked.getByText('Ledig plads')).toHaveCount(0);
	await expect(looked.getByRole('link', { name: /Invitér/ })).toHaveCount(0);
	const coordinator = await open(await sit('coordinator'), '?place=0400');
	await expect(coordinator.getByText(/pladser er ledige\.$/)).toBeVisible();
	await expect(coordinator.getByRole('dialog', { name: 'Bornholm' }).getByText('Ledig plads')).toHaveCount(2);
	await expect(coordinator.getByRole('link', { name: 'Invitér til Bornholm' })).toBeVisible();
});

test('what is changed elsewhere shows at once', { tag: '@desk' }, async ({ sit }) => {
	const own = await ownProgramme(sit, 'Live netværk');
	const { api, page } = own.coordinator;
	await page.goto(`/p/${own.slug}/people`);
	await expect(page.getByRole('table', { name: /^Styrelse/ })).toBeVisible();
	await expect(references(page)).toHaveCount(0);
	const organisationId = await municipality(own.coordinator, 'Thisted Kommune');
	const part = await api.call<{ id: string }>('POST', `/programmes/${own.slug}/participations`, {
		organisationId,
		kind: 'reference'
	});
	const thisted = references(page).getByRole('row', { name: /Thisted/ });
	await expect(thisted).toBeVisible();
	await expect(map(page).getByRole('button', { name: /^Thisted.*Referencekommune/ })).toHaveCount(1);
	const seat = await api.call<{ id: string }>('POST', `/programmes/${own.slug}/seats`, {
		email: `signe.${own.slug}@thisted.example`,
		name: 'Signe Straks',
		organisationId,
		role: 'reference'
	});
	await expect(thisted).toContainText('Signe Straks');
	// What is open beside the list stays open, and is as things are now.
	await references(page).getByRole('link', { name: 'Thisted' }).click();
	const sheet = page.getByRole('dialog', { name: 'Thisted' });
	await expect(sheet).toContainText('1 af 3 pladser er besat');
	await api.call('POST', `/programmes/${own.slug}/invitations`, {
		organisationId,
		role: 'reference',
		greeting: '',
		people: [{ name: 'Ny Kollega', email: `ny.${own.slug}@thisted.example`, title: '' }]
	});
	await expect(sheet).toContainText('Inviteret, har ikke svaret endnu');
	await page.keyboard.press('Escape');
	await expect(thisted).toContainText('1 er inviteret');
	await api.call('POST', `/seats/${seat.id}/ending`, { last: '' });
	await expect(thisted).not.toContainText('Signe Straks');
	await api.call('POST', `/participations/${part.id}/ending`, { last: '' });
	await expect(references(page)).toHaveCount(0);
});

test('on paper the names stand, and nothing to press', { tag: '@desk' }, async ({ sit }) => {
	const seat = await sit('coordinator');
	const page = await open(seat);
	await page.emulateMedia({ media: 'print' });
	await expect(references(page).locator('.paper').first()).toContainText('Tove Krogh');
	await expect(references(page).locator('.seat').first()).toBeHidden();
	await expect(map(page)).toBeVisible();
	for (const gone of [
		page.getByRole('searchbox'),
		page.getByRole('link', { name: 'Hent tabel' }),
		page.getByRole('navigation', { name: 'Genveje' })
	])
		await expect(gone).toBeHidden();

	const [longest] = (await seat.api.threads()).sort((a, b) => b.postCount - a.postCount);
	await page.goto(`/p/${slug}/discussions/${longest?.id}`);
	const posts = page.getByRole('group', { name: 'Indlæg' });
	await expect(posts.getByRole('listitem').first()).toBeVisible();
	expect(await posts.evaluate((all) => all.scrollHeight - all.clientHeight)).toBe(0);
	await expect(page.getByRole('textbox')).toBeHidden();
	await expect(page.getByRole('heading', { name: 'Drøftelser', exact: true })).toBeHidden();
});

test('filters and list work by keyboard alone', { tag: '@desk' }, async ({ sit }) => {
	const page = await open(await sit('coordinator'));
	await page.getByRole('searchbox').focus();
	await page.keyboard.press('Tab');
	await page.keyboard.press('Enter');
	await page.keyboard.press('Tab');
	await expect(page.getByLabel('Deltager som')).toBeFocused();
	await page.keyboard.press('Tab');
	await expect(page.getByLabel('Region')).toBeFocused();
	await page.keyboard.type('Nordj');
	await page.keyboard.press('Tab');
	await page.keyboard.press('Tab');
	await expect(page.getByLabel('Kun ledige pladser')).toBeFocused();
	await page.keyboard.press('Space');
	await expect(references(page).getByRole('rowheader')).toHaveText([/Thisted/]);
	await expect(page.getByRole('status').filter({ hasText: /passer/ })).toBeVisible();
	await references(page).getByRole('link', { name: 'Thisted' }).focus();
	await page.keyboard.press('Enter');
	await expect(page.getByRole('dialog', { name: 'Thisted' })).toBeVisible();
	await page.keyboard.press('Escape');
	await expect(references(page).getByRole('link', { name: 'Thisted' })).toBeFocused();
});

test('the network is set beside the country, as bars and as a table', async ({ sit }) => {
	const page = await open(await sit('coordinator'));
	const section = page.getByRole('region', { name: 'Ligner netværket landet?' });
	await section.getByText('Se som tabel').click();
	const regions = section.getByRole('table').first();
	await expect(regions.getByRole('columnheader', { name: 'Landet' })).toBeVisible();
	const country = await regions.getByRole('row').locator('td:last-child').allInnerTexts();
	expect(country.map((text) => parseInt(text, 10)).reduce((a, b) => a + b, 0)).toBe(98);
	await checkA11y(page);
});

test('the table is downloaded as a spreadsheet opens it', { tag: '@desk' }, async ({ sit }) => {
	const page = await open(await sit('reference'));
	const [file] = await Promise.all([
		page.waitForEvent('download'),
		page.getByRole('link', { name: 'Hent tabel' }).click()
	]);
	expect(file.suggestedFilename()).toBe(`${slug}-network.csv`);
	const text = await readFile(await file.path(), 'utf8');
	expect(text.startsWith('\ufeffKommunekode;')).toBe(true);
	expect(text).toContain('0787;Thisted;Referencekommune;');
});

test('the public page shows partners and references on a map', async ({ page }) => {
	await page.goto(`/programmes/${slug}`);
	await expect(page.getByRole('heading', { level: 1, name: programmeName })).toBeVisible();
	const picture = page.getByRole('img', { name: /^Danmarkskort/ });
	await expect(picture).toBeVisible();
	await expect(page.getByRole('list').filter({ hasText: 'Thisted' }).first()).toBeVisible();
	await checkA11y(page);
	await noSidewaysScroll(page);
});

test('the page is whole at 320 pixels and in high contrast', { tag: '@phone' }, async ({ join }) => {
	const seat = await join('reference', { viewport: { width: 320, height: 640 } });
	const page = await open(seat);
	await noSidewaysScroll(page);
	await page.getByRole('button', { name: 'Felter' }).click();
	await noSidewaysScroll(page);
	await page.emulateMedia({ forcedColors: 'active' });
	await expect(tiles(page).getByRole('button', { name: /^Thisted/ })).toBeVisible();
});

test('the page speaks English', { tag: '@english' }, async ({ sit }) => {
	const seat = await sit('reference');
	await seat.api.call('PATCH', '/me', { locale: 'en' });
	await seat.page.goto(address);
	await expect(seat.page.getByRole('heading', { level: 1, name: 'The network' })).toBeVisible();
	await expect(seat.page.getByRole('table', { name: /^Reference municipalities/ })).toBeVisible();
	await seat.api.call('PATCH', '/me', { locale: 'da' });
});
