// @vitest-environment jsdom
import { cleanup, fireEvent, render, screen } from '@testing-library/svelte';
import { tick } from 'svelte';
import { afterEach, expect, it, vi } from 'vitest';
import { beginPasskeySignIn, signInWithPasskey } from './passkeys';
import PasskeySignIn from './PasskeySignIn.svelte';
import { sign } from './webauthn';

vi.mock('./passkeys', () => ({ beginPasskeySignIn: vi.fn(), signInWithPasskey: vi.fn() }));
vi.mock('./webauthn', () => ({
	offersInField: () => Promise.resolve(true),
	sign: vi.fn(),
	stopped: () => true
}));
vi.mock('./enter', () => ({ enter: vi.fn() }));

afterEach(cleanup);

it('signs in once, when the button is pressed after the browser has answered in the field', async () => {
	const challenge = {
		challengeId: 'c',
		options: {},
		expiresAt: new Date(Date.now() + 300_000).toISOString()
	};
	vi.mocked(beginPasskeySignIn).mockResolvedValue(challenge as never);
	let answer: (credential: object) => void = () => undefined;
	vi.mocked(sign).mockReturnValueOnce(new Promise((done) => (answer = done)));
	vi.mocked(signInWithPasskey).mockReturnValue(new Promise(() => undefined)); // on its way
	render(PasskeySignIn, { next: '' });
	await vi.waitFor(() => expect(sign).toHaveBeenCalledOnce());
	answer({});
	await vi.waitFor(() => expect(signInWithPasskey).toHaveBeenCalledOnce());
	await tick();
	const button = screen.getByRole('button');
	expect(button.getAttribute('aria-busy')).toBe('true');
	await fireEvent.click(button);
	expect(beginPasskeySignIn).toHaveBeenCalledOnce();
	expect(signInWithPasskey).toHaveBeenCalledOnce();
});
