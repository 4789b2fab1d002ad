import { slug } from './support/api';
import { checkA11y, noSidewaysScroll } from './support/axe';
import { status } from './support/guard';
import { expect, test } from './support/test';

test('somebody takes a copy of their data along and is deleted', async ({ server, sit, guard }) => {
	guard.allow(status(401)); // the one who is gone is nobody
	const address = `farvel.${Math.random().toString(36).slice(2, 8)}@styrelsen.example`;
	server.command('admin', 'name', address, 'Fanny Farvel');
	const { page } = await sit(address as 'x@y');

	await page.goto('/settings/data');
	await expect(page.getByRole('heading', { level: 1, name: 'Dine data' })).toBeVisible();
	await page.getByRole('button', { name: 'Lav en kopi' }).click();
	const link = page.getByRole('link', { name: 'Hent kopien' });
	await expect(link).toBeVisible({ timeout: 20_000 });
	const [download] = await Promise.all([page.waitForEvent('download'), link.click()]);
	expect(download.suggestedFilename()).toBe('sluse-data.zip');
	await checkA11y(page);
	await noSidewaysScroll(page);

	await page.getByRole('button', { name: 'Slet mig' }).click();
	const dialog = page.getByRole('dialog', { name: 'Vil du slettes?' });
	await dialog.getByLabel('Skriv SLET for at bekræfte').fill('slet');
	await checkA11y(page, ['light']);
	await dialog.getByRole('button', { name: 'Slet for altid' }).click();
	await expect(page).toHaveURL(/\/$/);
	await expect(page.getByRole('link', { name: 'Log ind' }).first()).toBeVisible();
});

test('the only administrator is told what to do first', { tag: '@desk' }, async ({ sit }) => {
	const { page } = await sit('coordinator');
	await page.goto('/settings/data');
	await expect(page.getByRole('heading', { name: 'Bliv slettet' })).toBeVisible();
	await expect(
		page.getByText(/har ingen anden koordinator/).or(page.getByRole('button', { name: 'Slet mig' }))
	).toBeVisible();
});

test('a coordinator sees who did what and takes it out', async ({ sit }) => {
	const { page } = await sit('coordinator');
	await page.goto(`/p/${slug}/admin/privacy`);
	const events = page.getByRole('list', { name: 'Hændelser, den nyeste først' });
	await expect(events.getByRole('listitem').first()).toBeVisible();
	await checkA11y(page);
	await noSidewaysScroll(page);

	await page.getByLabel('Hvad', { exact: true }).selectOption('wrote');
	await expect(events.getByText('Skrev et indlæg').first()).toBeVisible();
	await expect(
		events.getByText('Startede en drøftelse').or(events.getByText('Skrev et indlæg')).first()
	).toBeVisible();
	const table = page.getByRole('link', { name: 'Hent som regneark' });
	const [download] = await Promise.all([page.waitForEvent('download'), table.click()]);
	expect(download.suggestedFilename()).toBe(`${slug}-trail.csv`);
	await page.getByLabel('Hvad', { exact: true }).selectOption('exported');
	await expect(events.getByText('Hentede denne oversigt som regneark').first()).toBeVisible();
});

test('an administrator sees what is deleted when, and what happened outside of projects', async ({ sit }) => {
	const { page } = await sit('administrator');
	await page.goto('/admin/retention');
	await expect(page.getByRole('rowheader', { name: 'Hvem der gjorde hvad' })).toBeVisible();
	await checkA11y(page);
	await noSidewaysScroll(page);
	await page.getByRole('link', { name: 'Hændelser' }).click();
	await expect(page.getByRole('heading', { level: 1, name: 'Hvem gjorde hvad?' })).toBeVisible();
	await page.getByLabel('Hvad', { exact: true }).selectOption('wrote');
	await expect(page.getByRole('heading', { name: 'Ingen hændelser' })).toBeVisible();
	await checkA11y(page);
	await noSidewaysScroll(page);
});
