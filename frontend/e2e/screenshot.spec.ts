import { settled } from './support/axe';
import { expect, test } from './support/test';

// Only when asked for (SLUSE_SCREENSHOTS=1): the picture in the README, taken anew.
if (process.env.SLUSE_SCREENSHOTS) {
	test('the picture of the overview', { tag: '@desk' }, async ({ join }) => {
		const { page } = await join('reference', { colorScheme: 'light' });
		await page.clock.setFixedTime(morning());
		await page.emulateMedia({ reducedMotion: 'reduce' });
		await page.goto('/overview');
		await expect(page.getByRole('heading', { level: 1, name: /Signe/ })).toBeVisible();
		await expect(page.getByRole('region', { name: /^Nyt siden/ })).toBeVisible();
		await settled(page);
		await page.screenshot({ path: '../docs/screenshots/overview.png' });
	});
}

/** The next ten past ten: the hour in which the overview says good day. */
function morning(): Date {
	const at = new Date();
	if (at.getHours() >= 10) at.setDate(at.getDate() + 1);
	at.setHours(10, 10, 0, 0);
	return at;
}
