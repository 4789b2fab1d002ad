import { Api } from './support/api';
import { checkA11y, noSidewaysScroll, settled } from './support/axe';
import { status } from './support/guard';
import { looks } from './support/pages';
import { expect, test } from './support/test';

const shots = process.env.SLUSE_SHOTS_DIR;

for (const look of looks) {
	const tag = look.only === 'desk' ? '@desk' : look.only === 'phone' ? '@phone' : [];
	test(
		`accessible and whole: ${look.name}`,
		{ tag, annotation: { type: 'axe', description: look.name } },
		async ({ sit, guard }, info) => {
			if (look.refused) guard.allow(status(look.refused));
			const { page, api } = look.as ? await sit(look.as) : await sit();
			await page.goto(typeof look.path === 'string' ? look.path : await look.path(api));
			await expect(
				page.getByRole('heading', { level: 1 }).filter({ hasText: look.heading }).first()
			).toBeVisible();
			await look.state?.(page, api);
			for (const scheme of ['light', 'dark'] as const) {
				await checkA11y(page, [scheme]);
				if (!shots) continue;
				await page.emulateMedia({ colorScheme: scheme, reducedMotion: 'reduce' });
				await settled(page);
				await page.screenshot({ path: `${shots}/${look.name}-${info.project.name}-${scheme}.png` });
			}
			await noSidewaysScroll(page);
		}
	);
}

test('nothing scrolls sideways at 320 pixels', { tag: '@phone' }, async ({ page, guard, server }) => {
	guard.allow(status(404));
	const api = new Api(page.context().request, server.origin);
	await page.setViewportSize({ width: 320, height: 640 });
	for (const look of looks.filter((l) => !l.state && !l.as)) {
		await page.goto(typeof look.path === 'string' ? look.path : await look.path(api));
		await expect(page.getByRole('heading', { level: 1 }).first()).toBeVisible();
		await noSidewaysScroll(page);
	}
	await api.become('reference');
	for (const look of looks.filter((l) => !l.state && l.as === 'reference')) {
		await page.goto(typeof look.path === 'string' ? look.path : await look.path(api));
		await expect(page.getByRole('heading', { level: 1 }).first()).toBeVisible();
		await noSidewaysScroll(page);
	}
});
