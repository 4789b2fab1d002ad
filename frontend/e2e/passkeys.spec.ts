import type { Page } from '@playwright/test';
import { Server } from './support/server';
import { checkA11y, noSidewaysScroll } from './support/axe';
import { status } from './support/guard';
import { expect, test as base, signInAs, signOut } from './support/test';

/** A server at a name: browsers make no passkeys for an address that is only a number. */
const test = base.extend<object, { server: Server }>({
	server: [
		async ({ postgres }, use) => {
			const server = await Server.start(postgres || undefined, 'localhost');
			await use(server);
			await server.stop();
		},
		{ scope: 'worker', timeout: 60_000 }
	]
});

/** Gives the page's browser a built-in authenticator, as a telephone or a laptop has one. */
async function authenticator(page: Page) {
	const cdp = await page.context().newCDPSession(page);
	await cdp.send('WebAuthn.enable', { enableUI: false });
	const { authenticatorId } = await cdp.send('WebAuthn.addVirtualAuthenticator', {
		options: {
			protocol: 'ctap2',
			transport: 'internal',
			hasResidentKey: true,
			hasUserVerification: true,
			isUserVerified: true,
			automaticPresenceSimulation: true
		}
	});
	return {
		/** Whether the finger fits from now on. */
		verify: (isUserVerified: boolean) =>
			cdp.send('WebAuthn.setUserVerified', { authenticatorId, isUserVerified }),
		/** Whether the person touches it from now on. */
		touch: (enabled: boolean) =>
			cdp.send('WebAuthn.setAutomaticPresenceSimulation', { authenticatorId, enabled }),
		keys: async () => (await cdp.send('WebAuthn.getCredentials', { authenticatorId })).credentials,
		forget: () => cdp.send('WebAuthn.clearCredentials', { authenticatorId })
	};
}

test('a passkey is offered, made, and signs in; renamed, removed, it no longer does', async ({
	page,
	guard
}) => {
	// A refusal is an answer with a status that browsers complain of.
	guard.allow(status(422), status(401));
	const key = await authenticator(page);
	const api = await signInAs(page, 'coordinator');

	await page.goto('/overview');
	const offer = page.getByRole('region', { name: 'Log ind uden kode næste gang' });
	await expect(offer).toBeVisible();
	await checkA11y(page);
	await noSidewaysScroll(page);
	await offer.getByRole('button', { name: 'Lav en adgangsnøgle' }).click();
	await expect(page.getByText('Adgangsnøglen er klar.')).toBeVisible();
	await expect(offer).toBeHidden();
	expect(await key.keys()).toHaveLength(1);
	const mail = await api.mail((m) => m.subject === 'Du kan nu logge ind uden kode');
	expect(mail.text).toContain('/settings/devices');

	await signOut(page);
	await page.goto('/sign-in?next=/settings/devices');
	// The browser may answer of itself in the e-mail field; if not, the button does.
	const button = page.getByRole('button', { name: 'Log ind med adgangsnøgle' });
	const devices = page.getByRole('heading', { level: 1, name: 'Dine enheder' });
	await expect(button.or(devices)).toBeVisible();
	if (await button.isVisible()) await button.click({ timeout: 5_000 }).catch(() => undefined);
	await expect(devices).toBeVisible();

	const section = page.getByRole('region', { name: 'Adgangsnøgler' });
	await expect(section.getByRole('listitem')).toHaveCount(1);
	await expect(section.getByText(/^Brugt /)).toBeVisible();
	await section.getByRole('button', { name: /^Omdøb / }).click();
	const naming = page.getByRole('dialog', { name: 'Hvad skal nøglen hedde?' });
	await naming.getByLabel('Navn').fill('');
	await naming.getByRole('button', { name: 'Gem' }).click();
	await expect(naming.getByText('Skriv, hvad nøglen skal hedde.')).toBeVisible();
	await naming.getByLabel('Navn').fill('Arbejdstelefon');
	await naming.getByRole('button', { name: 'Gem' }).click();
	await expect(section.getByText('Arbejdstelefon')).toBeVisible();
	await checkA11y(page);
	await noSidewaysScroll(page);

	await section.getByRole('button', { name: 'Fjern Arbejdstelefon' }).click();
	const removing = page.getByRole('dialog', { name: 'Fjern adgangsnøglen?' });
	await removing.getByRole('button', { name: 'Fjern', exact: true }).click();
	await expect(page.getByText('Adgangsnøglen er fjernet')).toBeVisible();
	await expect(section.getByText('Du har ingen endnu.')).toBeVisible();
	await api.mail((m) => m.subject === 'En adgangsnøgle er fjernet');

	await signOut(page);
	await page.goto('/sign-in');
	await expect(page.getByRole('alert').or(button)).not.toHaveCount(0);
	if (!(await page.getByRole('alert').isVisible())) await button.click();
	await expect(page.getByText(/^Nøglen passer ikke til nogen her/)).toBeVisible();
	await checkA11y(page);
});

test('who lets it be gets a code by mail instead', { tag: '@desk' }, async ({ page }) => {
	const key = await authenticator(page);
	await signInAs(page, 'partner');
	await page.goto('/settings/devices');
	await key.verify(false);
	await page.getByRole('button', { name: 'Lav en adgangsnøgle' }).click();
	await expect(page.getByText(/Det blev afbrudt|Der gik for lang tid/)).toBeVisible();
	expect(await key.keys()).toHaveLength(0);

	await signOut(page);
	// Closing the browser's own dialogue cannot be tested from within the page: it answers like this.
	await page.addInitScript(() => {
		CredentialsContainer.prototype.get = () => Promise.reject(new DOMException('', 'NotAllowedError'));
	});
	await page.goto('/sign-in');
	await page.getByRole('button', { name: 'Log ind med adgangsnøgle' }).click();
	await expect(page.getByText('Det blev afbrudt. Prøv igen, eller få en kode på mail.')).toBeVisible();
	await expect(page.getByLabel('Din e-mail')).toHaveAttribute('autocomplete', /webauthn/);
	await checkA11y(page);
	await noSidewaysScroll(page);
});

test('who says no is not asked again', { tag: '@desk' }, async ({ page }) => {
	await signInAs(page, 'observer');
	await page.goto('/overview');
	const offer = page.getByRole('region', { name: 'Log ind uden kode næste gang' });
	await offer.getByRole('button', { name: 'Nej tak' }).click();
	await expect(offer).toBeHidden();
	await page.reload();
	await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
	await expect(offer).toBeHidden();
});
