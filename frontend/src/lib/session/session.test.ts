// @vitest-environment jsdom
import { goto } from '$app/navigation';
import { beforeEach, describe, expect, it, vi } from 'vitest';
import { call } from '$lib/api/client';
import type { Me } from '$lib/api/types';
import * as account from '$lib/features/account/api';
import { load } from '../../routes/(public)/sign-in/+page';
import { away } from './away';
import { session } from './session.svelte';

vi.mock('$app/navigation', () => ({ goto: vi.fn() }));
vi.mock('./away', () => ({
	away: vi.fn(async () => {
		throw new Error('left');
	})
}));
vi.mock('$lib/features/account/api', async (original) => ({
	...(await original<typeof account>()),
	signOut: vi.fn()
}));

const person = (id: string) => ({ id, name: id, locale: 'da', memberships: [] }) as unknown as Me;
const hint = 'sluse.signed-in';
// There is no server here: what is sent ends as a lost connection.
const sends = () =>
	call('put', '/api/posts/{id}/pin', { path: { id: 'p' } }).catch((thrown: { kind: string }) => thrown.kind);

beforeEach(() => {
	localStorage.clear();
	vi.mocked(away).mockClear();
	vi.mocked(goto).mockReset();
	session.enter(person('signe'));
});

describe('a tab of a browser in which somebody else has signed in since', () => {
	it('sends nothing in their name, and goes where they are', async () => {
		expect(await sends()).toBe('offline');
		localStorage.setItem(hint, 'karim');
		expect(await sends()).toBe('unauthenticated');
		expect(session.me).toBeNull();
		expect(goto).toHaveBeenCalledExactlyOnceWith(expect.stringContaining('/sign-in?next='));
	});

	it('notices at once where it is awake', () => {
		localStorage.setItem(hint, 'karim');
		dispatchEvent(new StorageEvent('storage', { key: hint, newValue: 'karim' }));
		expect(session.me).toBeNull();
		expect(goto).toHaveBeenCalledOnce();
	});

	it('goes on where it is the same person, or where nothing can be kept', async () => {
		dispatchEvent(new StorageEvent('storage', { key: hint, newValue: 'signe' }));
		localStorage.removeItem(hint);
		expect(await sends()).toBe('offline');
		expect(session.me?.id).toBe('signe');
		expect(goto).not.toHaveBeenCalled();
	});
});

describe('coming back by the page for signing in', () => {
	const comeBack = (id: string) => {
		session.expire();
		session.enter(person(id));
		const url = new URL('http://localhost/sign-in?next=%2Foverview');
		return load({ url } as unknown as Parameters<typeof load>[0]);
	};

	it('keeps the page for the same person', async () => {
		await expect(comeBack('signe')).rejects.toMatchObject({ status: 307, location: '/overview' });
		expect(away).not.toHaveBeenCalled();
	});

	it('leaves it for good where it is somebody else', async () => {
		await expect(comeBack('karim')).rejects.toThrow('left');
		expect(away).toHaveBeenCalledExactlyOnceWith('/overview');
	});
});

describe('signing out', () => {
	it('leads to the front page, though the connection ends before the answer comes', async () => {
		vi.mocked(account.signOut).mockImplementation(async () => {
			session.expire();
			return undefined as never;
		});
		await session.signOut();
		expect(goto).toHaveBeenCalledExactlyOnceWith('/');
		expect(session.me).toBeNull();
	});

	it('that does not succeed leaves everything as it was', async () => {
		vi.mocked(account.signOut).mockRejectedValue(new Error('away'));
		await expect(session.signOut()).rejects.toThrow('away');
		expect(session.me?.id).toBe('signe');
		session.expire();
		expect(goto).toHaveBeenCalledOnce();
	});
});
