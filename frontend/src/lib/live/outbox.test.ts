// @vitest-environment jsdom
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { ApiFault, offlineFault } from '$lib/api/fault';
import { Outbox, type QueuedPost } from './outbox';

const written = (clientId: string, text = clientId) => ({
	clientId,
	threadId: 't',
	text,
	at: '2026-11-19T10:00:00Z'
});

beforeEach(() => {
	vi.useFakeTimers();
	localStorage.clear();
});
afterEach(() => vi.useRealTimers());

/** Lets the queue's promises run. */
const settle = () => vi.advanceTimersByTimeAsync(0);

describe('the outbox', () => {
	it('sends in the order of writing and forgets what arrived', async () => {
		const sent: string[] = [];
		const box = new Outbox('p', async (post) => void sent.push(post.text));
		box.add(written('a'));
		box.add(written('b'));
		await settle();
		expect(sent).toEqual(['a', 'b']);
		expect(box.list()).toEqual([]);
		expect(localStorage.getItem(box.key)).toBeNull();
	});

	it('keeps everything while there is no connection and sends it once it is back', async () => {
		let online = false;
		const sent: string[] = [];
		const box = new Outbox('p', async (post) => {
			if (!online) throw offlineFault();
			sent.push(post.clientId);
		});
		box.add(written('a'));
		box.add(written('b'));
		await settle();
		expect(box.list().map((p) => p.state)).toEqual(['waiting', 'waiting']);
		online = true;
		await vi.advanceTimersByTimeAsync(1_000);
		expect(sent).toEqual(['a', 'b']);
	});

	it('survives a reload, with the same client id', async () => {
		const first = new Outbox('p', () => Promise.reject(offlineFault()));
		first.add(written('a', 'Tak'));
		await settle();
		first.stop();
		const sent: QueuedPost[] = [];
		const second = new Outbox('p', async (post) => void sent.push(post));
		await second.flush();
		expect(sent.map((p) => [p.clientId, p.text])).toEqual([['a', 'Tak']]);
	});

	it('shows what the server refused with its words, and goes on with the rest', async () => {
		const sent: string[] = [];
		const box = new Outbox('p', async (post) => {
			if (post.clientId === 'a') throw new ApiFault('invalid', 422, 'post.cpr');
			sent.push(post.clientId);
		});
		box.add(written('a'));
		box.add(written('b'));
		await settle();
		expect(sent).toEqual(['b']);
		expect(box.list()).toMatchObject([{ clientId: 'a', state: 'failed', code: 'post.cpr' }]);
	});

	it('tries a refused post again when its writer says so', async () => {
		let refuse = true;
		const box = new Outbox('p', async () => {
			if (refuse) throw new ApiFault('conflict', 409, 'thread.closed');
		});
		box.add(written('a'));
		await settle();
		expect(box.list()[0]?.state).toBe('failed');
		refuse = false;
		box.retry('a');
		await settle();
		expect(box.list()).toEqual([]);
	});

	it('keeps what waits when the session has ended, and does not hammer', async () => {
		const send = vi.fn(() => Promise.reject(new ApiFault('unauthenticated', 401, 'session.required')));
		const box = new Outbox('p', send);
		box.add(written('a'));
		await vi.advanceTimersByTimeAsync(120_000);
		expect(send).toHaveBeenCalledOnce();
		expect(box.list()).toMatchObject([{ clientId: 'a', state: 'waiting' }]);
	});

	it('is each person’s own', () => {
		const mine = new Outbox('me', () => Promise.reject(offlineFault()));
		mine.add(written('a'));
		expect(new Outbox('you', () => Promise.resolve()).list()).toEqual([]);
	});

	it('drops a post that turned out to have arrived', async () => {
		const box = new Outbox('p', () => Promise.reject(offlineFault()));
		box.add(written('a'));
		await settle();
		box.remove('a');
		expect(box.list()).toEqual([]);
	});

	it('lives in memory where the browser stores nothing', async () => {
		const broken = vi.spyOn(Storage.prototype, 'setItem').mockImplementation(() => {
			throw new DOMException('full', 'QuotaExceededError');
		});
		const box = new Outbox('p', () => Promise.reject(offlineFault()));
		box.add(written('a'));
		await settle();
		expect(box.list()).toHaveLength(1);
		broken.mockRestore();
	});
});
