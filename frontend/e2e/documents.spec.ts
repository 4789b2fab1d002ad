import type { Page } from '@playwright/test';
import { checkA11y, noSidewaysScroll } from './support/axe';
import { slug } from './support/api';
import { networkAway, status } from './support/guard';
import { Wire } from './support/server';
import { expect, test } from './support/test';
import { fresh, madeUpNumber } from './support/thread';

const library = `/p/${slug}/documents`;
const pdf = (text: string) => Buffer.from(`%PDF-1.4\n% ${text}\n%%EOF\n`);

/** The library as somebody uses it. */
class Shelf {
	constructor(readonly page: Page) {}

	async open() {
		await this.page.goto(library);
		await expect(this.page.getByRole('heading', { level: 1, name: 'Dokumenter' })).toBeVisible();
	}

	item(title: string) {
		return this.page.getByRole('listitem').filter({ has: this.page.getByText(title, { exact: true }) });
	}

	async send(...files: { name: string; mimeType: string; buffer: Buffer }[]) {
		await this.page.locator('input[type=file]').first().setInputFiles(files);
	}

	async put(title: string) {
		await this.send({ name: `${title}.pdf`, mimeType: 'application/pdf', buffer: pdf(title) });
		await expect(this.page.getByRole('button', { name: title, exact: true })).toBeVisible();
	}

	async choose(title: string, entry: string) {
		const menu = this.page.getByRole('button', { name: `Flere muligheder for ${title}` });
		// Menus close when the page scrolls: it must have come to rest before one is opened.
		await menu.focus();
		await this.page.evaluate(
			() => new Promise((rest) => requestAnimationFrame(() => requestAnimationFrame(rest)))
		);
		await menu.press('Enter');
		await this.page.getByRole('menuitem', { name: entry }).click();
		return this.page.getByRole('dialog');
	}
}

test('files are put on a shelf; what cannot be taken says why', async ({ sit, guard }) => {
	guard.allow(status(422));
	const { page } = await sit('partner');
	const shelf = new Shelf(page);
	await shelf.open();
	await page.getByLabel('Filerne lægges på hylden').selectOption('Redskaber og skabeloner');
	const title = fresh('Skema til samtalen');
	await shelf.send(
		{ name: `${title}.pdf`, mimeType: 'application/pdf', buffer: pdf('skema') },
		{ name: 'side.html', mimeType: 'text/html', buffer: Buffer.from('<script>') },
		{ name: 'forklaedt.png', mimeType: 'image/png', buffer: pdf('ikke et billede') },
		{ name: 'liste.csv', mimeType: 'text/csv', buffer: Buffer.from(`navn;nr\nA;${madeUpNumber()}\n`) }
	);
	const coming = page.getByRole('region', { name: 'Filer på vej' });
	const row = (name: string) => coming.getByRole('listitem').filter({ hasText: name });
	await expect(row(`${title}.pdf`)).toContainText('Ligger der nu');
	await expect(row('side.html')).toContainText('Den slags filer kan vi ikke tage imod');
	await expect(row('forklaedt.png')).toContainText('Indholdet passer ikke til filens navn');
	await expect(row('liste.csv')).toContainText('ligner et CPR-nummer');
	await expect(coming.getByRole('button', { name: 'Prøv igen' })).toHaveCount(0);
	await expect(page.getByRole('region', { name: 'Redskaber og skabeloner' })).toContainText(title);
	await checkA11y(page);
	await noSidewaysScroll(page);
	await coming.getByRole('button', { name: 'Ryd listen' }).click();
	await expect(coming).toHaveCount(0);
});

test('files are dropped as well as picked', { tag: '@desk' }, async ({ sit }) => {
	const { page } = await sit('coordinator');
	const shelf = new Shelf(page);
	await shelf.open();
	const title = fresh('Trukket hertil');
	const carried = await page.evaluateHandle((name) => {
		const data = new DataTransfer();
		data.items.add(new File(['%PDF-1.4\n%%EOF\n'], name, { type: 'application/pdf' }));
		return data;
	}, `${title}.pdf`);
	const area = page.getByRole('group', { name: 'Læg filer op' });
	await area.dispatchEvent('dragenter', { dataTransfer: carried });
	await expect(area).toContainText('Slip filerne her');
	await area.dispatchEvent('drop', { dataTransfer: carried });
	await expect(page.getByRole('button', { name: title, exact: true })).toBeVisible();
});

test('an upload cut in mid-line says how far it is, is tried again, and is there once', async ({
	join,
	guard,
	server
}) => {
	guard.allow(networkAway, /request failed: .*\/files\?/, status(503));
	const wire = await Wire.to(server);
	const { page } = await join('coordinator');
	await page.goto(wire.origin + library);
	const shelf = new Shelf(page);
	const title = fresh('Over en dårlig linje');
	// More than what the systems between browser and server hold back themselves.
	const buffer = Buffer.alloc(24 * 1024 * 1024, pdf(title));
	wire.stall(1024 * 1024);
	await expect(page.getByRole('heading', { level: 1, name: 'Dokumenter' })).toBeVisible();
	await shelf.send({ name: `${title}.pdf`, mimeType: 'application/pdf', buffer });
	const row = page.getByRole('region', { name: 'Filer på vej' }).getByRole('listitem');
	const progress = row.getByRole('progressbar', { name: `${title}.pdf` });
	await expect.poll(() => progress.getAttribute('value').then(Number)).toBeGreaterThan(0);
	expect(Number(await progress.getAttribute('value'))).toBeLessThan(100);
	wire.cut();
	await expect(row).toContainText('Der er ingen forbindelse');
	wire.mend();
	await row.getByRole('button', { name: 'Prøv igen' }).click();
	await expect(row).toContainText('Ligger der nu', { timeout: 30_000 });
	wire.close();
	await shelf.open();
	await expect(shelf.item(title)).toHaveCount(1);
	await expect(shelf.item(title)).toContainText('25,2 MB');
});

test('a new version is seen at once by who looks on, and earlier ones stay', async ({ sit }) => {
	const jonas = await sit('coordinator');
	const signe = await sit('reference');
	const mine = new Shelf(jonas.page);
	const hers = new Shelf(signe.page);
	await mine.open();
	await hers.open();
	const title = fresh('Fælles ord');
	await mine.put(title);
	await expect(hers.item(title)).toContainText('Ulæst', { timeout: 5000 });
	await expect(signe.page.getByRole('button', { name: 'Læg filer op' })).toHaveCount(0);

	const download = signe.page.waitForEvent('download');
	await hers
		.item(title)
		.getByRole('link', { name: `Hent ${title}` })
		.click();
	expect((await download).suggestedFilename()).toBe(`${title}.pdf`);
	await expect(hers.item(title).getByText('Ulæst', { exact: true })).toHaveCount(0);

	const readers = await mine.choose(title, 'Hvem har læst');
	await expect(readers).toContainText('Signe Lauritsen');
	await checkA11y(jonas.page);
	await jonas.page.keyboard.press('Escape');

	const replace = await mine.choose(title, 'Læg en ny version op');
	await replace.getByRole('button', { name: 'Læg op', exact: true }).click();
	await expect(replace.getByRole('alert')).toContainText('Vælg den nye fil først');
	await replace
		.locator('input[type=file]')
		.setInputFiles({ name: 'Anden udgave.pdf', mimeType: 'application/pdf', buffer: pdf('to') });
	await replace.getByLabel('Hvad er ændret?').fill('Indledningen er kortere.');
	await replace.getByRole('button', { name: 'Læg op', exact: true }).click();
	await expect(mine.item(title)).toContainText('Version 2');
	await expect(hers.item(title)).toContainText('Version 2', { timeout: 5000 });
	await expect(hers.item(title)).toContainText('Ulæst');

	const versions = await hers.choose(title, 'Versioner');
	await expect(versions.getByRole('listitem')).toHaveCount(2);
	await expect(versions).toContainText('Indledningen er kortere.');
	await expect(versions).toContainText('Første version');
	await checkA11y(signe.page);

	const lise = await sit('lise.brandt@aabenraa.example');
	await lise.page.goto('/overview');
	await expect(lise.page.getByRole('region', { name: /^Nyt/ })).toContainText(title);
});

test('what is made public stands on the public page, until it is withdrawn', async ({
	sit,
	visit,
	guard
}) => {
	const { page } = await sit('coordinator');
	const shelf = new Shelf(page);
	await shelf.open();
	const title = fresh('Til alle');
	await shelf.put(title);
	const publish = await shelf.choose(title, 'Vis for alle på projektets side');
	await publish.getByRole('button', { name: 'Ja, vis for alle' }).click();
	await expect(shelf.item(title)).toContainText('Offentlig');

	const stranger = await visit();
	await stranger.goto(`/programmes/${slug}`);
	const documents = stranger.getByRole('region', { name: 'Dokumenter' });
	await expect(documents).toContainText(title);
	const download = stranger.waitForEvent('download');
	await documents.getByRole('link', { name: new RegExp(title) }).click();
	expect((await download).suggestedFilename()).toBe(`${title}.pdf`);

	const edit = await shelf.choose(title, 'Ret oplysninger');
	await edit.getByLabel('Titel').fill('');
	await edit.getByRole('button', { name: 'Gem' }).click();
	await expect(edit).toContainText('Giv dokumentet en titel');
	const renamed = fresh('Nyt navn');
	await edit.getByLabel('Titel').fill(renamed);
	await edit.getByLabel('Hvad er det').fill('Kan bruges af alle.');
	await edit.getByRole('button', { name: 'Gem' }).click();
	await expect(shelf.item(renamed)).toContainText('Kan bruges af alle.');

	const withdraw = await shelf.choose(renamed, 'Træk tilbage');
	await checkA11y(page);
	await withdraw.getByRole('button', { name: 'Træk tilbage' }).click();
	await expect(page.getByText('Dokumentet er trukket tilbage.')).toBeVisible();
	await expect(shelf.item(renamed)).toHaveCount(0);
	await stranger.reload();
	await expect(stranger.getByRole('heading', { level: 1 })).toBeVisible();
	await expect(stranger.getByText(renamed)).toHaveCount(0);
	guard.allow(status(404));
});

test('PDF and pictures are looked at in the page', async ({ sit }) => {
	const { page } = await sit('reference');
	const shelf = new Shelf(page);
	await shelf.open();
	await page.getByRole('button', { name: 'Fælles fagligt grundlag om opfølgning', exact: true }).click();
	const preview = page.getByRole('dialog', { name: 'Fælles fagligt grundlag om opfølgning' });
	await expect(preview.getByText('Side 1 af 2')).toBeVisible();
	// The words of the page, for those who do not see it.
	await expect(preview).toContainText('Vi følger op sammen med barnet og familien');
	await expect(preview.locator('canvas')).toBeVisible();
	await checkA11y(page);
	await noSidewaysScroll(page);
	await preview.getByRole('button', { name: 'Næste' }).click();
	await expect(preview).toContainText('Ord, vi bruger');
	await page.keyboard.press('Escape');
	await expect(preview).toHaveCount(0);

	await page.getByRole('button', { name: 'Samtaler pr. måned før og efter', exact: true }).click();
	const picture = page.getByRole('img', { name: /Forhåndsvisning af Samtaler/ });
	await expect(picture).toHaveJSProperty('complete', true);
	expect(await picture.evaluate((img: HTMLImageElement) => img.naturalWidth)).toBeGreaterThan(100);
});

test('the order is the coordinators’ to say', { tag: '@desk' }, async ({ sit }) => {
	const { page } = await sit('coordinator');
	const shelf = new Shelf(page);
	await shelf.open();
	await page.getByLabel('Filerne lægges på hylden').selectOption('Til møderne');
	const [first, second] = [fresh('Første'), fresh('Andet')];
	await shelf.put(first);
	await shelf.put(second);
	const order = () =>
		page
			.getByRole('region', { name: 'Til møderne' })
			.getByRole('listitem')
			.getByRole('button', {
				name: new RegExp(`^(${first}|${second})$`)
			});
	await expect(order()).toHaveText([first, second]);
	await (await shelf.choose(second, 'Flyt op')).count();
	await expect(order()).toHaveText([second, first]);
	await page.reload();
	await expect(order()).toHaveText([second, first]);
});

test('an empty library says what will stand there, and who fills it', { tag: '@desk' }, async ({ sit }) => {
	const { page } = await sit('sofie.brink@baelt.example');
	await page.goto('/p/tidlig-opsporing-i-dagtilbud/documents');
	await expect(page.getByText('Her kommer det, I skal kunne finde igen')).toBeVisible();
	await checkA11y(page);
	await noSidewaysScroll(page);
});

test('who is in another programme finds nothing', { tag: '@desk' }, async ({ sit, guard }) => {
	guard.allow(status(404));
	const { page, api } = await sit('sofie.brink@baelt.example');
	await expect(api.call('GET', `/programmes/${slug}/documents`)).rejects.toThrow('404');
	await page.goto(library);
	await expect(page.getByText('Siden findes ikke her')).toBeVisible();
});
