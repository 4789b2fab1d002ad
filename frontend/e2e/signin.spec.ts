import { expect, test } from './support/test';
import { Api } from './support/api';
import { status } from './support/guard';

const email = 'karim.saleh@viborg.example';

test.describe('signing in', { tag: '@crucial' }, () => {
	test('by the code in the mail, from the front page', async ({ page, server }) => {
		await page.goto('/');
		await page.getByRole('banner').getByRole('link', { name: 'Log ind' }).click();
		await page.getByLabel('Din e-mail').fill(email);
		const asked = await new Api(page.context().request, server.origin).nextSignIn(email);
		await page.getByRole('button', { name: 'Send mig en kode' }).click();
		await expect(page.getByRole('heading', { name: 'Tjek din mail' })).toBeVisible();

		const code = page.getByLabel('Koden fra mailen');
		await expect(code).toBeFocused();
		const mail = await asked();
		const right = /\b(\d{6})\b/.exec(mail.text)?.[1] ?? '';
		await code.fill(right === '000000' ? '111111' : '000000');
		await expect(page.getByText(/Koden passer ikke/)).toBeVisible();
		await expect(code).toHaveAccessibleDescription(/Koden passer ikke/);

		await code.fill(right);
		await page.getByRole('button', { name: 'Log ind', exact: true }).click();
		await expect(page.getByRole('heading', { level: 1, name: /Karim/ })).toBeVisible();
		await expect(page).toHaveURL(/\/overview$/);
	});

	test('by the link in the mail: looking is harmless, the button signs in, and only once', async ({
		page,
		visit,
		server
	}) => {
		const who = 'kirsten.bro@viborg.example';
		await page.goto('/sign-in');
		await page.getByLabel('Din e-mail').fill(who);
		const asked = await new Api(page.context().request, server.origin).nextSignIn(who);
		await page.getByRole('button', { name: 'Send mig en kode' }).click();
		await expect(page.getByRole('heading', { name: 'Tjek din mail' })).toBeVisible();
		const mail = await asked();
		const link = /https?:\/\/\S+\/sign-in\/confirm\?\S+/.exec(mail.text)?.[0] ?? '';
		expect(link).toContain(server.origin);

		// A mail gateway opens the link before its reader does.
		const gateway = await visit();
		await gateway.goto(link);
		await expect(gateway.getByRole('button', { name: 'Log mig ind' })).toBeVisible();

		await page.goto(link);
		await page.getByRole('button', { name: 'Log mig ind' }).click();
		await expect(page.getByRole('heading', { level: 1, name: /Kirsten/ })).toBeVisible();

		await gateway.getByRole('button', { name: 'Log mig ind' }).click();
		await expect(gateway.getByRole('alert')).toContainText('Linket virker ikke længere');
		await gateway.getByRole('link', { name: 'Få et nyt link' }).click();
		await expect(gateway.getByLabel('Din e-mail')).toBeVisible();
	});
});

test.beforeEach(({ guard }) => {
	// A wrong code, a used link and a page asked for signed out are refused; browsers say so.
	guard.allow(status(401), status(403), status(409), status(410), status(422));
});

test('an address that nobody knows gets the same answer', { tag: '@desk' }, async ({ page, server }) => {
	await page.goto('/sign-in');
	await page.getByLabel('Din e-mail').fill('ingen@ukendt.example');
	await page.getByRole('button', { name: 'Send mig en kode' }).click();
	await expect(page.getByRole('heading', { name: 'Tjek din mail' })).toBeVisible();
	await page.getByText('Kommer mailen ikke?').click();
	await page.getByRole('button', { name: 'Brug en anden e-mail' }).click();
	await expect(page.getByLabel('Din e-mail')).toBeVisible();
	const mails = await new Api(page.context().request, server.origin).mails();
	expect(mails.filter((m) => m.to.includes('ukendt'))).toEqual([]);
});

test('too many wrong codes: a new one is one tap away, and works', async ({ page, server }) => {
	const who = 'charlotte.buhl@horsens.example';
	const api = new Api(page.context().request, server.origin);
	const first = await api.nextSignIn(who);
	await page.goto('/sign-in');
	await page.getByLabel('Din e-mail').fill(who);
	await page.getByRole('button', { name: 'Send mig en kode' }).click();
	const right = /\b(\d{6})\b/.exec((await first()).text)?.[1] ?? '';
	const code = page.getByLabel('Koden fra mailen');
	const again = page.getByRole('button', { name: 'Send en ny kode' });
	const told = ['4 gange mere', '3 gange mere', '2 gange mere', '1 gang mere', 'Få en ny kode'];
	for (const [n, words] of told.entries()) {
		await code.fill(String((Number(right) + n + 1) % 1_000_000).padStart(6, '0'));
		// The first is sent as its last digit is typed; sent again, what was refused costs nothing.
		await code.press('Enter');
		await expect(page.getByText(words)).toBeVisible();
		await code.press('Enter');
	}
	await expect(page.getByRole('button', { name: 'Log ind', exact: true })).toHaveCount(0);
	const next = await api.nextSignIn(who);
	await again.click();
	await expect(code).toHaveValue('');
	await code.fill(/\b(\d{6})\b/.exec((await next()).text)?.[1] ?? '');
	await expect(page.getByRole('heading', { level: 1, name: /Charlotte/ })).toBeVisible();
});

test('an address that is none is explained at the field', async ({ page }) => {
	await page.goto('/sign-in');
	const field = page.getByLabel('Din e-mail');
	await field.fill('karim');
	await page.getByRole('button', { name: 'Send mig en kode' }).click();
	await expect(field).toBeFocused();
	await expect(field).toHaveAccessibleDescription(/Skriv hele adressen/);
});

test('a link that was never made says what to do', { tag: '@desk' }, async ({ page }) => {
	await page.goto('/sign-in/confirm?token=udloebet');
	await page.getByRole('button', { name: 'Log mig ind' }).click();
	await expect(page.getByRole('alert')).toContainText('Linket virker ikke længere');
});

test('as a persona of the demo, to the page that was asked for, and out again', async ({ page }) => {
	await page.goto('/settings/profile');
	await expect(page.getByRole('heading', { name: 'Log ind', level: 1 })).toBeVisible();
	await page.getByRole('button', { name: /Prøv som\s+Signe Lauritsen/ }).click();
	await expect(page.getByRole('heading', { level: 1, name: 'Din profil' })).toBeVisible();

	await page.getByRole('button', { name: /din menu/ }).click();
	await page.getByRole('menuitem', { name: 'Log ud' }).click();
	await expect(page).toHaveURL(/\/$/);
	await page.goto('/overview');
	await expect(page.getByRole('heading', { name: 'Log ind', level: 1 })).toBeVisible();
});

test('signing out everywhere closes the other browser at once', { tag: '@desk' }, async ({ join, guard }) => {
	guard.allow(status(401));
	const desk = await join('gitte.moelholm@naestved.example');
	const other = await join('gitte.moelholm@naestved.example');
	await other.page.goto('/overview');
	await expect(other.page.getByRole('heading', { level: 1, name: /Gitte/ })).toBeVisible();

	await desk.page.goto('/settings/devices');
	await expect(desk.page.getByText('Den, du sidder ved nu')).toBeVisible();
	await expect(desk.page.getByRole('button', { name: /^Log ud på / })).not.toHaveCount(0);
	await desk.page.getByRole('button', { name: 'Log ud alle steder' }).click();
	const dialog = desk.page.getByRole('dialog', { name: 'Log ud alle steder' });
	await dialog.getByRole('button', { name: 'Log ud alle steder' }).click();
	await expect(desk.page.getByRole('heading', { name: 'Log ind', level: 1 })).toBeVisible();
	await expect(other.page.getByText(/^Du er logget ud\. Log ind igen/)).toBeVisible();
});

test('one other device can be signed out by itself', { tag: '@desk' }, async ({ join }) => {
	const desk = await join('oskar.strand@naestved.example');
	const other = await join('oskar.strand@naestved.example');
	await other.page.goto('/settings/profile');
	await expect(other.page.getByRole('heading', { level: 1, name: 'Din profil' })).toBeVisible();
	await desk.page.goto('/settings/devices');
	await desk.page.getByRole('button', { name: /^Log ud på / }).click();
	await expect(desk.page.getByText('Enheden er logget ud')).toBeVisible();
	await expect(desk.page.getByRole('button', { name: /^Log ud på / })).toHaveCount(0);
	await expect(other.page.getByText(/^Du er logget ud\. Log ind igen/)).toBeVisible();
	await desk.page.reload();
	await expect(desk.page.getByRole('heading', { level: 1, name: 'Dine enheder' })).toBeVisible();
});
