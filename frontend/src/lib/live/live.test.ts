// @vitest-environment jsdom
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { live, quietMs } from './live.svelte';

/** A connection at the edge, and a hand to speak for the server. */
class FakeSocket {
	static last: FakeSocket;
	readyState = 1;
	onmessage: ((event: { data: string }) => void) | null = null;
	onclose: ((event: { code: number }) => void) | null = null;
	constructor() {
		FakeSocket.last = this;
	}
	send() {
		return undefined;
	}
	close() {
		return undefined;
	}
	says(type: string) {
		this.onmessage?.({ data: JSON.stringify({ type }) });
	}
}

beforeEach(() => {
	vi.useFakeTimers();
	vi.stubGlobal('WebSocket', FakeSocket);
	live.start({ onexpired: () => undefined, onrefused: () => undefined });
	FakeSocket.last.says('hello');
});
afterEach(() => {
	live.stop();
	vi.unstubAllGlobals();
	vi.useRealTimers();
});

it('without a network is said five seconds after the browser knew, not after the socket found out', () => {
	dispatchEvent(new Event('offline'));
	expect(live.offlineSince).not.toBeNull();
	vi.advanceTimersByTime(quietMs - 1);
	expect(live.away).toBe(false);
	vi.advanceTimersByTime(1);
	expect(live.away).toBe(true);
	FakeSocket.last.says('hello');
	expect([live.away, live.offlineSince]).toEqual([false, null]);
});

it('is not said to be away while the server is heard, whatever the browser thinks', () => {
	dispatchEvent(new Event('offline'));
	FakeSocket.last.says('pong');
	expect(live.offlineSince).toBeNull();
	vi.advanceTimersByTime(2 * quietMs);
	expect(live.away).toBe(false);
});
