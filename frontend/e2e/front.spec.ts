import { noSidewaysScroll } from './support/axe';
import { expect, test } from './support/test';

test('the front page says what this is and leads to the projects', async ({ page }) => {
	await page.goto('/');
	await expect(page.getByRole('heading', { level: 1 })).toContainText('98 kommuner');
	await expect(page.locator('html')).toHaveAttribute('lang', 'da');
	await noSidewaysScroll(page);
	await page.getByRole('link', { name: 'Sammen om opfølgning' }).first().click();
	await expect(page.getByRole('heading', { level: 1, name: 'Sammen om opfølgning' })).toBeVisible();
	await expect(page.getByText('Demodata – opdigtet').first()).toBeVisible();
	await expect(page.getByText(/Sidst opdateret/).first()).toBeVisible();
	await noSidewaysScroll(page);
});
