import type { Page } from '@playwright/test';
import { slug } from './support/api';
import { noSidewaysScroll } from './support/axe';
import { danishOnly } from './support/danish';
import { expect, test } from './support/test';
import { fresh } from './support/thread';

test.describe('in English', { tag: '@english' }, () => {
	test('the public pages', async ({ page }) => {
		await page.goto('/');
		await page.getByRole('contentinfo').getByRole('button', { name: 'English' }).click();
		for (const path of [
			'/',
			'/sign-in',
			`/programmes/${slug}`,
			'/publications',
			'/accessibility',
			'/privacy',
			'/help',
			'/demo/mail',
			'/sign-in/confirm?token=x'
		])
			await inEnglish(page, path);
		// What the coordinators have written stays Danish, and says so to screen readers.
		await page.goto(`/programmes/${slug}`);
		await expect(page.getByRole('heading', { level: 1 })).toHaveAttribute('lang', 'da');
	});

	test('the workplace', async ({ sit }) => {
		const { page, api } = await sit('kenneth.riis@slagelse.example');
		await api.call('PATCH', '/me', { locale: 'en' });
		const { id } = await api.openThread(fresh('In English'), 'A post.');
		for (const path of [
			'/overview',
			`/p/${slug}/discussions`,
			`/p/${slug}/discussions/${id}`,
			`/p/${slug}/discussions/new`,
			`/p/${slug}/search`,
			`/p/${slug}/people`,
			`/p/${slug}/documents`,
			'/inbox',
			'/settings/profile',
			'/settings/mail',
			'/settings/data',
			'/settings/devices'
		])
			await inEnglish(page, path);
		await page.goto(`/p/${slug}/discussions/${id}`);
		await page
			.getByRole('button', { name: /^More about the post/ })
			.first()
			.click();
		await expect(page.getByRole('menuitem', { name: 'Copy link' })).toBeVisible();
		expect(await danishOn(page)).toEqual([]);
	});

	test('the administration', async ({ sit }) => {
		const administrator = await sit('administrator');
		await administrator.api.call('PATCH', '/me', { locale: 'en' });
		for (const path of ['/admin', '/admin/new', '/admin/people']) await inEnglish(administrator.page, path);
		await administrator.api.call('PATCH', '/me', { locale: 'da' });
		const { page, api } = await sit('laila.winther@baelt.example');
		await api.call('PATCH', '/me', { locale: 'en' });
		for (const part of [
			'names',
			'summary',
			'purpose',
			'time',
			'core',
			'network',
			'call',
			'contacts',
			'visibility'
		])
			await inEnglish(page, `/p/${slug}/admin?part=${part}`);
		for (const path of ['participants', 'coordinators']) await inEnglish(page, `/p/${slug}/admin/${path}`);
	});
});

const danish = danishOnly();

async function inEnglish(page: Page, path: string) {
	await page.goto(path);
	await expect(page.getByRole('heading', { level: 1 }).first()).toBeVisible();
	await expect(page.locator('html')).toHaveAttribute('lang', 'en');
	await noSidewaysScroll(page);
	expect(await danishOn(page), path).toEqual([]);
}

/** Fixed Danish texts on the page, and what a missing text would look like. */
async function danishOn(page: Page): Promise<string[]> {
	const said = await page.evaluate(() => {
		const texts: string[] = [document.title];
		const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
		while (walker.nextNode()) {
			// What switches to Danish says so in Danish, and is marked as such.
			if (walker.currentNode.parentElement?.closest('[lang=da], script')) continue;
			texts.push(walker.currentNode.textContent ?? '');
		}
		for (const name of ['aria-label', 'placeholder', 'title', 'alt'])
			for (const e of document.querySelectorAll(`[${name}]`)) texts.push(e.getAttribute(name) ?? '');
		return texts.map((t) => t.trim()).filter(Boolean);
	});
	return said.filter((text) => danish.has(text) || /\bundefined\b|\[object |\bNaN\b/.test(text));
}
