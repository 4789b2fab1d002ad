import { Wire, type Server } from './support/server';
import { networkAway, status } from './support/guard';
import { programmeName, slug } from './support/api';
import { expect, test } from './support/test';
import { fresh, ThreadPage } from './support/thread';

const atOnce = { timeout: 2_000 };

test.describe('two browsers', { tag: '@crucial' }, () => {
	test('see each other and what each writes, at once', async ({ join }) => {
		const signe = await join('reference');
		const mette = await join('partner');
		const { id } = await mette.api.openThread(fresh('Sammen'), 'Er der nogen?');
		const hers = new ThreadPage(signe.page);
		const other = new ThreadPage(mette.page);
		await hers.open(id);
		await other.open(id);
		await expect((await hers.about()).getByText('Mette Dahl').first()).toBeVisible();
		await hers.back();
		await expect((await other.about()).getByText('Signe Lauritsen').first()).toBeVisible();
		await other.back();

		await other.composer.pressSequentially('Jeg sk');
		await expect(signe.page.getByText('Mette Dahl skriver').first()).toBeVisible(atOnce);
		await other.say('Jeg skriver lige.');
		await expect(hers.post('Jeg skriver lige.')).toBeVisible(atOnce);
		await expect(signe.page.getByText('Mette Dahl skriver')).toHaveCount(0);
		await hers.say('Og jeg læser.');
		await expect(other.post('Og jeg læser.')).toBeVisible(atOnce);
	});

	test('lose nothing and double nothing when the server is killed between', async ({
		join,
		server,
		guard
	}) => {
		// Who reconnects waits a little longer each time, which a slow machine feels.
		test.slow();
		guard.allow(networkAway, status(502), status(503));
		const signe = await join('reference');
		const mette = await join('partner');
		const { id } = await mette.api.openThread(fresh('Strømsvigt'), 'Inden.');
		const hers = new ThreadPage(signe.page);
		const other = new ThreadPage(mette.page);
		await hers.open(id);
		await other.open(id);
		await hers.say('Lige før.');
		await expect(other.post('Lige før.')).toBeVisible();

		await server.kill();
		await hers.composer.fill('Imens, fra Signe.');
		await hers.sendButton.click();
		await expect(hers.post('Imens, fra Signe.')).toContainText(/Venter på forbindelse|Sender/);
		await other.composer.fill('Imens, fra Mette.');
		await other.sendButton.click();
		await expect(other.post('Imens, fra Mette.')).toContainText(/Venter på forbindelse|Sender/);
		await server.start();

		for (const thread of [hers, other]) {
			for (const text of ['Inden.', 'Lige før.', 'Imens, fra Signe.', 'Imens, fra Mette.'])
				await expect(thread.post(text)).toHaveCount(1, { timeout: 40_000 });
			await expect(thread.page.getByText(/Venter på forbindelse|Sender …/)).toHaveCount(0);
		}
		await hers.say('Efter.');
		await expect(other.post('Efter.')).toHaveCount(1);
		expect(await hers.texts()).toEqual(await other.texts());
		expect(await hers.texts()).toEqual((await signe.api.posts(id)).map((p) => p.text));
	});
});

test('what is new since I was here last is marked, in the list and in the thread', async ({ join }) => {
	const signe = await join('reference');
	const mette = await join('partner');
	const title = fresh('Nyt');
	const { id } = await mette.api.openThread(title, 'Læst.');
	const thread = new ThreadPage(signe.page);
	await thread.open(id);
	await expect
		.poll(async () => (await signe.api.threads()).find((t) => t.id === id)?.unread, { message: 'read' })
		.toBe(0);

	await signe.page.goto('/settings/profile');
	const entry = signe.page
		.getByRole('link', { name: /^Drøftelser/ })
		.filter({ visible: true })
		.first();
	const before = (await signe.api.threads()).filter((t) => t.unread > 0 && t.follow !== 'muted').length;
	await mette.api.post(id, 'Ulæst, den første.');
	await mette.api.post(id, 'Ulæst, den anden.');
	await expect(entry).toContainText(before === 0 ? '1 ulæst' : `${before + 1} ulæste`);

	await entry.click();
	const row = signe.page.getByRole('listitem').filter({ hasText: title });
	await expect(row).toContainText('2 nye');
	await row.getByRole('link').click();
	await expect(signe.page.locator('#new-line')).toContainText('2 nye');
	await expect(thread.post('Ulæst, den anden.')).toBeVisible();
	await expect(row.getByText('2 nye')).toHaveCount(0);
});

test('away from the network: said quietly, and what is written is sent once on return', async ({
	join,
	guard,
	server
}) => {
	guard.allow(networkAway);
	const wire = await Wire.to(server);
	const signe = await join('reference');
	const { id } = await signe.api.openThread(fresh('Tunnel'), 'I toget.');
	await signe.page.clock.install();
	const thread = new ThreadPage(signe.page, wire.origin);
	await thread.open(id);
	const mette = await join('partner');
	await new ThreadPage(mette.page).open(id);
	const about = await thread.about();
	const here = about.getByRole('listitem').filter({ hasText: mette.me.name });
	await expect(about.getByText('Har set det nyeste')).toBeVisible();
	await expect(here).toBeVisible();
	await thread.back();

	wire.cut();
	await signe.context.setOffline(true);
	await thread.say('Skrevet i tunnelen.');
	await expect(thread.post('Skrevet i tunnelen.')).toContainText(/Venter på forbindelse|Sender/);
	await expect(signe.page.getByText(/Ingen forbindelse siden/)).toHaveCount(0);
	await signe.page.clock.runFor(6_000);
	await expect(signe.page.getByText(/Ingen forbindelse siden kl\. \d+\.\d\d/)).toBeVisible();
	await expect(thread.post('Skrevet i tunnelen.')).toContainText('Venter på forbindelse');
	// Who is here, nobody can say meanwhile.
	await thread.about();
	await expect(about.getByText('Det ved vi først, når der er forbindelse igen.')).toBeVisible();
	await expect(here).toHaveCount(0);
	await thread.back();
	await thread.say('Og en linje til.');
	expect(await signe.api.posts(id)).toHaveLength(1);

	wire.mend();
	await signe.context.setOffline(false);
	await expect(signe.page.getByText(/Ingen forbindelse siden/)).toHaveCount(0);
	await expect(signe.page.getByText('Venter på forbindelse')).toHaveCount(0);
	await expect(thread.post('Og en linje til.')).toHaveCount(1);
	await expect
		.poll(async () => (await signe.api.posts(id)).map((p) => p.text))
		.toEqual(['I toget.', 'Skrevet i tunnelen.', 'Og en linje til.']);
	await expect(thread.post('Skrevet i tunnelen.')).toHaveCount(1);
	await thread.about();
	await expect(here).toBeVisible();
	wire.close();
});

test(
	'after a sleep the dead line is noticed, and what was missed comes once',
	{ tag: '@desk' },
	async ({ join, server, guard }) => {
		guard.allow(networkAway);
		const wire = await Wire.to(server);
		const signe = await join('reference');
		const { id } = await signe.api.openThread(fresh('Søvn'), 'Godnat.');
		await signe.page.clock.install();
		const thread = new ThreadPage(signe.page, wire.origin);
		await thread.open(id);
		await expect((await thread.about()).getByText('Har set det nyeste')).toBeVisible();
		await thread.back();

		wire.sleep();
		const mette = await join('partner');
		for (const text of ['Imens du sov, et.', 'Imens du sov, to.']) await mette.api.post(id, text);
		await signe.page.clock.fastForward('03:00:00');
		await signe.page.evaluate(() => document.dispatchEvent(new Event('visibilitychange')));
		// The ping after waking is not answered; the line is given up and another one made.
		await expect(async () => {
			await signe.page.clock.runFor(5_000);
			await expect(thread.post('Imens du sov, to.')).toHaveCount(1, { timeout: 500 });
		}).toPass({ timeout: 30_000 });
		await thread.say('God morgen.');
		expect(await thread.texts()).toEqual([
			'Godnat.',
			'Imens du sov, et.',
			'Imens du sov, to.',
			'God morgen.'
		]);
		wire.close();
	}
);

test(
	'a mention added by an edit shows as unread, and is read with the thread',
	{ tag: '@desk' },
	async ({ join }) => {
		const signe = await join('reference');
		const mette = await join('partner');
		const title = fresh('Nævnt bagefter');
		const { id } = await mette.api.openThread(title, 'Først.');
		const thread = new ThreadPage(signe.page);
		await thread.open(id);
		await expect.poll(async () => (await signe.api.threads()).find((t) => t.id === id)?.unread).toBe(0);
		await signe.page.goto('/inbox?show=unread');
		await expect(signe.page.getByRole('heading', { level: 1, name: 'Nyt til dig' })).toBeVisible();

		const [post] = await mette.api.posts(id);
		await mette.api.call('PATCH', `/posts/${post?.id}`, {
			text: `Først, @[${signe.me.name}](person:${signe.me.id}).`,
			rev: post?.rev
		});
		const row = signe.page.getByRole('listitem').filter({ hasText: title });
		await expect(row).toBeVisible({ timeout: 15_000 });
		await row.getByRole('link').first().click();
		await expect(thread.post('Først, @Signe Lauritsen')).toBeVisible();
		await signe.page.goto('/inbox?show=unread');
		await expect(signe.page.getByRole('heading', { level: 1, name: 'Nyt til dig' })).toBeVisible();
		await expect(row).toHaveCount(0);
	}
);

test('what the server refuses says why, and can be tried again', async ({ join, guard, server }) => {
	guard.allow(networkAway, status(409));
	const wire = await Wire.to(server);
	const signe = await join('reference');
	const jonas = await join('coordinator');
	const { id } = await jonas.api.openThread(fresh('Lukket imens'), 'Vi lukker snart.');
	const thread = new ThreadPage(signe.page, wire.origin);
	await thread.open(id);
	wire.cut();
	await thread.say('Nåede jeg det?');
	await expect(thread.post('Nåede jeg det?')).toBeVisible();
	await jonas.api.call('PUT', `/threads/${id}/closure`);
	wire.mend();
	const mine = thread.post('Nåede jeg det?');
	await expect(mine).toContainText('Kunne ikke sendes. Drøftelsen er lukket', { timeout: 15_000 });

	await jonas.api.call('DELETE', `/threads/${id}/closure`);
	await expect(thread.composer).toBeVisible();
	await mine.getByRole('button', { name: 'Prøv igen' }).click();
	await expect(mine.getByRole('button', { name: 'Prøv igen' })).toHaveCount(0);
	await expect.poll(async () => (await jonas.api.posts(id)).length).toBe(2);
	await expect(thread.post('Nåede jeg det?')).toHaveCount(1);
	wire.close();
});

test('a draft survives a reload and a session that ended', async ({ join, guard }) => {
	guard.allow(status(401));
	const { page, api } = await join('reference');
	const { id } = await api.openThread(fresh('Kladde'), 'Tag jer tid.');
	const thread = new ThreadPage(page);
	await thread.open(id);
	await thread.composer.fill('Halvvejs i en længere tanke');
	await page.reload();
	await expect(thread.composer).toHaveValue('Halvvejs i en længere tanke');

	const phone = await join('reference');
	await phone.api.call('DELETE', '/sessions');
	await expect(page.getByText(/Dine kladder er gemt/)).toBeVisible();
	await page.getByRole('button', { name: /Signe Lauritsen/ }).click();
	await expect(thread.composer).toHaveValue('Halvvejs i en længere tanke');
	await thread.sendButton.click();
	await expect(thread.post('Halvvejs i en længere tanke')).toBeVisible();
	await page.reload();
	await expect(thread.composer).toHaveValue('');
});

test('signing out with something unsent asks first', async ({ join }) => {
	const { page, api } = await join('reference');
	const { id } = await api.openThread(fresh('Usendt'), 'Vent.');
	const thread = new ThreadPage(page);
	await thread.open(id);
	await thread.composer.fill('Ikke sendt endnu');
	// In a thread the phone keeps the frame's menus for the list.
	await page.goto('/settings/profile');
	await page.getByRole('button', { name: /din menu/ }).click();
	await page.getByRole('menuitem', { name: 'Log ud' }).click();
	const dialog = page.getByRole('dialog', { name: 'Du har noget, der ikke er sendt' });
	await expect(dialog).toContainText('Én kladde');
	await dialog.getByRole('button', { name: 'Bliv her' }).click();
	await thread.open(id);
	await expect(thread.composer).toHaveValue('Ikke sendt endnu');
	await thread.composer.fill('');
});

test('a thread that is narrowed stops showing at once', { tag: '@desk' }, async ({ join, guard }) => {
	guard.allow(status(404));
	const signe = await join('reference');
	const jonas = await join('coordinator');
	const title = fresh('Snart for færre');
	const { id } = await jonas.api.openThread(title, 'Det her skulle ikke alle læse.');
	const thread = new ThreadPage(signe.page);
	await thread.open(id);
	await expect(thread.post('Det her skulle ikke alle læse.')).toBeVisible();

	await new ThreadPage(jonas.page).open(id);
	await jonas.page.getByRole('button', { name: 'Ret overskriften' }).click();
	await jonas.page.getByRole('radio', { name: /Partnerne og koordinatorerne/ }).check();
	await jonas.page.getByRole('button', { name: 'Gem', exact: true }).click();
	await expect(signe.page.getByText('Du har ikke længere adgang til drøftelsen.')).toBeVisible();
	await expect(signe.page.getByText('Det her skulle ikke alle læse.')).toHaveCount(0);
	await signe.page.goto(`/p/${slug}/discussions`);
	await expect(signe.page.getByRole('listitem').first()).toBeVisible();
	await expect(signe.page.getByText(title)).toHaveCount(0);
});

test('who is shut out by the operator is out at once', { tag: '@desk' }, async ({ join, guard, server }) => {
	guard.allow(status(401));
	const ida = await join('ida.dreyer@odense.example');
	const { id } = await ida.api.openThread(fresh('Farvel'), 'Det sidste herfra.');
	await new ThreadPage(ida.page).open(id);
	shutOut(server, 'ida.dreyer@odense.example');
	await expect(ida.page.getByRole('heading', { name: 'Log ind', level: 1 })).toBeVisible();
	await expect(ida.page.getByText('Det sidste herfra.')).toHaveCount(0);
});

function shutOut(server: Server, email: string) {
	expect(server.command('admin', 'disable', email)).toContain('shut out');
}

test('older posts come as one scrolls up, and the place is kept', async ({ join }) => {
	const { page, api } = await join('reference');
	const { id } = await api.openThread(fresh('Lang'), 'Det allerførste indlæg.');
	for (let n = 1; n <= 70; n++) await api.post(id, `Indlæg nummer ${n}.`);
	const thread = new ThreadPage(page);
	await thread.open(id);
	await expect(thread.post('Indlæg nummer 70.')).toBeInViewport();
	await expect(thread.post('Det allerførste indlæg.')).toHaveCount(0);
	const flow = page.getByRole('group', { name: 'Indlæg' });
	await flow.evaluate((e) => e.scrollTo({ top: 0 }));
	await expect(thread.post('Det allerførste indlæg.')).toHaveCount(1);
	await expect(thread.post('Det allerførste indlæg.')).not.toBeInViewport();
	await flow.evaluate((e) => e.scrollTo({ top: 0 }));
	await expect(thread.post('Det allerførste indlæg.')).toBeInViewport();
	await expect(page.getByText(programmeName).first()).toBeAttached();
});
