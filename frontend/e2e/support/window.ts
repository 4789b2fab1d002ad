import type { Browser, Page, ViewportSize } from '@playwright/test';

/**
 * A window that tests use one after the other: a new one costs as much of the processor as most of what is done in it.
 * It is for those who only use the product; what changes the browser itself (its clock, its keys, scripts that it runs)
 * wants one of its own.
 */
export class SharedWindow {
	readonly #size: ViewportSize | null;

	private constructor(readonly page: Page) {
		this.#size = page.viewportSize();
	}

	/** A window in which nobody is signed in and nothing is kept. */
	static async open(browser: Browser): Promise<SharedWindow> {
		return new SharedWindow(await (await browser.newContext()).newPage());
	}

	/** Takes from it what somebody has left. */
	async clear() {
		const context = this.page.context();
		for (const other of context.pages()) if (other !== this.page) await other.close();
		await context.setOffline(false);
		await context.clearPermissions();
		// A text that is not sent yet would ask whether it may be left.
		const leave = (dialog: { accept: () => Promise<void> }) => void dialog.accept();
		this.page.on('dialog', leave);
		// Of the same origin, where what is kept can be reached, and no page of ours, which would ask for more.
		await this.page.goto('/healthz');
		this.page.off('dialog', leave);
		await this.page.evaluate(() => {
			localStorage.clear();
			sessionStorage.clear();
		});
		await context.clearCookies();
		await this.page.emulateMedia({ media: null, colorScheme: null, reducedMotion: null, forcedColors: null });
		if (this.#size) await this.page.setViewportSize(this.#size);
	}
}

/** The windows of one worker that nobody has at the moment. */
export class Windows {
	#free: SharedWindow[] = [];

	constructor(private readonly browser: Browser) {}

	async take(): Promise<SharedWindow> {
		return this.#free.pop() ?? SharedWindow.open(this.browser);
	}

	async giveBack(window: SharedWindow) {
		await window.clear();
		this.#free.push(window);
	}
}
