import { expect, type Page } from '@playwright/test';
import type axe from 'axe-core';
import type { RunOnly } from 'axe-core';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';

/** Without the comments that its own `source` brings: it goes to every page anew, and is read there. */
const source = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

const rules = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];
/** All that the other scheme changes is colours: the page is the same. */
const schemes: Record<Scheme, RunOnly> = {
	light: { type: 'tag', values: rules },
	dark: { type: 'rule', values: ['color-contrast', 'link-in-text-block'] }
};

export type Scheme = 'light' | 'dark';

/** Looks at the page as it stands, light and dark, and tolerates no violation. */
export async function checkA11y(page: Page, only: readonly Scheme[] = ['light', 'dark']) {
	for (const colorScheme of only) {
		await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
		await settled(page);
		if (!(await page.evaluate(() => 'axe' in window))) await page.evaluate(source);
		// Frames are left out: what stands in one is a mail, and no script may run there.
		const { violations } = await page.evaluate(
			(runOnly) =>
				(window as unknown as { axe: typeof axe }).axe.run({
					runOnly,
					resultTypes: ['violations'],
					iframes: false
				}),
			schemes[colorScheme]
		);
		const found = violations.map((v) => ({
			rule: v.id,
			help: v.help,
			where: v.nodes.map((n) => `${n.target.join(' ')} ${n.failureSummary ?? ''}`)
		}));
		expect.soft(found, `accessibility of ${page.url()}, ${colorScheme}`).toEqual([]);
	}
	await page.emulateMedia({ colorScheme: null });
}

/** Colours change in steps: a half-way colour would be measured otherwise. */
export async function settled(page: Page) {
	await page.evaluate(async () => {
		await document.fonts.ready;
		await Promise.all(document.getAnimations().map((a) => a.finished.catch(() => undefined)));
	});
}

/** Nothing may be wider than the window: a page that scrolls sideways is lost on a phone. */
export async function noSidewaysScroll(page: Page) {
	const wide = await page.evaluate(() => {
		const room = document.documentElement.clientWidth;
		if (document.documentElement.scrollWidth <= room) return [];
		return [...document.querySelectorAll('body *')]
			.filter((e) => e.getBoundingClientRect().right > room + 1)
			.map((e) => `${e.tagName.toLowerCase()}.${e.className} ${Math.round(e.getBoundingClientRect().right)}`);
	});
	expect(wide, `wider than the window at ${page.url()}`).toEqual([]);
}
