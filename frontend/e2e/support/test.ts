import {
	test as base,
	expect,
	type Browser,
	type BrowserContext,
	type BrowserContextOptions,
	type Page
} from '@playwright/test';
import type { Me } from '../../src/lib/api/types';
import { Api } from './api';
import { Guard } from './guard';
import { Server } from './server';
import { Windows, type SharedWindow } from './window';

/** A persona of the demo, or anybody in it by address. */
export type Who =
	'coordinator' | 'partner' | 'reference' | 'observer' | 'administrator' | `${string}@${string}`;

/** A browser, and the API as it speaks it. */
export interface Window {
	page: Page;
	context: BrowserContext;
	api: Api;
}

/** Somebody at a browser of their own, signed in. */
export interface Seat extends Window {
	me: Me;
}

interface WorkerFixtures {
	/** Which database the worker's server stands on. */
	postgres: string;
	server: Server;
	windows: Windows;
}

interface TestFixtures {
	guard: Guard;
	/** A browser in which nobody is signed in. */
	visit: (options?: BrowserContextOptions) => Promise<Seat['page']>;
	/** Somebody at a browser of their own. */
	join: (who: Who, options?: BrowserContextOptions) => Promise<Seat>;
	/** Somebody at a window that tests use one after the other; nobody is signed in where none is named. */
	sit: { (who: Who): Promise<Seat>; (): Promise<Window> };
}

export const test = base.extend<TestFixtures, WorkerFixtures>({
	postgres: ['', { option: true, scope: 'worker' }],

	// One server a worker: tests share its data as colleagues do, and each makes what it needs.
	server: [
		async ({ postgres }, use) => {
			const server = await Server.start(postgres || undefined);
			await use(server);
			await server.stop();
		},
		{ scope: 'worker', timeout: 60_000 }
	],

	windows: [async ({ browser }, use) => use(new Windows(browser)), { scope: 'worker' }],

	baseURL: async ({ server }, use) => use(server.origin),

	guard: [
		async ({ server }, use) => {
			server.troubles();
			const guard = new Guard();
			await use(guard);
			expect(guard.unexcused(), 'what the browsers complained of').toEqual([]);
			expect(server.troubles(), 'what the server complained of').toEqual([]);
		},
		{ auto: true }
	],

	context: async ({ context, guard }, use) => {
		guard.watch(context, 'browser');
		await use(context);
	},

	visit: async ({ browser, guard }, use) => {
		const doors = new Doors(browser, guard);
		await use(async (options) => (await doors.open('visitor', options)).newPage());
		await doors.close();
	},

	join: async ({ browser, guard, server }, use) => {
		const doors = new Doors(browser, guard);
		await use(async (who, options) => {
			const context = await doors.open(who, options);
			const api = new Api(context.request, server.origin);
			return { me: await become(api, who), context, api, page: await context.newPage() };
		});
		await doors.close();
	},

	sit: async ({ guard, windows, server }, use) => {
		const taken: { window: SharedWindow; unwatch: () => void }[] = [];
		const sit = async (who?: Who) => {
			const window = await windows.take();
			const context = window.page.context();
			taken.push({ window, unwatch: guard.watch(context, who ?? 'visitor') });
			const api = new Api(context.request, server.origin);
			const at = { context, api, page: window.page };
			return who ? { ...at, me: await become(api, who) } : at;
		};
		await use(sit as TestFixtures['sit']);
		for (const { window, unwatch } of taken) {
			await windows.giveBack(window);
			unwatch();
		}
	}
});

const become = (api: Api, who: Who) => (who.includes('@') ? api.becomeByMail(who) : api.become(who));

/** The browsers that a test has opened besides its first. */
class Doors {
	#contexts: BrowserContext[] = [];

	constructor(
		private readonly browser: Browser,
		private readonly guard: Guard
	) {}

	async open(who: string, options?: BrowserContextOptions): Promise<BrowserContext> {
		const context = await this.browser.newContext(options);
		this.guard.watch(context, who);
		this.#contexts.push(context);
		return context;
	}

	async close() {
		for (const context of this.#contexts) await context.close();
	}
}

/** Signs the page's browser in as a persona, without the page. */
export async function signInAs(page: Page, key: Who): Promise<Api> {
	const api = new Api(page.context().request, new URL((await origin(page)) ?? '').origin);
	await api.become(key);
	return api;
}

/** Takes the page's browser its session, without the server knowing. */
export async function signOut(page: Page) {
	await page.evaluate(() => localStorage.clear());
	// A page that is still there would be refused what it goes on to fetch.
	await page.goto('about:blank');
	await page.context().clearCookies();
}

async function origin(page: Page): Promise<string> {
	if (page.url() === 'about:blank') await page.goto('/help');
	return page.url();
}

export { expect };
