import type { Locator, Page } from '@playwright/test';
import { slug } from './support/api';
import { expect, test, type Who, type Window } from './support/test';
import { fresh, ThreadPage } from './support/thread';

/** A dialog: who sees it, what opens it, on the page as `ready` leaves it. */
interface Case {
	name: string;
	as: Who;
	/** Brings the page to where the dialog can be opened. */
	ready: (seat: Window) => Promise<void>;
	opener: (page: Page) => Locator;
	/** The entry to choose, where the opener is a menu. */
	entry?: string;
	only?: '@desk' | '@phone';
	/** Beside the page, which can be used on. */
	beside?: boolean;
}

const document = (page: Page) => page.getByRole('button', { name: /^Flere muligheder for / }).first();
const post = (page: Page) => page.getByRole('button', { name: /^Mere om indlægget fra [Dd]ig/ }).first();
const place = (page: Page) => page.getByRole('link', { name: 'Ballerup' }).first();

const visit = (path: string, heading: RegExp) => async (seat: Window) => {
	await seat.page.goto(path);
	await expect(seat.page.getByRole('heading', { level: 1, name: heading })).toBeVisible();
};
const documents = async (seat: Window) => {
	await visit(`/p/${slug}/documents`, /Dokumenter/)(seat);
	const title = fresh('Til dialogen');
	const file = {
		name: `${title}.pdf`,
		mimeType: 'application/pdf',
		buffer: Buffer.from('%PDF-1.4\n%%EOF\n')
	};
	await seat.page.locator('input[type=file]').first().setInputFiles(file);
	await expect(seat.page.getByRole('button', { name: `Flere muligheder for ${title}` })).toBeVisible();
};
const invitation = async (seat: Window) => {
	await visit(`/p/${slug}/invitations/new`, /Invitér/)(seat);
	const { page } = seat;
	await page.getByRole('radio', { name: /Partner/ }).check();
	await page
		.getByLabel('Til hvilken kommune eller organisation?')
		.selectOption({ label: 'Skanderborg Kommune' });
	await page
		.getByLabel('Skriv eller sæt listen ind')
		.fill(`Ny <${fresh('ny').replace(' ', '.')}@skanderborg.example>`);
};
const ownThread = async (seat: Window) => {
	const { id } = await seat.api.openThread(fresh('Dialoger'), 'Først.');
	const { items } = await seat.api.call<{ items: { id: string; rev: number }[] }>(
		'GET',
		`/threads/${id}/posts`
	);
	await seat.api.call('PATCH', `/posts/${items[0]?.id}`, { text: 'Så.', rev: items[0]?.rev });
	await new ThreadPage(seat.page).open(id);
};

const cases: Case[] = [
	{ name: 'delete a post', as: 'coordinator', ready: ownThread, opener: post, entry: 'Slet' },
	{
		name: 'how a post was',
		as: 'coordinator',
		ready: ownThread,
		opener: post,
		entry: 'Se, hvad der er rettet'
	},
	{
		name: 'rename a thread',
		as: 'coordinator',
		ready: ownThread,
		opener: (page) => page.getByRole('button', { name: 'Ret overskriften' })
	},
	{
		name: 'about a thread',
		as: 'reference',
		ready: ownThread,
		opener: (page) => page.getByRole('button', { name: 'Mere om drøftelsen' }),
		only: '@phone'
	},
	{
		name: 'the mail of an invitation, before its list has been read',
		as: 'coordinator',
		ready: invitation,
		opener: (page) => page.getByRole('button', { name: 'Se modtagere og mail' }),
		only: '@phone'
	},
	{
		name: 'a document for everybody',
		as: 'coordinator',
		ready: visit(`/p/${slug}/documents`, /Dokumenter/),
		opener: (page) => page.getByRole('button', { name: /^Flere muligheder for Skabelon/ }),
		entry: 'Vis for alle på projektets side',
		only: '@desk'
	},
	{
		name: 'a file',
		as: 'reference',
		ready: visit(`/p/${slug}/documents`, /Dokumenter/),
		opener: (page) => page.getByRole('button', { name: 'Samtaler pr. måned før og efter', exact: true }),
		only: '@phone'
	},
	{
		name: 'be erased',
		as: 'reference',
		ready: visit('/settings/data', /Dine data/),
		opener: (page) => page.getByRole('button', { name: 'Slet mig' }),
		only: '@desk'
	},
	...['Versioner', 'Læg en ny version op', 'Hvem har læst', 'Ret oplysninger', 'Træk tilbage'].map(
		(entry): Case => ({
			name: `a document: ${entry}`,
			as: 'coordinator',
			ready: documents,
			opener: document,
			entry
		})
	),
	{
		name: 'a municipality',
		as: 'reference',
		ready: visit(`/p/${slug}/people`, /Netværket/),
		opener: place,
		only: '@phone'
	},
	{
		name: 'a municipality beside its list',
		as: 'reference',
		ready: visit(`/p/${slug}/people`, /Netværket/),
		opener: place,
		only: '@desk',
		beside: true
	},
	{
		name: 'sign out everywhere',
		as: 'reference',
		ready: visit('/settings/devices', /enheder/i),
		opener: (page) => page.getByRole('button', { name: 'Log ud alle steder' })
	},
	...['Hvem har haft pladsen', 'Giv pladsen videre'].map((entry): Case => ({
		name: `a seat: ${entry}`,
		as: 'coordinator',
		ready: visit(`/p/${slug}/invitations/seats`, /./),
		opener: (page) => page.getByRole('button', { name: 'Mere om Tove Krogh' }),
		entry
	})),
	{
		name: 'an organisation that takes part',
		as: 'coordinator',
		ready: visit(`/p/${slug}/admin/participants`, /./),
		opener: (page) => page.getByRole('button', { name: 'Tag en organisation med' })
	},
	{
		name: 'shut somebody out',
		as: 'administrator',
		ready: visit('/admin/people', /./),
		opener: (page) => page.getByRole('button', { name: /^Luk adgang for/ }).first()
	}
];

/** The page has come to rest: menus close when it scrolls. */
const rest = (page: Page) =>
	page.evaluate(() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done))));

async function open(page: Page, c: Case): Promise<Locator> {
	const opener = c.opener(page);
	await opener.focus();
	await rest(page);
	await opener.press('Enter');
	if (c.entry) {
		const entry = page.getByRole('menuitem', { name: c.entry });
		await entry.focus();
		await entry.press('Enter');
	}
	const dialog = page.getByRole('dialog');
	await expect(dialog).toBeVisible();
	await expect.poll(() => focusIs(dialog)).toBe('inside');
	return dialog;
}

/** Where the focus is: behind is on what lies under the dialog, nowhere the browser's own bar. */
const focusIs = (dialog: Locator) =>
	dialog.evaluate((node) => {
		const at = window.document.activeElement;
		return node.contains(at) ? 'inside' : !at || at === window.document.body ? 'nowhere' : 'behind';
	});

async function staysInside(page: Page, dialog: Locator) {
	const seen = new Set<string>();
	for (const key of [...Array<string>(16).fill('Tab'), ...Array<string>(16).fill('Shift+Tab')]) {
		await page.keyboard.press(key);
		seen.add(await focusIs(dialog));
	}
	expect([...seen]).not.toContain('behind');
	expect([...seen]).toContain('inside');
}

/** What lies behind does not move under the wheel, beside the dialog or at its end. */
async function holdsStill(page: Page) {
	const at = () => page.evaluate(() => ({ y: window.scrollY, width: window.document.body.clientWidth }));
	const before = await at();
	await page.mouse.move(4, 4);
	await page.mouse.wheel(0, 600);
	await rest(page);
	expect(await at()).toEqual(before);
}

for (const c of cases) {
	const tag = c.only ? { tag: c.only } : {};
	test(`dialog: ${c.name}`, tag, async ({ sit }) => {
		const seat = await sit(c.as);
		await c.ready(seat);
		const { page } = seat;
		const opener = c.opener(page);
		await opener.focus();
		const width = await page.evaluate(() => window.document.body.clientWidth);
		const dialog = await open(page, c);
		expect(await page.evaluate(() => window.document.body.clientWidth)).toBe(width);
		if (!c.beside) {
			await staysInside(page, dialog);
			await holdsStill(page);
		}
		await page.keyboard.press('Escape');
		await expect(dialog).toBeHidden();
		await expect(opener).toBeFocused();

		const again = await open(page, c);
		await again.getByRole('button', { name: 'Luk', exact: true }).first().press('Enter');
		await expect(again).toBeHidden();
		await expect(opener).toBeFocused();

		// Not by its cross, but by what stands in it, such as 'Fortryd'.
		const third = await open(page, c);
		const undo = third.getByRole('button', { name: /^(Fortryd|Annullér|Behold)/ });
		if ((await undo.count()) === 0) return;
		await undo.first().press('Enter');
		await expect(third).toBeHidden();
		await expect(opener).toBeFocused();
	});
}

test('where what opened it is gone, the focus is at what it stood in', async ({ sit }) => {
	const seat = await sit('reference');
	await ownThread(seat);
	const { page } = seat;
	const dialog = await open(page, {
		name: '',
		as: 'reference',
		ready: ownThread,
		opener: post,
		entry: 'Slet'
	});
	await dialog.getByRole('button', { name: 'Slet indlægget' }).press('Enter');
	await expect(page.getByText('Du har slettet dit indlæg.')).toBeVisible();
	await expect(dialog).toBeHidden();
	await expect
		.poll(() => page.evaluate(() => window.document.activeElement?.textContent))
		.toContain('Du har slettet dit indlæg.');
	await expect(page.locator('li:focus')).toHaveCount(1);
});

test('a menu: Escape gives the focus back, Tab goes on, a choice closes it', async ({ sit }) => {
	const { page } = await sit('reference');
	await page.goto('/settings/devices');
	const button = page.getByRole('button', { name: /: din menu$/ }).first();
	await button.press('Enter');
	const menu = page.getByRole('menu');
	await expect(menu.getByRole('menuitem').first()).toBeFocused();
	await page.keyboard.press('End');
	await expect(menu.getByRole('menuitem').last()).toBeFocused();
	await page.keyboard.press('ArrowDown');
	await expect(menu.getByRole('menuitem').first()).toBeFocused();
	await page.keyboard.press('Escape');
	await expect(menu).toBeHidden();
	await expect(button).toBeFocused();

	await button.press('ArrowUp');
	await expect(menu.getByRole('menuitem').last()).toBeFocused();
	await page.keyboard.press('Tab');
	await expect(menu).toBeHidden();
	expect(await page.evaluate(() => window.document.activeElement !== window.document.body)).toBe(true);

	await button.press('Enter');
	await menu.getByRole('menuitem', { name: 'Din profil' }).press('Enter');
	await expect(page.getByRole('heading', { level: 1, name: 'Din profil' })).toBeVisible();
	await expect(menu).toBeHidden();
});

test('a menu within a dialog: Escape closes the menu alone', { tag: '@phone' }, async ({ sit }) => {
	const seat = await sit('reference');
	await ownThread(seat);
	const about = await new ThreadPage(seat.page).about();
	const follow = about.getByRole('button', { name: 'Følg', exact: true });
	await follow.press('Enter');
	await expect(seat.page.getByRole('menu')).toBeVisible();
	await seat.page.keyboard.press('Escape');
	await expect(seat.page.getByRole('menu')).toBeHidden();
	await expect(about).toBeVisible();
	await expect(follow).toBeFocused();
	await seat.page.keyboard.press('Escape');
	await expect(about).toBeHidden();
});
