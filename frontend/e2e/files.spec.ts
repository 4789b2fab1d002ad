import { deflateSync } from 'node:zlib';
import { checkA11y, noSidewaysScroll } from './support/axe';
import { networkAway, status } from './support/guard';
import { Wire } from './support/server';
import { expect, test } from './support/test';
import { fresh, madeUpNumber, ThreadPage } from './support/thread';

const pdf = (name: string) => ({
	name,
	mimeType: 'application/pdf',
	buffer: Buffer.from('%PDF-1.4\n%%EOF\n')
});
const csv = (name: string, text = 'måned;timer\nmaj;22\n') => ({
	name,
	mimeType: 'text/csv',
	buffer: Buffer.from(text)
});
const png = (name: string) => ({ name, mimeType: 'image/png', buffer: drawn(64, 40) });

/** A small picture of one colour. */
function drawn(width: number, height: number): Buffer {
	const table = Array.from({ length: 256 }, (_, n) => {
		let c = n;
		for (let k = 0; k < 8; k++) c = c & 1 ? 0xedb88320 ^ (c >>> 1) : c >>> 1;
		return c >>> 0;
	});
	const crc = (bytes: Buffer) => {
		let c = 0xffffffff;
		for (const b of bytes) c = (table[(c ^ b) & 255] ?? 0) ^ (c >>> 8);
		return (c ^ 0xffffffff) >>> 0;
	};
	const chunk = (kind: string, data: Buffer) => {
		const body = Buffer.concat([Buffer.from(kind), data]);
		const ends = Buffer.alloc(8);
		ends.writeUInt32BE(data.length, 0);
		ends.writeUInt32BE(crc(body), 4);
		return Buffer.concat([ends.subarray(0, 4), body, ends.subarray(4)]);
	};
	const head = Buffer.alloc(13);
	head.writeUInt32BE(width, 0);
	head.writeUInt32BE(height, 4);
	head.set([8, 2], 8);
	const row = Buffer.concat([Buffer.from([0]), Buffer.from(Array(width).fill([11, 92, 102]).flat())]);
	return Buffer.concat([
		Buffer.from('\x89PNG\r\n\x1a\n', 'latin1'),
		chunk('IHDR', head),
		chunk('IDAT', deflateSync(Buffer.concat(Array(height).fill(row)))),
		chunk('IEND', Buffer.alloc(0))
	]);
}

/** The files of a post that is being written. */
class Writing extends ThreadPage {
	readonly files = this.page.getByRole('list', { name: 'Vedhæftede filer' });

	async attach(...files: { name: string; mimeType: string; buffer: Buffer }[]) {
		await this.page.locator('.cmp input[type=file]').setInputFiles(files);
	}

	row(name: string) {
		return this.files.getByRole('listitem').filter({ hasText: name });
	}
}

test('files go with a post, are seen by others at once, opened, and go when it goes', async ({ sit }) => {
	const signe = await sit('reference');
	const mette = await sit('partner');
	const { id } = await mette.api.openThread(fresh('Filer'), 'Vis os tavlen.');
	const hers = new Writing(signe.page);
	const other = new ThreadPage(mette.page);
	await hers.open(id);
	await other.open(id);
	await hers.attach(png('Tavlen.png'), csv('Timer.csv'), pdf('Plan.pdf'));
	for (const name of ['Tavlen.png', 'Timer.csv', 'Plan.pdf'])
		await expect(hers.row(name)).toContainText(/\d+ B/);
	await hers.page.getByLabel('Hvad viser Tavlen.png?').fill('En tavle med tre mål');
	await hers.page.getByRole('button', { name: 'Fjern Timer.csv' }).click();
	await expect(hers.row('Timer.csv')).toHaveCount(0);
	await checkA11y(hers.page);
	await noSidewaysScroll(hers.page);
	await hers.say('Her er den.');
	await expect(hers.files).toHaveCount(0);

	const theirs = other.post('Her er den.');
	const picture = theirs.getByRole('img', { name: 'En tavle med tre mål' });
	await expect(picture).toBeVisible();
	await expect.poll(() => picture.evaluate((i: HTMLImageElement) => i.naturalWidth)).toBe(64);
	await expect(theirs.getByRole('link', { name: /Plan\.pdf/ })).toContainText('15 B');
	await checkA11y(other.page);
	await noSidewaysScroll(other.page);
	await theirs.getByRole('button', { name: 'Vis En tavle med tre mål' }).click();
	const shown = other.page.getByRole('dialog', { name: 'Tavlen.png' });
	await expect(shown.getByRole('img', { name: 'En tavle med tre mål' })).toBeVisible();
	await shown.getByRole('button', { name: 'Luk', exact: true }).click();
	const coming = other.page.waitForEvent('download');
	await theirs.getByRole('link', { name: /Plan\.pdf/ }).click();
	expect((await coming).suggestedFilename()).toBe('Plan.pdf');

	await hers.choose('Her er den.', 'Slet');
	await hers.page.getByRole('button', { name: 'Slet indlægget' }).click();
	await expect(picture).toHaveCount(0);
});

test(
	'files are taken off a post and put on it when it is edited, and its history names them',
	{ tag: '@desk' },
	async ({ sit }) => {
		const signe = await sit('reference');
		const mette = await sit('partner');
		const { id } = await mette.api.openThread(fresh('Forkert fil'), 'Send jeres plan.');
		const hers = new Writing(signe.page);
		const other = new ThreadPage(mette.page);
		await hers.open(id);
		await other.open(id);
		await hers.attach(pdf('Kladde.pdf'), pdf('Plan.pdf'));
		for (const name of ['Kladde.pdf', 'Plan.pdf']) await expect(hers.row(name)).toContainText('15 B');
		await hers.say('Vores plan');
		const theirs = other.post('Vores plan');
		await expect(theirs.getByRole('link', { name: /Kladde\.pdf/ })).toBeVisible();

		await hers.choose('Vores plan', 'Ret');
		const editor = hers.page.locator('.editor');
		await editor.getByRole('button', { name: 'Fjern Kladde.pdf' }).click();
		await editor.locator('input[type=file]').setInputFiles([csv('Timer.csv')]);
		await expect(editor.getByRole('listitem').filter({ hasText: 'Timer.csv' })).toContainText(/\d+ B/);
		await checkA11y(hers.page);
		await noSidewaysScroll(hers.page);
		await editor.getByRole('button', { name: 'Gem' }).click();
		await expect(editor).toHaveCount(0);
		await expect(theirs.getByRole('link', { name: /Timer\.csv/ })).toBeVisible();
		await expect(theirs.getByRole('link', { name: /Kladde\.pdf/ })).toHaveCount(0);
		await expect(theirs.getByRole('link', { name: /Plan\.pdf/ })).toBeVisible();

		await other.choose('Vores plan', 'Se, hvad der er rettet');
		const history = other.page.getByRole('dialog');
		await expect(history).toContainText('Vedhæftet: Kladde.pdf, Plan.pdf');
		await expect(history).toContainText('Vedhæftet: Plan.pdf, Timer.csv');
		await checkA11y(other.page);
		await history.getByRole('button', { name: 'Luk', exact: true }).click();

		// An editing that is given up changes nothing, and neither does the last file without words.
		await hers.choose('Vores plan', 'Ret');
		await editor.getByRole('button', { name: 'Fjern Plan.pdf' }).click();
		await editor.getByRole('button', { name: 'Fjern Timer.csv' }).click();
		await editor.getByRole('textbox', { name: 'Ret dit indlæg' }).fill('');
		await expect(editor.getByRole('button', { name: 'Gem' })).toBeDisabled();
		await editor.getByRole('button', { name: 'Fortryd' }).click();
		await expect(hers.post('Vores plan').getByRole('link', { name: /Plan\.pdf/ })).toBeVisible();
	}
);

test('a draft keeps its files, and a post may be files alone', { tag: '@desk' }, async ({ sit }) => {
	const { page, api } = await sit('reference');
	const { id } = await api.openThread(fresh('Kladde med fil'), 'Tag jer tid.');
	const thread = new Writing(page);
	await thread.open(id);
	await thread.attach(pdf('Referat.pdf'));
	await expect(thread.row('Referat.pdf')).toContainText('15 B');
	await page.reload();
	await expect(thread.row('Referat.pdf')).toContainText('15 B');
	await thread.sendButton.click();
	await expect(thread.list.getByRole('link', { name: /Referat\.pdf/ })).toBeVisible();
	await expect(thread.files).toHaveCount(0);
	expect((await api.posts(id)).map((p) => [p.text, p.files.length])).toEqual([
		['Tag jer tid.', 0],
		['', 1]
	]);
	await page.reload();
	await expect(thread.list.getByRole('link', { name: /Referat\.pdf/ })).toBeVisible();
	await expect(thread.files).toHaveCount(0);
});

test('what cannot be attached says why, and stops nothing else', async ({ sit, guard }) => {
	guard.allow(status(422));
	const { page, api } = await sit('reference');
	const { id } = await api.openThread(fresh('Ikke alt'), 'Prøv.');
	const thread = new Writing(page);
	await thread.open(id);
	await thread.attach(
		{ name: 'side.html', mimeType: 'text/html', buffer: Buffer.from('<p>') },
		pdf(`Plan for ${madeUpNumber()}.pdf`),
		pdf('God.pdf')
	);
	await expect(thread.row('side.html')).toContainText('Den slags filer kan vi ikke tage imod');
	await expect(thread.row('Plan for')).toContainText('ligner et CPR-nummer');
	await expect(thread.row('God.pdf')).toContainText('15 B');
	await thread.composer.fill('Tre filer');
	await thread.sendButton.click();
	await expect(page.getByText('En fil kom ikke med.').first()).toBeVisible();
	await checkA11y(page);
	await page.getByRole('button', { name: /^Fjern side/ }).click();
	await page.getByRole('button', { name: /^Fjern Plan for/ }).click();
	await thread.sendButton.click();
	await expect(thread.post('Tre filer').getByRole('link', { name: /God\.pdf/ })).toBeVisible();
});

test('files are pasted and dropped', { tag: '@desk' }, async ({ sit }) => {
	const { page, api } = await sit('reference');
	const { id } = await api.openThread(fresh('Klip og slip'), 'Prøv.');
	const thread = new Writing(page);
	await thread.open(id);
	await thread.composer.evaluate((field) => {
		const data = new DataTransfer();
		data.items.add(new File(['%PDF-1.4\n%%EOF\n'], 'Klippet.pdf', { type: 'application/pdf' }));
		field.dispatchEvent(
			new ClipboardEvent('paste', { clipboardData: data, bubbles: true, cancelable: true })
		);
	});
	await expect(thread.row('Klippet.pdf')).toContainText('15 B');
	const carried = await page.evaluateHandle(() => {
		const data = new DataTransfer();
		data.items.add(new File(['%PDF-1.4\n%%EOF\n'], 'Sluppet.pdf', { type: 'application/pdf' }));
		return data;
	});
	await page.locator('.cmp').dispatchEvent('dragenter', { dataTransfer: carried });
	await expect(page.getByText('Slip filerne for at vedhæfte dem')).toBeVisible();
	await page.locator('.cmp').dispatchEvent('drop', { dataTransfer: carried });
	await expect(page.getByText('Slip filerne for at vedhæfte dem')).toBeHidden();
	await expect(thread.row('Sluppet.pdf')).toContainText('15 B');
});

test(
	'away from the network files wait, and go on by themselves',
	{ tag: '@desk' },
	async ({ join, guard, server }) => {
		guard.allow(networkAway);
		const wire = await Wire.to(server);
		const { page, api } = await join('reference');
		const { id } = await api.openThread(fresh('Fil i tunnel'), 'I toget.');
		const thread = new Writing(page, wire.origin);
		await thread.open(id);
		wire.cut();
		await thread.attach(pdf('I toget.pdf'));
		await expect(thread.row('I toget.pdf').getByRole('button', { name: 'Prøv igen' })).toBeVisible();
		wire.mend();
		await expect(thread.row('I toget.pdf')).toContainText('15 B', { timeout: 20_000 });
		await thread.say('Fra toget.');
		await expect
			.poll(async () => (await api.posts(id))[1]?.files.map((f) => f.name))
			.toEqual(['I toget.pdf']);
		wire.close();
	}
);

test('a discussion may begin with a file', async ({ sit }) => {
	const { page } = await sit('partner');
	await page.goto('/p/sammen-om-opfoelgning/discussions/new');
	const title = fresh('Hvad siger I til skemaet?');
	await page.getByLabel('Hvad vil du tage op?').fill(title);
	await page.locator('form input[type=file]').setInputFiles([pdf('Skema.pdf')]);
	await expect(page.getByRole('list', { name: 'Vedhæftede filer' })).toContainText('15 B');
	await checkA11y(page);
	await page.getByRole('button', { name: 'Start drøftelsen' }).click();
	await expect(page.getByRole('heading', { name: title })).toBeVisible();
	await expect(page.getByRole('link', { name: /Skema\.pdf/ })).toBeVisible();
});
