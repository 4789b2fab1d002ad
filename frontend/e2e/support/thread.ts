import { expect, type Locator, type Page } from '@playwright/test';
import { slug } from './api';

/** A thread as somebody sees and uses it, on a phone or at a desk. */
export class ThreadPage {
	readonly composer: Locator;
	readonly sendButton: Locator;
	readonly list: Locator;
	readonly mentions: Locator;

	constructor(
		readonly page: Page,
		private readonly origin = ''
	) {
		this.composer = page.getByRole('textbox', { name: /^Skriv et indlæg i/ });
		this.sendButton = page.getByRole('button', { name: /^Send/ });
		this.list = page.getByRole('list', { name: 'Indlæg' });
		this.mentions = page.getByRole('listbox', { name: /du kan nævne/ });
	}

	/** Opens a thread and waits until it is shown and followed live. */
	async open(threadId: string, post?: string) {
		await this.page.goto(`${this.origin}/p/${slug}/discussions/${threadId}${post ? `?post=${post}` : ''}`);
		await expect(this.list).toBeVisible();
	}

	/** The post with this text of its own, not in what it quotes. */
	post(text: string): Locator {
		const own = this.page.locator('.text, .words').filter({ hasText: text });
		return this.list.getByRole('listitem').filter({ has: own });
	}

	async say(text: string) {
		await this.composer.fill(text);
		await this.sendButton.click();
		await expect(this.composer).toHaveValue('');
	}

	/** Chooses from the menu of a post. */
	async choose(text: string, entry: string) {
		await this.post(text)
			.getByRole('button', { name: /^Mere om indlægget/ })
			.click();
		await this.page.getByRole('menuitem', { name: entry, exact: true }).click();
	}

	/** What stands about the thread: beside it at a desk, behind a button on a phone. */
	async about(): Promise<Locator> {
		const beside = this.page.getByRole('complementary', { name: 'Om drøftelsen' });
		if (await beside.isVisible()) return beside;
		const dialog = this.page.getByRole('dialog', { name: 'Om drøftelsen' });
		if (!(await dialog.isVisible()))
			await this.page.getByRole('button', { name: 'Mere om drøftelsen' }).click();
		return dialog;
	}

	/** Leaves what stands about the thread, where it lies above it. */
	async back() {
		const dialog = this.page.getByRole('dialog', { name: 'Om drøftelsen' });
		if (await dialog.isVisible()) await dialog.getByRole('button', { name: 'Luk', exact: true }).click();
	}

	/** The texts of all posts, as they stand. */
	async texts(): Promise<string[]> {
		return this.list.locator('.text, .words').allInnerTexts();
	}
}

/** A title that no other test has, however often it runs. */
export function fresh(title: string): string {
	return `${title} ${Date.now().toString(36)}${Math.floor(Math.random() * 1e6).toString(36)}`;
}

/** A number with the shape of a CPR number, put together here and given to nobody. */
export function madeUpNumber(): string {
	const day = ['01', '01', '90'].join('');
	const weights = [4, 3, 2, 7, 6, 5, 4, 3, 2];
	for (let serial = 100; serial < 1000; serial++) {
		const nine = `${day}${serial}`;
		const sum = [...nine].reduce((total, digit, at) => total + Number(digit) * (weights[at] ?? 0), 0);
		const last = (11 - (sum % 11)) % 11;
		if (last < 10) return `${day}-${serial}${last}`;
	}
	throw new Error('no such number');
}
