import { checkA11y, noSidewaysScroll } from './support/axe';
import { slug } from './support/api';
import { expect, test, type Seat } from './support/test';
import { fresh, ThreadPage } from './support/thread';

/** How a person is named in a text as the server keeps it. */
const named = (who: Seat) => `@[${who.me.name}](person:${who.me.id})`;

/** The number on the bell, 0 where there is none. */
async function bell(seat: Seat): Promise<number> {
	const link = seat.page.getByRole('banner').getByRole('link', { name: /^Nyt til dig/ });
	return Number(/(\d+) ulæs/.exec((await link.textContent()) ?? '')?.[1] ?? 0);
}

const row = (seat: Seat, title: string) => seat.page.getByRole('listitem').filter({ hasText: title });

test('the bell rings at once, leads to the post, and is quiet once it is read', async ({ sit }) => {
	const mette = await sit('partner');
	const jens = await sit('kirsten.bro@viborg.example');
	await jens.page.goto('/inbox');
	await expect(jens.page.getByRole('heading', { level: 1, name: 'Nyt til dig' })).toBeVisible();
	const { unread: before } = await jens.api.call<{ unread: number }>('GET', '/inbox/unread');
	await expect.poll(() => bell(jens)).toBe(before);

	const title = fresh('Til klokken');
	const { id } = await mette.api.openThread(title, 'Vi begynder.');
	await mette.api.post(id, `Hvad mener du, ${named(jens)}?`);
	await expect(row(jens, title)).toContainText('nævnte dig i');
	await expect(row(jens, title)).toContainText('Hvad mener du');
	await expect.poll(() => bell(jens)).toBe(before + 1);
	await noSidewaysScroll(jens.page);
	await checkA11y(jens.page);

	await row(jens, title).getByRole('link', { name: title }).click();
	await expect(new ThreadPage(jens.page).post('Hvad mener du')).toBeInViewport();
	await expect.poll(() => bell(jens)).toBe(before);
});

test('reading a thread clears what is told of it, in every tab', { tag: '@desk' }, async ({ sit }) => {
	const mette = await sit('partner');
	const rikke = await sit('rikke.norn@vordingborg.example');
	const title = fresh('I to faner');
	const { id } = await mette.api.openThread(title, 'Første.');
	const other = await rikke.context.newPage();
	await other.goto('/inbox?show=unread');
	await expect(other.getByRole('listitem').filter({ hasText: title })).toContainText('startede drøftelsen');
	const thread = new ThreadPage(rikke.page);
	await thread.open(id);
	await expect(thread.post('Første.')).toBeVisible();
	await expect(other.getByRole('listitem').filter({ hasText: title })).toHaveCount(0);
	await rikke.page.goto('/inbox');
	await expect(row(rikke, title)).toBeVisible();
	await expect(row(rikke, title).getByRole('button')).toHaveCount(0);
});

test('one item, and then all, can be marked as read', async ({ sit }) => {
	const mette = await sit('partner');
	const gitte = await sit('gitte.moelholm@naestved.example');
	const [one, two] = [fresh('Den ene'), fresh('Den anden')];
	for (const title of [one, two]) await mette.api.openThread(title, 'Noget nyt.');
	await gitte.page.goto('/inbox');
	await gitte.page.getByRole('button', { name: `Markér »${one}« som læst` }).click();
	await expect(gitte.page.getByRole('button', { name: `Markér »${one}« som læst` })).toHaveCount(0);
	await expect(gitte.page.getByRole('button', { name: `Markér »${two}« som læst` })).toBeVisible();

	await gitte.page.getByRole('button', { name: 'Markér alt som læst' }).click();
	await expect(gitte.page.getByRole('button', { name: /som læst$/ })).toHaveCount(0);
	await expect.poll(() => bell(gitte)).toBe(0);
	await gitte.page.getByRole('link', { name: 'Ulæst', exact: true }).click();
	await expect(gitte.page.getByRole('heading', { name: 'Du har set det hele' })).toBeVisible();
	await checkA11y(gitte.page);
});

test('what is muted, or one did oneself, is not told', { tag: '@desk' }, async ({ sit }) => {
	const mette = await sit('partner');
	const ulrik = await sit('ulrik.vestergaard@horsens.example');
	const title = fresh('Lydløs i indbakken');
	const marker = fresh('Markør');
	const { id } = await ulrik.api.openThread(title, 'Mit eget.');
	await ulrik.api.call('PUT', `/threads/${id}/follow`, { state: 'muted' });
	await mette.api.post(id, 'Et svar, som han ikke vil høre om.');
	await mette.api.openThread(marker, 'Når det her er kommet, er det andet det også.');
	await ulrik.page.goto('/inbox');
	await expect(row(ulrik, marker)).toBeVisible();
	await expect(row(ulrik, title)).toHaveCount(0);
	await mette.page.goto('/inbox');
	await expect(mette.page.getByRole('heading', { level: 1, name: 'Nyt til dig' })).toBeVisible();
	await expect(row(mette, marker)).toHaveCount(0);
});

test('what is for partners only is never in the inbox of a reference', { tag: '@desk' }, async ({ sit }) => {
	const mette = await sit('partner');
	const signe = await sit('reference');
	const [hidden, open] = [fresh('Skjult'), fresh('Åben')];
	await mette.api.openThread(hidden, 'Kun for partnerne.', 'partners');
	await mette.api.openThread(open, 'For alle.');
	await signe.page.goto('/inbox');
	await expect(row(signe, open)).toBeVisible();
	await expect(row(signe, hidden)).toHaveCount(0);
});

test('on a phone the bell leads to a whole page', { tag: '@phone' }, async ({ sit }) => {
	const { page } = await sit('partner');
	await page.goto(`/p/${slug}/discussions`);
	const link = page.getByRole('banner').getByRole('link', { name: /^Nyt til dig/ });
	const box = await link.boundingBox();
	expect(Math.min(box?.width ?? 0, box?.height ?? 0)).toBeGreaterThanOrEqual(44);
	await link.click();
	await expect(page.getByRole('heading', { level: 1, name: 'Nyt til dig' })).toBeVisible();
	await noSidewaysScroll(page);
	await checkA11y(page);
	await page.getByRole('link', { name: 'Vælg dine mails' }).click();
	await expect(page.getByRole('heading', { level: 1, name: 'Mails' })).toBeVisible();
	await noSidewaysScroll(page);
	await checkA11y(page);
});
