import { noSidewaysScroll } from './support/axe';
import { programmeName, slug } from './support/api';
import { status } from './support/guard';
import { expect, test } from './support/test';
import { fresh, madeUpNumber, ThreadPage } from './support/thread';

const list = `/p/${slug}/discussions`;

test('a thread is started, with what is missing said first', async ({ sit, guard }) => {
	guard.allow(status(422));
	const { page } = await sit('reference');
	await page.goto(list);
	await page
		.getByRole('link', { name: /^Ny drøftelse|^Start en drøftelse/ })
		.first()
		.click();
	await page.getByRole('button', { name: 'Start drøftelsen' }).click();
	const summary = page.getByRole('alert').filter({ hasText: 'Ret dette' });
	await expect(summary).toBeFocused();
	await summary.getByRole('link', { name: 'Skriv, hvad du vil tage op' }).click();
	const subject = page.getByLabel('Hvad vil du tage op?');
	await expect(subject).toBeFocused();
	await expect(subject).toHaveAccessibleDescription(/Skriv, hvad du vil tage op/);
	// Who may not narrow a thread is not asked who may read it.
	await expect(page.getByText('Hvem kan læse med?')).toHaveCount(0);

	const title = fresh('Hvordan spørger I børnene?');
	await subject.fill(title);
	const words = page.getByLabel('Dit første indlæg');
	await words.fill(`https://kommune.example/${'sti/'.repeat(2_500)}`);
	await noSidewaysScroll(page);
	await page.getByRole('button', { name: 'Start drøftelsen' }).click();
	await expect(words).toHaveAccessibleDescription(/højst have 8000 tegn/);
	await words.fill('Vi er begyndt at lade dem vælge stedet.');
	await page.getByRole('button', { name: 'Start drøftelsen' }).click();
	await expect(page.getByRole('heading', { level: 1, name: title })).toBeVisible();
	const thread = new ThreadPage(page);
	await expect(thread.post('lade dem vælge stedet')).toContainText('Dig');
	await page.goto(list);
	await expect(page.getByRole('link', { name: title })).toBeVisible();
});

test('posts: written with the keyboard, quoted, answered by a reaction', async ({ sit, isMobile }) => {
	const signe = await sit('reference');
	const mette = await sit('partner');
	const { id } = await mette.api.openThread(fresh('Samtaler'), 'Vi holder samtalen i bilen.');
	const thread = new ThreadPage(signe.page);
	await thread.open(id);
	await thread.composer.fill('Første linje');
	if (!isMobile) {
		// What is skipped is also the list of threads.
		await signe.page.getByRole('link', { name: 'Spring til indhold' }).press('Enter');
		await signe.page.keyboard.press('Tab');
		await expect(signe.page.getByRole('link', { name: programmeName }).last()).toBeFocused();
		await thread.composer.press('End');
		await thread.composer.press('Enter');
		await thread.composer.pressSequentially('anden linje');
		await thread.composer.press('Control+Enter');
		await expect(thread.post('Første linje')).toContainText('anden linje');
	} else {
		await thread.sendButton.tap();
		await expect(thread.post('Første linje')).toBeVisible();
	}

	await thread.choose('Vi holder samtalen i bilen.', 'Svar med citat');
	await expect(signe.page.getByText('Du svarer Mette Dahl')).toBeVisible();
	await thread.say('Det prøver vi også.');
	const answer = thread.post('Det prøver vi også.');
	await expect(answer.getByRole('link', { name: /Vi holder samtalen i bilen/ })).toBeVisible();

	await thread.choose('Vi holder samtalen i bilen.', 'Samme her');
	const reaction = thread.post('Vi holder samtalen i bilen.').getByRole('button', { name: /Samme her 1/ });
	await expect(reaction).toHaveAttribute('aria-pressed', 'true');
	await reaction.click();
	await expect(reaction).toHaveCount(0);
});

test('mentions are completed by keyboard', { tag: '@desk' }, async ({ sit }) => {
	const { page, api } = await sit('reference');
	const { id } = await api.openThread(fresh('Nævn'), 'Hvem ved det?');
	const thread = new ThreadPage(page);
	await thread.open(id);
	await thread.composer.pressSequentially('Hej @kar');
	await expect(thread.mentions.getByRole('option', { name: /Karim Saleh/ })).toBeVisible();
	await expect(thread.composer).toHaveAttribute('aria-activedescendant', /.+/);
	const options = await thread.mentions.getByRole('option').allInnerTexts();
	for (let at = 0; at < options.findIndex((o) => o.includes('Karim')); at++)
		await thread.composer.press('ArrowDown');
	await expect(thread.mentions.getByRole('option', { selected: true })).toContainText('Karim Saleh');
	await thread.composer.press('Enter');
	await expect(thread.mentions).toHaveCount(0);
	await expect(thread.composer).toHaveValue(/^Hej @Karim Saleh ?$/);
	await thread.composer.pressSequentially('og @hjør');
	await thread.mentions
		.getByRole('option', { name: /Hjørring/ })
		.first()
		.waitFor();
	// Where Windows chooses the colours, the chosen one still looks chosen.
	await page.emulateMedia({ forcedColors: 'active' });
	const plain = await thread.mentions.evaluate((list) => getComputedStyle(list).backgroundColor);
	const chosen = thread.mentions.getByRole('option', { selected: true });
	await expect(chosen).not.toHaveCSS('background-color', plain);
	await page.emulateMedia({ forcedColors: null });
	await thread.composer.press('Escape');
	await expect(thread.mentions).toHaveCount(0);
	await thread.composer.press('Control+Enter');
	await expect(thread.post('Hej @Karim Saleh').locator('.at')).toHaveText('@Karim Saleh');
});

test('mentions are completed by touch', { tag: '@phone' }, async ({ sit }) => {
	const { page, api } = await sit('reference');
	const { id } = await api.openThread(fresh('Nævn'), 'Hvem ved det?');
	const thread = new ThreadPage(page);
	await thread.open(id);
	await thread.composer.tap();
	await thread.composer.pressSequentially('Spørg @vib');
	await thread.mentions
		.getByRole('option', { name: /^.*Viborg Kommune|Viborg/ })
		.first()
		.tap();
	await expect(thread.composer).toHaveValue(/@Viborg/);
	await thread.sendButton.tap();
	await expect(thread.post('Spørg').locator('.at')).toHaveText(/@Viborg/);
});

test('a post is corrected and its history kept, deleted and its trace kept', async ({ sit }) => {
	const { page, api } = await sit('reference');
	const { id } = await api.openThread(fresh('Ret'), 'Vi mødes hver unge.');
	const thread = new ThreadPage(page);
	await thread.open(id);
	await thread.choose('Vi mødes hver unge.', 'Ret');
	const editor = page.getByRole('textbox', { name: 'Ret dit indlæg' });
	await expect(editor).toBeFocused();
	await editor.fill(`https://kommune.example/${'sti/'.repeat(100)}`);
	await noSidewaysScroll(page);
	await editor.fill('Vi mødes hver uge.');
	// What was begun is not lost by a key or a reload.
	await editor.press('Escape');
	await page.reload();
	await expect(editor).toHaveValue('Vi mødes hver uge.');
	await page.getByRole('button', { name: 'Gem', exact: true }).click();
	await expect(thread.post('Vi mødes hver uge.')).toContainText('rettet');
	await expect(thread.post('Vi mødes hver uge.')).toBeFocused();
	await thread.choose('Vi mødes hver uge.', 'Se, hvad der er rettet');
	const history = page.getByRole('dialog', { name: 'Sådan har indlægget set ud' });
	await expect(history).toContainText('Vi mødes hver unge.');
	await page.keyboard.press('Escape');
	await expect(history).toBeHidden();

	await thread.choose('Vi mødes hver uge.', 'Slet');
	const asked = page.getByRole('dialog', { name: 'Slet indlægget?' });
	await asked.getByRole('button', { name: 'Slet indlægget' }).click();
	await expect(thread.list).toContainText('Du har slettet dit indlæg.');
	await expect(thread.list).not.toContainText('Vi mødes hver uge.');
});

test('a coordinator removes a post with a reason that its author can read', async ({ sit }) => {
	const signe = await sit('reference');
	const jonas = await sit('coordinator');
	const { id } = await signe.api.openThread(fresh('Tone'), 'Det her hører ikke til.');
	const author = new ThreadPage(signe.page);
	const coordinator = new ThreadPage(jonas.page);
	await author.open(id);
	await coordinator.open(id);
	await coordinator.choose('Det her hører ikke til.', 'Fjern indlægget');
	const dialog = jonas.page.getByRole('dialog', { name: 'Fjern indlægget?' });
	await dialog.getByRole('button', { name: 'Fjern indlægget' }).click();
	await expect(dialog.getByText('Skriv en kort grund')).toBeVisible();
	await dialog.getByLabel('Hvorfor fjerner du det?').fill('Det handler om en bestemt sag.');
	await dialog.getByRole('button', { name: 'Fjern indlægget' }).click();
	await expect(author.list).toContainText('Jonas Ravn har fjernet indlægget.');
	await expect(author.list).toContainText('Fordi: Det handler om en bestemt sag.');
	await expect(author.list).not.toContainText('Det her hører ikke til.');
});

test('a coordinator pins a post, closes the thread and opens it again', async ({ sit }) => {
	const signe = await sit('reference');
	const jonas = await sit('coordinator');
	const { id } = await signe.api.openThread(fresh('Fastgør'), 'Skabelonen ligger i bilaget.');
	const reader = new ThreadPage(signe.page);
	const coordinator = new ThreadPage(jonas.page);
	await reader.open(id);
	await coordinator.open(id);
	await coordinator.choose('Skabelonen ligger i bilaget.', 'Fastgør');
	await expect(reader.post('Skabelonen ligger i bilaget.')).toContainText('Fastgjort');

	await reader.composer.fill('Jeg er midt i at svare');
	await (await coordinator.about()).getByRole('button', { name: 'Luk drøftelsen' }).click();
	const over = signe.page
		.getByRole('alert')
		.filter({ hasText: 'Drøftelsen er lukket. Den kan stadig læses.' });
	await expect(over).toBeVisible();
	await expect(reader.composer).toHaveCount(0);
	await expect(signe.page.getByLabel(/Det her nåede du ikke at sende/)).toHaveValue('Jeg er midt i at svare');
	await (await coordinator.about()).getByRole('button', { name: 'Åbn drøftelsen igen' }).click();
	await expect(reader.composer).toHaveValue('Jeg er midt i at svare');
});

test('a muted thread counts nothing', { tag: '@desk' }, async ({ sit }) => {
	const signe = await sit('reference');
	const mette = await sit('partner');
	const title = fresh('Lydløs');
	const { id } = await signe.api.openThread(title, 'Støjer det?');
	const thread = new ThreadPage(signe.page);
	await thread.open(id);
	await (await thread.about()).getByRole('button', { name: 'Følg', exact: true }).click();
	await signe.page.getByRole('menuitemradio', { name: /Gør den lydløs/ }).click();
	await expect((await thread.about()).getByRole('button', { name: 'Lydløs' })).toBeVisible();
	await thread.back();

	await signe.page.goto(list);
	await mette.api.post(id, 'Ja, meget.');
	const entry = signe.page.getByRole('listitem').filter({ hasText: title });
	await expect(entry).toContainText('Mette Dahl');
	await expect(entry).toContainText('Lydløs');
	await expect(entry).not.toContainText('1 ny');
});

test('a link leads to its post, a search to its hits', async ({ join, context }) => {
	const { page, api, me } = await join('reference');
	await context.grantPermissions(['clipboard-read', 'clipboard-write']);
	const word = `kvartersprøve${Date.now().toString(36)}`;
	const { id } = await api.openThread(fresh('Find'), 'Begyndelsen.');
	for (let n = 0; n < 30; n++) await api.post(id, `Indlæg nummer ${n} med en linje mere.`);
	const [first] = await api.posts(id);
	await api.post(id, `Vi har prøvet en ${word} i to måneder.`);

	await new ThreadPage(page).open(id, first?.id);
	await expect(page.locator(`#post-${first?.id}`)).toBeInViewport();

	await page.goto(`/p/${slug}/search`);
	const field = page.getByRole('searchbox', { name: 'Hvad leder du efter?' });
	await field.fill(word.slice(0, -2));
	const hit = page.getByRole('listitem').filter({ hasText: word });
	await expect(hit.locator('mark')).toHaveText(word);
	await expect(hit).toContainText(`${me.name}, Thisted, i dag kl.`);
	await noSidewaysScroll(page);
	await hit.getByRole('link').click();
	await expect(new ThreadPage(page).post(word)).toBeInViewport();

	await page.goto(`/p/${slug}/search`);
	await field.fill('qqxxzz');
	await expect(page.getByRole('heading', { name: /Ingen indlæg med/ })).toBeVisible();
});

test('a CPR number is stopped while it is written, and by the server', async ({ sit, guard }) => {
	guard.allow(status(422));
	const { page, api } = await sit('reference');
	const { id } = await api.openThread(fresh('Tal'), 'Husk, ingen numre.');
	const thread = new ThreadPage(page);
	await thread.open(id);
	await thread.composer.fill(`Barnet med ${madeUpNumber()} er kommet videre.`);
	await expect(page.getByText('Det ligner et CPR-nummer')).toBeVisible();
	await expect(thread.sendButton).toBeDisabled();
	await expect(thread.composer).toHaveAttribute('aria-invalid', 'true');
	await thread.composer.press('Control+Enter');
	expect(await api.posts(id)).toHaveLength(1);
	await expect(api.post(id, `Nummer ${madeUpNumber()}`)).rejects.toThrow(/422.*cpr/);

	await thread.composer.fill('Barnet er kommet videre.');
	await expect(page.getByText('Det ligner et CPR-nummer')).toHaveCount(0);
	await thread.sendButton.click();
	await expect(thread.post('Barnet er kommet videre.')).toBeVisible();
});

test('an observer reads, and is told why there is nothing to write in', async ({ sit }) => {
	const signe = await sit('reference');
	const bodil = await sit('observer');
	const { id } = await signe.api.openThread(fresh('Læs'), 'Kan alle læse det her?');
	const thread = new ThreadPage(bodil.page);
	await thread.open(id);
	await expect(thread.post('Kan alle læse det her?')).toBeVisible();
	await expect(thread.composer).toHaveCount(0);
	await expect(bodil.page.getByText('Du kan læse med her, men ikke skrive.')).toBeVisible();
	await bodil.page.goto(list);
	await expect(bodil.page.getByRole('link', { name: /^Ny drøftelse|^Start en drøftelse/ })).toHaveCount(0);
});

test('what is for partners only is nowhere for a reference', { tag: '@desk' }, async ({ sit, guard }) => {
	guard.allow(status(404));
	const signe = await sit('reference');
	const mette = await sit('partner');
	const title = fresh('Kun os');
	await mette.page.goto(`${list}/new`);
	await mette.page.getByLabel('Hvad vil du tage op?').fill(title);
	await mette.page.getByLabel('Dit første indlæg').fill('Et ufærdigt udkast.');
	await mette.page.getByRole('radio', { name: /Partnerne og koordinatorerne/ }).check();
	await mette.page.getByRole('button', { name: 'Start drøftelsen' }).click();
	await expect(mette.page.getByRole('heading', { level: 1, name: title })).toBeVisible();
	await expect(mette.page.getByText('Kun partnere').filter({ visible: true }).first()).toBeVisible();

	const id = new URL(mette.page.url()).pathname.split('/').pop();
	await signe.page.goto(`${list}/${id}`);
	await expect(signe.page.getByText('Drøftelsen findes ikke her')).toBeVisible();
	await signe.page.goto(list);
	await expect(signe.page.getByRole('link').filter({ hasText: /,/ }).first()).toBeVisible();
	await expect(signe.page.getByText(title)).toHaveCount(0);
});

test(
	'pages that are not there, and programmes that are not mine',
	{ tag: '@desk' },
	async ({ sit, guard }) => {
		guard.allow(status(404));
		const { page } = await sit('reference');
		await page.goto('/overview');
		await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
		await page.goto('/findes-ikke');
		await expect(page.getByRole('heading', { level: 1, name: 'Siden findes ikke her' })).toBeVisible();
		await expect(page.getByRole('main').getByRole('link', { name: 'Til dit overblik' })).toBeVisible();
		await expect(page.getByRole('link', { name: 'Log ind' })).toHaveCount(0);
		await page.goto('/p/tidlig-opsporing-i-dagtilbud/discussions');
		await expect(page.getByRole('heading', { level: 1, name: 'Siden findes ikke her' })).toBeVisible();
		await noSidewaysScroll(page);
		await page.goto('/programmes/tidlig-opsporing-i-dagtilbud');
		await expect(page.getByRole('heading', { level: 1, name: 'Tidlig opsporing i dagtilbud' })).toBeVisible();
	}
);
