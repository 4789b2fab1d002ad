import type { Locator, Page } from '@playwright/test';
import { randomUUID } from 'node:crypto';
import { checkA11y, noSidewaysScroll } from './support/axe';
import { slug, type Api } from './support/api';
import { expect, test } from './support/test';

const invitations = `/p/${slug}/invitations`;
const fresh = (name: string) => `${name}.${randomUUID().slice(0, 8)}@rudersdal.example`;

interface Organisation {
	id: string;
	short: string;
	participation: string;
}

async function organisation(api: Api, short: string): Promise<Organisation> {
	const { items } = await api.call<{ items: Organisation[] }>('GET', `/programmes/${slug}/organisations`);
	const found = items.find((o) => o.short === short);
	if (!found) throw new Error(`${short} takes no part`);
	return found;
}

/** Invites somebody as partner for Rudersdal, which has no limit of seats. */
async function invite(api: Api, email: string, name = ''): Promise<string> {
	const { id } = await organisation(api, 'Rudersdal');
	const { items } = await api.call<{ items: { id: string }[] }>('POST', `/programmes/${slug}/invitations`, {
		organisationId: id,
		role: 'partner',
		greeting: 'Vi glæder os til at have dig med.',
		people: [{ name, email, title: '' }]
	});
	return items[0]?.id ?? '';
}

/** The page that the link in the newest mail to an address leads to. */
async function linkTo(api: Api, email: string, after = ''): Promise<string> {
	const mail = await api.mail((m) => m.to === email && m.id !== after && m.text.includes('/invitation/'));
	return /\/invitation\/[\w-]{43}/.exec(mail.text)?.[0] ?? '';
}

const row = (page: Page, email: string): Locator => page.getByRole('row').filter({ hasText: email });

async function menu(at: Locator, page: Page, entry: string) {
	await at.getByRole('button', { name: /^Mere om/ }).click();
	await page.getByRole('menuitem', { name: entry }).click();
}

/** A hundred lines as they come out of Outlook and Excel; ten are wrong, each in its own way. */
function hundred(): string {
	const mark = randomUUID().slice(0, 8);
	const lines = Array.from({ length: 100 }, (_, n) => {
		const name = `Person Nummer${n + 1}`;
		const email = `person${n + 1}.${mark}@skanderborg.example`;
		return [`${name} <${email}>`, `${name};${email};Faglig leder`, `${name}\t${email}\tTeamleder`, email][
			n % 4
		];
	});
	// Constructed, as the first days of 1911 are not anybody's who could be meant here.
	const number = ['0101', '11-', '9989'].join('');
	const wrong: Record<number, string> = {
		7: 'Kirsten uden adresse',
		16: 'Kirsten <kirsten@skanderborg.example',
		25: 'Kirsten <kirsten@>',
		34: 'kirsten@skanderborg',
		43: 'kirsten@@skanderborg.example',
		52: 'Søren <søren@skanderborg.example>',
		61: 'Kirsten;a@skanderborg.example;b@skanderborg.example',
		70: `Igen <person1.${mark}@skanderborg.example>`,
		79: `${'Kirsten '.repeat(20)}<k@skanderborg.example>`,
		88: `Kirsten ${number} <kirsten@skanderborg.example>`
	};
	for (const [at, line] of Object.entries(wrong)) lines[Number(at) - 1] = line;
	return lines.join('\n');
}

test('a hundred pasted lines: ten say what is wrong, ninety go', async ({ sit }) => {
	const { page, api } = await sit('coordinator');
	await page.goto(`${invitations}/new`);
	await page.getByRole('radio', { name: /Partner/ }).check();
	await page
		.getByLabel('Til hvilken kommune eller organisation?')
		.selectOption({ label: 'Skanderborg Kommune' });
	await page.getByRole('button', { name: 'Flere på én gang' }).click();
	await page.getByLabel('Skriv eller sæt listen ind').fill(hundred());
	await expect(page.getByText('90 er klar')).toBeVisible();
	await expect(page.getByText('9 skal rettes')).toBeVisible();
	await expect(page.getByText('1 står der to gange')).toBeVisible();
	const wrong = page.getByRole('listitem').filter({ hasText: /^Linje \d+/ });
	await expect(wrong).toHaveCount(10);
	for (const [line, words] of [
		['Linje 7', 'Der er ingen e-mailadresse'],
		['Linje 16', 'mangler et >'],
		['Linje 25', 'før eller efter @'],
		['Linje 34', 'mangler slutningen'],
		['Linje 43', 'to @'],
		['Linje 52', 'uden æ, ø og å'],
		['Linje 61', 'to adresser'],
		['Linje 70', 'står der allerede'],
		['Linje 79', 'for langt'],
		['Linje 88', 'CPR-nummer']
	] as const)
		await expect(wrong.filter({ hasText: new RegExp(`^${line} `) })).toContainText(words);
	await noSidewaysScroll(page);
	await page.evaluate(() => scrollTo(0, 0));
	await checkA11y(page);

	await page.getByLabel('En hilsen fra dig').fill('Kom og vær med. Vi mødes første gang i januar.');
	await page.getByRole('button', { name: 'Se modtagere og mail' }).click();
	const dialog = page.getByRole('dialog', { name: 'Mailen går til 90 personer' });
	await expect(dialog.getByText('Jonas Ravn inviterer dig til')).toBeVisible();
	await dialog.getByText('Vis de 84 andre').click();
	await expect(dialog.getByRole('listitem')).toHaveCount(90);
	await expect(dialog.frameLocator('iframe').getByText('Vi mødes første gang i januar.')).toBeVisible();
	await checkA11y(page);
	await dialog.getByRole('button', { name: 'Send 90 invitationer' }).click();
	await expect(page.getByText('90 invitationer er på vej')).toBeVisible();
	await expect(page).toHaveURL(new RegExp(`${invitations}$`));
	await expect(page.getByRole('row').filter({ hasText: '@skanderborg.example' })).not.toHaveCount(0);
	const { items } = await api.call<{ items: { email: string }[] }>('GET', `/programmes/${slug}/invitations`);
	// The demo has one of its own there.
	expect(items.filter((i) => i.email.endsWith('@skanderborg.example')).length).toBeGreaterThanOrEqual(90);
});

test('from the mail to the overview, with a thumb @crucial', async ({ sit, visit }) => {
	const jonas = await sit('coordinator');
	const email = fresh('ditte');
	await invite(jonas.api, email, 'Ditte Dam');
	const path = await linkTo(jonas.api, email);
	const state = async () => {
		const { items } = await jonas.api.call<{ items: { email: string; state: string }[] }>(
			'GET',
			`/programmes/${slug}/invitations`
		);
		return items.find((i) => i.email === email)?.state;
	};

	const page = await visit();
	await page.goto(path);
	await expect(page.getByRole('heading', { level: 1 })).toContainText('Sammen om opfølgning');
	await expect(page.getByText('Jonas Ravn inviterer dig')).toBeVisible();
	await expect(page.getByText('Vi glæder os til at have dig med.')).toBeVisible();
	await expect(page.getByLabel('Dit navn')).toHaveValue('Ditte Dam');
	// What a mail gateway does comes to nothing: the page was loaded, and nobody was there.
	expect(await state()).toBe('delivered');
	await noSidewaysScroll(page);
	await checkA11y(page);

	await page.getByLabel('Dit navn').fill('');
	await page.getByLabel('Dit navn').press('Tab');
	await expect.poll(state).toBe('opened');
	await page.getByRole('button', { name: 'Ja tak, jeg er med' }).click();
	await expect(page.getByRole('alert')).toContainText('Skriv dit navn');
	await page.getByLabel('Dit navn').fill('Ditte Dam');
	await page.getByLabel('Din titel').fill('Teamleder');
	await page.getByRole('button', { name: 'Ja tak, jeg er med' }).click();
	await expect(page).toHaveURL(/\/overview$/);
	await expect(page.getByRole('heading', { level: 1 })).toContainText('Ditte');
	expect(await state()).toBe('accepted');

	await page.goto(path);
	await expect(page.getByRole('heading', { level: 1, name: 'Du er allerede med' })).toBeVisible();
});

test('who is signed in as another is told, and chooses', async ({ sit }) => {
	const jonas = await sit('coordinator');
	const karim = await sit('karim.saleh@viborg.example');
	const email = fresh('karim');
	await invite(jonas.api, email, 'Karim Saleh');
	const path = await linkTo(jonas.api, email);
	await karim.page.goto(path);
	await expect(karim.page.getByText('Invitationen er til en anden adresse')).toBeVisible();
	await expect(karim.page.getByText(`Du er logget ind som karim.saleh@viborg.example`)).toBeVisible();
	await checkA11y(karim.page);
	await karim.page.getByRole('link', { name: 'Bliv logget ind som karim.saleh@viborg.example' }).click();
	await expect(karim.page).toHaveURL(/\/overview$/);
	await karim.page.goto(path);
	await karim.page.getByRole('button', { name: `Fortsæt som ${email}` }).click();
	await expect(karim.page).toHaveURL(/\/overview$/);
	expect((await karim.api.call<{ email: string }>('GET', '/me')).email).toBe(email);
});

test('a link that was revoked says so, asks for a new one, and the inviter sees it', async ({
	sit,
	visit
}) => {
	const jonas = await sit('coordinator');
	const email = fresh('bodil');
	const id = await invite(jonas.api, email, 'Bodil Brun');
	const path = await linkTo(jonas.api, email);
	await jonas.page.goto(invitations);
	await menu(row(jonas.page, email), jonas.page, 'Træk tilbage');
	const dialog = jonas.page.getByRole('dialog', { name: 'Træk invitationen til Bodil Brun tilbage?' });
	await dialog.getByRole('button', { name: 'Træk tilbage' }).click();
	await expect(row(jonas.page, email)).toContainText('Trukket tilbage');

	const page = await visit();
	await page.goto(path);
	await expect(
		page.getByRole('heading', { level: 1, name: 'Invitationen er trukket tilbage' })
	).toBeVisible();
	await checkA11y(page);
	await page.getByRole('button', { name: 'Bed om et nyt link' }).click();
	await expect(page.getByText('Jonas Ravn har fået besked.')).toBeVisible();
	const mail = await jonas.api.mail((m) => m.subject === 'Bodil Brun beder om et nyt link');
	expect(mail.text).toContain(`${invitations}?id=${id}`);
	await expect(row(jonas.page, email)).toContainText('Beder om et nyt link');
	await expect(jonas.page.getByRole('button', { name: /^Kræver noget af dig/ })).toBeVisible();
	await checkA11y(jonas.page);
	await noSidewaysScroll(jonas.page);
	await page.goto('/invitation/noget-der-ikke-er-et-link');
	await expect(page.getByRole('heading', { level: 1, name: 'Linket passer ikke' })).toBeVisible();
});

test('a seat is given on today: the one is out at once, the other is in', async ({ sit, visit }) => {
	const jonas = await sit('coordinator');
	const email = fresh('gorm');
	const name = `Gorm ${email.slice(5, 13)}`;
	await invite(jonas.api, email, name);
	const token = (await linkTo(jonas.api, email)).split('/').pop() ?? '';
	const gorm = await visit();
	await gorm.goto(`/invitation/${token}`);
	await gorm.getByRole('button', { name: 'Ja tak, jeg er med' }).click();
	await expect(gorm).toHaveURL(/\/overview$/);
	await gorm.goto(`/p/${slug}/discussions`);
	await expect(gorm.getByRole('heading', { level: 1 })).toBeVisible();

	await jonas.page.goto(`${invitations}/seats`);
	const card = jonas.page
		.getByRole('listitem')
		.filter({ has: jonas.page.getByRole('heading', { name: 'Rudersdal' }) });
	await expect(card).toBeVisible();
	await checkA11y(jonas.page);
	await noSidewaysScroll(jonas.page);
	// Menus close when the page scrolls: it must have come to rest before one is opened.
	const menu = card.getByRole('button', { name: `Mere om ${name}` });
	await menu.focus();
	await jonas.page.evaluate(
		() => new Promise((rest) => requestAnimationFrame(() => requestAnimationFrame(rest)))
	);
	await menu.press('Enter');
	await jonas.page.getByRole('menuitem', { name: 'Giv pladsen videre' }).click();
	const dialog = jonas.page.getByRole('dialog');
	await dialog.getByRole('button', { name: 'Se mailen' }).click();
	await expect(dialog.getByRole('alert')).toContainText('Vælg en dag');
	const next = fresh('hella');
	await dialog.getByLabel('Navn').fill('Hella Holt');
	await dialog.getByLabel('E-mail').fill(next);
	await dialog
		.getByLabel('Fra hvilken dag?')
		.fill(new Intl.DateTimeFormat('en-CA', { timeZone: 'Europe/Copenhagen' }).format(new Date()));
	await checkA11y(jonas.page);
	await dialog.getByRole('button', { name: 'Se mailen' }).click();
	await expect(
		dialog.getByText('Jonas Ravn giver en plads videre til dig: Sammen om opfølgning')
	).toBeVisible();
	await dialog.getByRole('button', { name: 'Giv videre og send mailen' }).click();
	await expect(jonas.page.getByText('Hella Holt er inviteret til at tage over')).toBeVisible();
	await expect(card.getByRole('button', { name: `Mere om ${name}` })).toHaveCount(0);
	await gorm.goto(`/p/${slug}/discussions`);
	await expect(gorm.getByRole('heading', { level: 1 })).not.toHaveText('Drøftelser');
	// Without any seat one is told why, and where to go.
	await gorm.goto('/overview');
	await expect(gorm.getByText('Havde du en plads, er den ophørt eller givet videre')).toBeVisible();
	await expect(gorm.getByRole('link', { name: 'Se alle projekter' })).toBeVisible();
	await checkA11y(gorm);
	await noSidewaysScroll(gorm);

	const hella = await visit();
	await hella.goto(await linkTo(jonas.api, next));
	await expect(hella.getByText('Jonas Ravn giver en plads videre til dig')).toBeVisible();
	await hella.getByRole('button', { name: 'Ja tak, jeg er med' }).click();
	await expect(hella).toHaveURL(/\/overview$/);
	await jonas.page.reload();
	await card.getByRole('button', { name: 'Mere om Hella Holt' }).last().click();
	await jonas.page.getByRole('menuitem', { name: 'Hvem har haft pladsen' }).click();
	const history = jonas.page.getByRole('dialog', { name: 'Hvem har haft Hella Holts plads?' });
	await expect(history.getByRole('listitem').first()).toContainText(name);
	await expect(history.getByRole('listitem').first()).toContainText('Givet videre af Jonas Ravn');
	await expect(history.getByRole('listitem').last()).toContainText('Hella Holt');
	await checkA11y(jonas.page);
});

test('a municipality invites to its own seats, and no further than there are', async ({ sit }) => {
	const { page } = await sit('lise.brandt@aabenraa.example');
	await page.goto(`${invitations}/new`);
	await expect(page.getByText('Til hvilken kommune')).toHaveCount(0);
	await page.getByLabel('Navn').fill('En Til');
	await page.getByLabel('E-mail').fill('en.til@aabenraa');
	await page.getByRole('button', { name: 'Se modtagere og mail' }).click();
	await expect(page.getByRole('alert')).toContainText('mangler slutningen');
	await page.getByLabel('E-mail').fill('en.til@aabenraa.example');
	await expect(page.getByText('Alle 3 pladser er taget, inviterede talt med')).toBeVisible();
	await expect(page.getByText('Der er ingen ledig plads.').first()).toBeVisible();
	await page.reload();
	await page.goto(invitations);
	await expect(page.getByRole('heading', { level: 2, name: 'Ingen er inviteret endnu' })).toBeVisible();
	await checkA11y(page);
});

test('an observer invites nobody', { tag: '@desk' }, async ({ sit }) => {
	const { page } = await sit('observer');
	await page.goto(invitations);
	await expect(page).toHaveURL(/\/invitations\/seats$/);
	await expect(page.getByRole('heading', { level: 1, name: 'Pladser' })).toBeVisible();
	await page.goto(`${invitations}/new`);
	await expect(page.getByText('Der er ingen, du kan invitere her')).toBeVisible();
});
