import { Api, programmeName } from './support/api';
import { mailDelayMs } from './support/server';
import { expect, test, type Seat } from './support/test';
import { fresh, ThreadPage } from './support/thread';

const aboutMail = mailDelayMs + 15_000;

/** How a person is named in a text as the server keeps it. */
function named(who: Seat): string {
	return `@[${who.me.name}](person:${who.me.id})`;
}

test('who is named gets a mail with the words and a link to the post', async ({ sit, visit }) => {
	const mette = await sit('partner');
	const signe = await sit('rikke.norn@vordingborg.example');
	const title = fresh('Spørgsmål til Rikke');
	const { id } = await mette.api.openThread(title, 'Vi mangler et svar.');
	await mette.api.post(id, `Har I prøvet det, ${named(signe)}?`);
	const mail = await mette.api.mail((m) => m.to === signe.me.email && m.subject.includes(title), aboutMail);
	expect(mail.text).toContain('Har I prøvet det, @Rikke Norn?');
	expect(mail.headers['List-Unsubscribe-Post']).toBe('List-Unsubscribe=One-Click');

	const page = await visit();
	await page.goto('/demo/mail');
	await page.getByRole('button', { name: title }).first().click();
	await expect(page.getByRole('heading', { level: 2 }).first()).toContainText(title);
	await page.getByText('Som mail').click();
	const frame = page.frameLocator('iframe');
	await expect(frame.getByText('Har I prøvet det').first()).toBeVisible();

	const link = /https?:\/\/\S+\/discussions\/\S+/.exec(mail.text)?.[0] ?? '';
	await signe.page.goto(link);
	await expect(new ThreadPage(signe.page).post('Har I prøvet det')).toBeInViewport();
});

test('one click in a mail stops the thread, signed out', async ({ sit, visit }) => {
	const mette = await sit('partner');
	const erik = await sit('erik.lorenzen@aabenraa.example');
	const maja = await sit('maja.petri@aabenraa.example');
	const title = fresh('Mange mails');
	const { id } = await mette.api.openThread(title, 'Nu kommer der flere.');
	await mette.api.post(id, `Den første, ${named(erik)}.`);
	const to = (who: Seat) => (m: { to: string; subject: string }) =>
		m.to === who.me.email && m.subject.includes(title);
	const mail = await mette.api.mail(to(erik), aboutMail);
	const stop = /https?:\/\/\S+\/mail-stop\/[^\s>]+/.exec(mail.text)?.[0] ?? '';

	const page = await visit();
	await page.goto(stop);
	await expect(page.getByText(title)).toBeVisible();
	await page.getByRole('button', { name: 'Stop mails om drøftelsen' }).click();
	await expect(page.getByRole('status').filter({ hasText: 'Det er gjort' })).toBeVisible();

	// The mail to the other person of the same post shows that his would have come by now.
	await mette.api.post(id, `Den anden, ${named(erik)} og ${named(maja)}.`);
	await mette.api.mail(to(maja), aboutMail);
	expect((await mette.api.mails()).filter(to(erik))).toHaveLength(1);

	// It is the one state that the product has: seen in the discussion, undone with the other choices.
	const thread = new ThreadPage(erik.page);
	await thread.open(id);
	await expect((await thread.about()).getByRole('button', { name: 'Lydløs' })).toBeVisible();
	await erik.page.goto('/settings/mail');
	const muted = erik.page.getByRole('listitem').filter({ hasText: title });
	await muted.getByRole('button', { name: 'Slå lyden til' }).click();
	await expect(muted).toHaveCount(0);
	await thread.open(id);
	await expect((await thread.about()).getByRole('button', { name: 'Følg', exact: true })).toBeVisible();
});

test('who looks on gets no mail', { tag: '@desk' }, async ({ sit }) => {
	const mette = await sit('partner');
	const jan = await sit('jan.lindskov@horsens.example');
	const ulrik = await sit('ulrik.vestergaard@horsens.example');
	const title = fresh('Set med det samme');
	const { id } = await mette.api.openThread(title, 'Er I her?');
	const thread = new ThreadPage(jan.page);
	await thread.open(id);
	await mette.api.post(id, `Hej ${named(jan)} og ${named(ulrik)}.`);
	await expect(thread.post('Hej @Jan Lindskov')).toBeVisible();
	await mette.api.mail((m) => m.to === ulrik.me.email && m.subject.includes(title), aboutMail);
	expect((await mette.api.mails()).filter((m) => m.to === jan.me.email && m.subject.includes(title))).toEqual(
		[]
	);
});

test('wishes about mail are kept', async ({ sit, server }) => {
	const { page, context } = await sit('thomas.skov@viborg.example');
	await page.goto('/settings/profile');
	await page.getByRole('link', { name: 'Vælg dine mails' }).click();
	const answers = page.getByRole('group', { name: 'I alle projekter' }).getByLabel(/Nogen svarer dig/);
	await expect(answers).toHaveValue('once');
	await answers.selectOption('Samlet hver morgen');
	await expect(page.getByText(/Gemt/).first()).toBeVisible();
	await page.reload();
	await expect(answers).toHaveValue('daily');

	await page.getByText(programmeName).last().click();
	const here = page.getByRole('group', { name: programmeName }).getByLabel(/Nyt i projektet/);
	await here.selectOption('Ingen mail');
	await expect(page.getByText('1 eget valg')).toBeVisible();
	await page.reload();
	await expect(here).toHaveValue('never');
	await here.selectOption('general');
	await expect(page.getByText('1 eget valg')).toHaveCount(0);
	const wishes = await new Api(context.request, server.origin).call<{ answers: boolean }>(
		'GET',
		'/me/mail-wishes'
	);
	expect(wishes.answers).toBe(false);
});
