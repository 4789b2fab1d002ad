import { noSidewaysScroll } from './support/axe';
import { slug } from './support/api';
import { expect, test } from './support/test';
import { fresh, ThreadPage } from './support/thread';

test('the overview says what waits on me, and lets go of what I answered', async ({ sit }) => {
	const amir = await sit('amir.hadi@vordingborg.example');
	const mette = await sit('partner');
	const title = fresh('Til Amir');
	const { id } = await mette.api.openThread(title, 'Vi har brug for Vordingborg.');
	await mette.api.post(id, `Hvor mange samtaler holder I, @[Amir Hadi](person:${amir.me.id})?`);

	await amir.page.goto('/overview');
	await expect(amir.page.getByRole('heading', { level: 1 })).toHaveText(/^God\S+, Amir$/);
	const waits = amir.page.getByRole('region', { name: 'Det venter på dig' });
	await expect(waits).toContainText('Mette Dahl spurgte dig om noget');
	await expect(amir.page.getByRole('region', { name: /^Nyt/ })).toContainText(title);
	await expect(amir.page.getByText('Vordingborgs pladser')).toBeVisible();
	await expect(amir.page.getByText('Rikke Norn').first()).toBeVisible();
	await noSidewaysScroll(amir.page);

	const task = waits.getByRole('listitem').filter({ hasText: title });
	await task.getByRole('link', { name: /Svar/ }).click();
	const thread = new ThreadPage(amir.page);
	await expect(thread.post('Hvor mange samtaler holder I')).toBeInViewport();
	await thread.say('To i måneden.');
	await expect(thread.post('To i måneden.')).toBeVisible();
	await amir.page.goto('/overview');
	await expect(amir.page.getByRole('heading', { level: 1, name: /Amir/ })).toBeVisible();
	await expect(amir.page.getByRole('region', { name: 'Det venter på dig' }).getByText(title)).toHaveCount(0);
});

test('a free seat on the overview is one tap from inviting to it', { tag: '@phone' }, async ({ sit }) => {
	const { page } = await sit('reference');
	await page.goto('/overview');
	const seats = page.getByRole('region', { name: 'Thisteds pladser' });
	await seats.getByRole('link', { name: 'Invitér' }).click();
	await expect(page).toHaveURL(/\/invitations\/new\?organisation=.+&role=reference$/);
	await expect(page.getByRole('heading', { level: 1, name: /Invitér/ })).toBeVisible();
});

test('news is let go of by one button', { tag: '@desk' }, async ({ sit }) => {
	const lise = await sit('lise.brandt@aabenraa.example');
	const mette = await sit('partner');
	await mette.api.openThread(fresh('Nyhed'), 'Noget er sket.');
	await lise.page.goto('/overview');
	await expect(lise.page.getByRole('region', { name: /^Nyt siden/ })).toBeVisible();
	await lise.page.getByRole('button', { name: 'Markér som læst' }).click();
	await expect(lise.page.getByText('Intet nyt siden sidst')).toBeVisible();
});

test('an administrator without a programme is told where to begin', async ({ sit }) => {
	const { page } = await sit('administrator');
	await page.goto('/overview');
	await expect(page.getByRole('heading', { name: 'Velkommen til jeres Sluse' })).toBeVisible();
});

test('one who is in two programmes goes from one to the other', async ({ sit }) => {
	const { page } = await sit('observer');
	await page.goto(`/p/${slug}`);
	await expect(page).toHaveURL(new RegExp(`/p/${slug}/discussions$`));
	await page.goto(`/p/${slug}/people`);
	await expect(page.getByRole('heading', { level: 1, name: 'Netværk' })).toBeVisible();
	await page.getByRole('button', { name: /^Skift projekt\. Du er i Sammen om opfølgning/ }).click();
	await page.getByRole('menuitemradio', { name: /Tidlig opsporing/ }).click();
	await expect(page).toHaveURL(/\/p\/tidlig-opsporing-i-dagtilbud\/people$/);
	await expect(page.getByText('Sofie Brink').first()).toBeVisible();
	await expect(page.getByText('Signe Lauritsen')).toHaveCount(0);
});

test('the profile saves as each field is left, and the language stays', async ({ sit }) => {
	const { page, me, api } = await sit('susanne.grud@lemvig.example');
	await page.goto('/settings/profile');
	const title = page.getByLabel('Titel');
	await title.fill('Leder af modtagelsen');
	await title.press('Tab');
	await expect(page.getByText(/Gemt/).first()).toBeVisible();
	const name = page.getByLabel('Navn', { exact: true });
	await name.fill('');
	await name.press('Tab');
	await expect(name).toHaveAccessibleDescription(/Skriv dit navn/);
	await name.fill(me.name);
	await name.press('Tab');
	await expect(name).not.toHaveAttribute('aria-invalid');
	await name.fill('Susanne Grud Holm');
	await name.press('Tab');
	await expect(page.getByText(/Gemt/)).toHaveCount(2);
	await page.reload();
	await expect(title).toHaveValue('Leder af modtagelsen');
	await expect(name).toHaveValue('Susanne Grud Holm');

	await page.getByRole('radio', { name: 'English' }).check();
	await expect(page.getByRole('heading', { level: 1, name: 'Your profile' })).toBeVisible();
	await expect(page.locator('html')).toHaveAttribute('lang', 'en');
	await page.reload();
	await expect(page.getByRole('heading', { level: 1, name: 'Your profile' })).toBeVisible();
	await page.getByRole('button', { name: /your menu/ }).click();
	await page.getByRole('menuitem', { name: 'Dansk' }).click();
	await expect(page.getByRole('heading', { level: 1, name: 'Din profil' })).toBeVisible();
	await expect(page.getByRole('radio', { name: 'Dansk' })).toBeChecked();
	expect(me.locale).toBe('da');

	const long = 'Speciallægepraksisplanlægningsstabiliseringsperiode';
	await api.call('PATCH', '/me', { name: `${long} ${long}` });
	await page.goto('/overview');
	await expect(page.getByRole('heading', { level: 1, name: new RegExp(long) })).toBeVisible();
	await expect(page.getByText(`${long} ${long}`).first()).toBeAttached();
	await noSidewaysScroll(page);
	await api.call('PATCH', '/me', { name: 'Susanne Grud Holm' });
});

test(
	'the keyboard reaches the content first, and the menu gives the focus back',
	{ tag: '@desk' },
	async ({ sit }) => {
		const { page } = await sit('reference');
		await page.goto('/overview');
		await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
		await page.keyboard.press('Tab');
		const skip = page.getByRole('link', { name: 'Spring til indhold' });
		await expect(skip).toBeFocused();
		await page.keyboard.press('Enter');
		await expect(page.getByRole('main')).toBeFocused();
		const mine = page.getByRole('button', { name: /din menu/ });
		await mine.focus();
		await page.keyboard.press('ArrowDown');
		await expect(page.getByRole('menuitem', { name: 'Din profil' })).toBeFocused();
		await page.keyboard.press('ArrowDown');
		await expect(page.getByRole('menuitem', { name: 'Dine enheder' })).toBeFocused();
		await page.keyboard.press('Escape');
		await expect(mine).toBeFocused();
	}
);

test('the dock leads everywhere with a thumb', { tag: '@phone' }, async ({ sit }) => {
	const { page } = await sit('reference');
	await page.goto('/overview');
	const dock = page.getByRole('navigation', { name: 'Genveje' });
	for (const [place, heading] of [
		['Drøftelser', 'Drøftelser'],
		['Dokumenter', 'Dokumenter'],
		['Netværk', 'Netværk'],
		['Søg', 'Søg i drøftelserne']
	] as const) {
		await dock.getByRole('link', { name: new RegExp(`^${place}`) }).tap();
		await expect(page.getByRole('heading', { level: 1, name: heading })).toBeVisible();
		await expect(dock.getByRole('link', { name: new RegExp(`^${place}`) })).toHaveAttribute(
			'aria-current',
			'page'
		);
	}
	for (const link of await dock.getByRole('link').all()) {
		const box = await link.boundingBox();
		expect(Math.min(box?.width ?? 0, box?.height ?? 0)).toBeGreaterThanOrEqual(44);
	}

	// At 400 % there are 320 by 256 pixels: what stays in place would leave nothing between.
	await page.setViewportSize({ width: 320, height: 256 });
	await page.getByRole('link', { name: 'Hjælp og kontakt' }).scrollIntoViewIfNeeded();
	await expect(page.getByRole('banner').getByRole('button', { name: /din menu/ })).not.toBeInViewport();
	await noSidewaysScroll(page);
});

test('of a row of tabs that does not fit, the current one is in view', { tag: '@phone' }, async ({ sit }) => {
	const { page } = await sit('reference');
	await page.goto('/settings/data');
	await expect(page.getByRole('link', { name: 'Dine data', exact: true })).toBeInViewport({ ratio: 0.9 });
	await page.getByRole('link', { name: 'Mails', exact: true }).click();
	await expect(page.getByRole('heading', { level: 1, name: 'Mails' })).toBeVisible();
	await expect(page.getByRole('link', { name: 'Mails', exact: true })).toBeInViewport({ ratio: 0.9 });
});
