import type { Page } from '@playwright/test';
import { execFileSync, spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { checkA11y, noSidewaysScroll } from './support/axe';
import { Api } from './support/api';
import { status } from './support/guard';
import { Server } from './support/server';
import { expect, test as base, signOut } from './support/test';

/** Starts a real OpenID provider that sends people back to `callback`, and tells where it is. */
async function startProvider(program: string, callback: string): Promise<[ChildProcess, string]> {
	const child = spawn(program, [callback], { stdio: ['ignore', 'pipe', 'inherit'] });
	const [said] = (await once(child.stdout.setEncoding('utf8'), 'data')) as [string];
	return [child, said.trim()];
}

/** An installation of which Thisted's people sign in at their own municipality. */
const test = base.extend<object, { server: Server }>({
	server: [
		async ({ postgres }, use) => {
			const folder = mkdtempSync(join(tmpdir(), 'sluse-provider-'));
			const program = join(folder, 'provider');
			execFileSync('go', ['build', '-o', program, join(import.meta.dirname, 'support/provider.go')]);
			let child: ChildProcess | undefined;
			const server = await Server.start(postgres || undefined, '127.0.0.1', async (origin) => {
				const [started, issuer] = await startProvider(program, `${origin}/api/oidc/callback`);
				child = started;
				return {
					SLUSE_OIDC_ISSUER: issuer,
					SLUSE_OIDC_CLIENT_ID: 'sluse',
					SLUSE_OIDC_CLIENT_SECRET: 'secret',
					SLUSE_OIDC_NAME: 'Thisted Kommune',
					SLUSE_OIDC_DOMAINS: 'thisted.example=0787'
				};
			});
			await use(server);
			await server.stop();
			child?.kill();
			rmSync(folder, { recursive: true, force: true });
		},
		{ scope: 'worker', timeout: 180_000 }
	]
});

// The provider's own page asks for an icon that it does not have.
test.beforeEach(({ guard }) => guard.allow(status(404), /404 for .*favicon/));

const door = (page: Page) => page.getByRole('button', { name: 'Log ind med Thisted Kommune' });

async function signInThere(page: Page, name: string, next = '') {
	await page.goto(next ? `/sign-in?next=${encodeURIComponent(next)}` : '/sign-in');
	await door(page).click();
	await page.getByLabel('Username:').fill(name);
	await page.getByLabel('Password:').fill('right');
	await page.getByRole('button', { name: 'Login' }).click();
}

test('who is known comes in, and to the page they wanted', async ({ page, server }) => {
	await signInThere(page, 'signe', '/settings/profile');
	await expect(page).toHaveURL(`${server.origin}/settings/profile`);
	await expect(page.getByRole('heading', { level: 1, name: 'Din profil' })).toBeVisible();
	// A role comes from her seat, not from the provider.
	await page.goto('/overview');
	await expect(page.getByRole('heading', { level: 1, name: /Signe/ })).toBeVisible();
});

test('an account at the organisation is listed, taken away and bound again; mail lets in all the while', async ({
	page,
	server
}) => {
	await signInThere(page, 'signe', '/settings/devices');
	const linked = page.getByRole('region', { name: 'Din organisations login' });
	await expect(linked.getByText('Thisted Kommune')).toBeVisible();
	await expect(linked.getByText('signe.lauritsen@thisted.example virker altid')).toBeVisible();
	await checkA11y(page);
	await noSidewaysScroll(page);

	await linked.getByRole('button', { name: 'Fjern kontoen hos Thisted Kommune' }).click();
	const dialog = page.getByRole('dialog', { name: 'Fjern kontoen?' });
	await expect(dialog).toContainText('virker altid');
	await checkA11y(page);
	await dialog.getByRole('button', { name: 'Fjern', exact: true }).click();
	await expect(linked.getByText('Du har ikke logget ind med Thisted Kommune endnu')).toBeVisible();
	await expect(linked.getByRole('button')).toHaveCount(0);
	const told = await new Api(page.context().request, server.origin).mail(
		(m) => m.to.includes('signe.lauritsen@') && m.subject === 'Login med Thisted Kommune er fjernet'
	);
	expect(told.text).toContain('kode på mail');

	// Where she signs in there the next time, the account is hers again.
	await signOut(page);
	await signInThere(page, 'signe', '/settings/devices');
	await expect(linked.getByRole('button', { name: 'Fjern kontoen hos Thisted Kommune' })).toBeVisible();
});

test(
	'who is not known, or not believed, stays at the door and is told what to do',
	{ tag: '@desk' },
	async ({ page, guard }) => {
		guard.allow(status(401));
		const told = {
			stranger: 'Du er ikke med i Sluse endnu.',
			claimer: 'Din organisation har ikke bekræftet din mailadresse.',
			outsider: 'Din mailadresse hører ikke til dem, der kan logge ind på den måde.'
		};
		for (const [name, words] of Object.entries(told)) {
			await signInThere(page, name);
			await expect(page).toHaveURL(/\/sign-in\?trouble=oidc\./);
			await expect(page.getByRole('alert')).toContainText(words);
			// Mail stays the way that always works.
			await expect(page.getByLabel('Din e-mail')).toBeVisible();
			await page.goto('/overview');
			await expect(page).toHaveURL(/\/sign-in/);
			await page.evaluate(() => localStorage.clear());
		}
	}
);

test('who is not known is shown where their organisation takes part, and whom to ask', async ({ page }) => {
	await signInThere(page, 'stranger');
	await expect(page).toHaveURL(/trouble=oidc\.unknown_person&organisation=/);
	const way = page.getByRole('region', { name: 'Din mailadresse hører til Thisted Kommune.' });
	await expect(way.getByText('Thisted Kommune er med her')).toBeVisible();
	// The names of her colleagues are for members.
	await expect(way).not.toContainText('Signe');
	await checkA11y(page);
	await noSidewaysScroll(page);
	await way.getByRole('link', { name: 'Sammen om opfølgning' }).click();
	await expect(page).toHaveURL(/\/programmes\//);
});

test('an answer that nobody asked for opens nothing', { tag: '@desk' }, async ({ page }) => {
	await page.goto('/api/oidc/callback?state=made-up&code=made-up');
	await expect(page).toHaveURL(/\/sign-in\?trouble=oidc\./);
	await expect(page.getByRole('alert')).toBeVisible();
	await checkA11y(page);
	await noSidewaysScroll(page);
});
