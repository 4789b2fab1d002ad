import type { Locator } from '@playwright/test';
import { slug } from './support/api';
import { expect, test } from './support/test';
import { fresh, ThreadPage } from './support/thread';

/** The whole of it is on the screen, however much of that is left. */
const whole = (part: Locator) => expect(part).toBeInViewport({ ratio: 1 });

test(
	'a phone that lies down: one sees what one writes, also above the keyboard',
	{ tag: '@phone' },
	async ({ join }) => {
		const { api, page } = await join('reference');
		const { id } = await api.openThread(fresh('Liggende'), 'Skriv på langs.');
		await page.setViewportSize({ width: 844, height: 390 });
		const thread = new ThreadPage(page);
		await thread.open(id);
		await whole(thread.composer);
		await whole(thread.sendButton);
		await expect(thread.post('Skriv på langs.')).toBeInViewport();

		await thread.composer.click();
		// What a keyboard leaves of 390: the page is told so by the browser, as here.
		await page.setViewportSize({ width: 844, height: 170 });
		await whole(thread.composer);
		await whole(thread.sendButton);
		await thread.composer.fill('Det her skriver jeg\nmed telefonen\npå langs.');
		await whole(thread.sendButton);
		await thread.sendButton.click();
		await expect(thread.post('Det her skriver jeg')).toBeAttached();
		await whole(thread.composer);

		await page.setViewportSize({ width: 844, height: 390 });
		await expect(thread.post('Det her skriver jeg')).toBeInViewport();
		await page.setViewportSize({ width: 390, height: 844 });
		await whole(thread.composer);
		await expect(thread.post('Det her skriver jeg')).toBeInViewport();
	}
);

test(
	'however far one goes down the list, what to do stands beside it',
	{ tag: '@desk' },
	async ({ join }) => {
		const { api, page } = await join('reference');
		for (let n = 0; n < 8; n++) await api.openThread(fresh('En i rækken'), 'Kort.');
		await page.setViewportSize({ width: 1280, height: 620 });
		await page.goto(`/p/${slug}/discussions`);
		const choose = page.getByRole('heading', { name: 'Vælg en drøftelse' });
		await whole(choose);
		const first = page.getByRole('link').filter({ hasText: 'En i rækken' }).first();
		await expect(first).toBeInViewport();
		await page.evaluate(() => scrollTo(0, document.documentElement.scrollHeight));
		await expect(first).not.toBeInViewport();
		await whole(choose);
	}
);
