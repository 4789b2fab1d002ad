import type { Locator, Page } from '@playwright/test';
import { checkA11y, noSidewaysScroll } from './support/axe';
import { status } from './support/guard';
import { inDays, municipality, ownProgramme, type Own } from './support/programme';
import { expect, test } from './support/test';

const participants = (own: Own) => `/p/${own.slug}/admin/participants`;
const card = (page: Page, name: string): Locator =>
	page.getByRole('listitem').filter({ has: page.getByRole('heading', { name, level: 3 }) });

/** Lets a municipality take part from the first day of the year. */
async function takeIn(own: Own, name: string, from = '2026-01-01') {
	const organisationId = await municipality(own.coordinator, name);
	await own.coordinator.api.call('POST', `/programmes/${own.slug}/participations`, {
		organisationId,
		kind: 'reference',
		starts: from
	});
	return organisationId;
}

async function change(page: Page, name: string): Promise<Locator> {
	await card(page, name)
		.first()
		.getByRole('button', { name: `Mere om ${name}` })
		.press('Enter');
	await page.getByRole('menuitem', { name: 'Ret' }).click();
	return page.getByRole('dialog', { name: `Ret ${name}` });
}

test('a participation is changed: kind, cluster, chair, from and to', async ({ sit }) => {
	const own = await ownProgramme(sit, 'Ret deltagelsen');
	await takeIn(own, 'Thisted Kommune');
	const { page } = own.coordinator;
	await page.goto(participants(own));
	const dialog = await change(page, 'Thisted Kommune');
	await expect(dialog.getByRole('radio', { name: 'Referencekommune' })).toBeChecked();
	await expect(dialog.getByLabel('Fra', { exact: true })).toHaveValue('01-01-2026');
	await dialog.getByRole('radio', { name: 'Partnerskabskommune' }).check();
	await dialog.getByLabel('Fra', { exact: true }).fill('1.2.2026');
	await dialog.getByLabel('Til og med').fill('31122099');
	await dialog.getByRole('textbox', { name: 'Klynge' }).fill('Nordjylland');
	await dialog.getByRole('checkbox', { name: /Formandskommune/ }).check();
	await checkA11y(page);
	await noSidewaysScroll(page);
	await dialog.getByRole('button', { name: 'Gem' }).click();
	await expect(dialog).toBeHidden();
	const partners = page.getByRole('region', { name: 'Partnerskabskommune' });
	await expect(partners.getByRole('listitem')).toContainText('01-02-2026 – 31-12-2099');
	await expect(partners.getByRole('listitem')).toContainText('formandskommune');
	await expect(partners.getByRole('listitem')).toContainText('Nordjylland');

	// It is still so after a reload, and can be changed back, to no end as well.
	await page.reload();
	const again = await change(page, 'Thisted Kommune');
	await expect(again.getByLabel('Til og med')).toHaveValue('31-12-2099');
	await again.getByLabel('Til og med').fill('');
	await again.getByRole('radio', { name: 'Referencekommune' }).check();
	await again.getByRole('button', { name: 'Gem' }).click();
	await expect(again).toBeHidden();
	await expect(card(page, 'Thisted Kommune')).toContainText('fra 01-02-2026');
});

test(
	'what cannot be is said at its field, and what was typed stays',
	{ tag: '@desk' },
	async ({ sit, guard }) => {
		guard.allow(status(422), status(409));
		const own = await ownProgramme(sit, 'Forkerte dage');
		const organisationId = await takeIn(own, 'Thisted Kommune');
		const soon = inDays(400);
		await own.coordinator.api.call('POST', `/programmes/${own.slug}/seats`, {
			email: `signe.${own.slug}@thisted.example`,
			name: 'Signe Plads',
			organisationId,
			role: 'reference'
		});
		const { page } = own.coordinator;
		await page.goto(participants(own));
		const dialog = await change(page, 'Thisted Kommune');
		const [from, to] = [dialog.getByLabel('Fra', { exact: true }), dialog.getByLabel('Til og med')];
		const save = dialog.getByRole('button', { name: 'Gem' });
		const summary = dialog.getByRole('alert');

		// A day that is none is not quietly the one before it.
		await dialog.getByRole('textbox', { name: 'Klynge' }).fill('Vest');
		await to.fill('31-02-2027');
		await save.click();
		await expect(summary.getByRole('link')).toHaveText(['Skriv dagen som dd-mm-åååå, fx 01-03-2026.']);
		await expect(to).toHaveValue('31-02-2027');
		await summary.getByRole('link').click();
		await expect(to).toBeFocused();

		await to.fill('31-12-2025');
		await save.click();
		await expect(summary.getByRole('link')).toContainText('Slutdagen ligger før startdagen');
		await expect(to).toHaveAccessibleDescription(/Slutdagen ligger før startdagen/);
		await checkA11y(page);
		await noSidewaysScroll(page);

		await to.fill('');
		await from.fill(inDays(10).danish);
		await save.click();
		await expect(summary.getByRole('link')).toContainText('Nogen har en plads fra den');

		await from.fill('01-01-2026');
		await dialog.getByRole('radio', { name: 'Partnerskabskommune' }).check();
		await save.click();
		await expect(summary.getByRole('link')).toContainText('Organisationen har en plads');
		await summary.getByRole('link').click();
		await expect(dialog.getByRole('radiogroup')).toBeFocused();
		await expect(dialog.getByRole('textbox', { name: 'Klynge' })).toHaveValue('Vest');
		await checkA11y(page);

		// With a last day it goes, and the seat ends with it.
		await dialog.getByRole('radio', { name: 'Referencekommune' }).check();
		await to.fill(soon.danish);
		await save.click();
		await expect(dialog).toBeHidden();
		await expect(card(page, 'Thisted Kommune')).toContainText(`01-01-2026 – ${soon.danish}`);
		await expect(card(page, 'Thisted Kommune')).toContainText('Vest');

		// Taken in once more for later; moved into the first one's days it is refused.
		const next = inDays(401);
		await takeIn(own, 'Thisted Kommune', next.iso);
		await page.reload();
		await expect(card(page, 'Thisted Kommune')).toHaveCount(2);
		await card(page, 'Thisted Kommune')
			.filter({ hasText: `fra ${next.danish}` })
			.getByRole('button', { name: 'Mere om Thisted Kommune' })
			.press('Enter');
		await page.getByRole('menuitem', { name: 'Ret' }).click();
		const later = page.getByRole('dialog', { name: 'Ret Thisted Kommune' });
		await later.getByLabel('Fra', { exact: true }).fill(soon.danish);
		await later.getByRole('button', { name: 'Gem' }).click();
		await expect(later.getByRole('alert')).toContainText('Organisationen er allerede med på den måde');
		await expect(later.getByLabel('Fra', { exact: true })).toHaveValue(soon.danish);
	}
);

test(
	'the network is full, and says so when one becomes a reference',
	{ tag: '@desk' },
	async ({ sit, guard }) => {
		guard.allow(status(409));
		const own = await ownProgramme(sit, 'Fuldt netværk');
		for (const name of ['Thisted Kommune', 'Morsø Kommune']) await takeIn(own, name);
		const { api, page } = own.coordinator;
		await api.call('POST', `/programmes/${own.slug}/participations`, {
			organisationId: await municipality(own.coordinator, 'Viborg Kommune'),
			kind: 'partner'
		});
		await page.goto(participants(own));
		const dialog = await change(page, 'Viborg Kommune');
		await dialog.getByRole('radio', { name: 'Referencekommune' }).check();
		await dialog.getByRole('button', { name: 'Gem' }).dblclick();
		await expect(dialog.getByRole('alert')).toContainText('Netværket er fuldt: der er plads til 2 kommuner.');
	}
);
