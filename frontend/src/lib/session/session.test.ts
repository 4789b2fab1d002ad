// @vitest-environment jsdom
import { beforeEach, describe, expect, it, vi } from 'vitest';
import { call } from '$lib/api/client';
import type { Me } from '$lib/api/types';
import { away } from './away';
import { session } from './session.svelte';

vi.mock('$app/navigation', () => ({ goto: vi.fn() }));
vi.mock('./away', () => ({ away: vi.fn() }));

const person = (id: string) => ({ id, name: id, locale: 'da', memberships: [] }) as unknown as Me;
const hint = 'sluse.signed-in';
// There is no server here: what is sent ends as a lost connection.
const sends = () =>
	call('put', '/api/posts/{id}/pin', { path: { id: 'p' } }).catch((thrown: { kind: string }) => thrown.kind);

beforeEach(() => {
	localStorage.clear();
	vi.mocked(away).mockReset();
	session.enter(person('signe'));
});

describe('a tab of a browser in which somebody else has signed in since', () => {
	it('sends nothing in their name, and goes where they are', async () => {
		expect(await sends()).toBe('offline');
		localStorage.setItem(hint, 'karim');
		expect(await sends()).toBe('unauthenticated');
		expect(session.me).toBeNull();
		expect(away).toHaveBeenCalledExactlyOnceWith(expect.stringContaining('/sign-in?next='));
	});

	it('notices at once where it is awake', () => {
		localStorage.setItem(hint, 'karim');
		dispatchEvent(new StorageEvent('storage', { key: hint, newValue: 'karim' }));
		expect(session.me).toBeNull();
		expect(away).toHaveBeenCalledOnce();
	});

	it('goes on where it is the same person, or where nothing can be kept', async () => {
		dispatchEvent(new StorageEvent('storage', { key: hint, newValue: 'signe' }));
		localStorage.removeItem(hint);
		expect(await sends()).toBe('offline');
		expect(session.me?.id).toBe('signe');
		expect(away).not.toHaveBeenCalled();
	});
});
