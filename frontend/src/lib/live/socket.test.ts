import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { closedExpired, closedForbidden, LiveSocket, type EventFrame, type SocketOptions } from './socket';

/** A connection at the edge: what we sent, and a hand to speak for the server. */
class FakeSocket {
	static made: FakeSocket[] = [];
	readyState = 1;
	sent: Record<string, unknown>[] = [];
	closedByUs = false;
	onmessage: ((event: { data: string }) => void) | null = null;
	onclose: ((event: { code: number }) => void) | null = null;

	constructor() {
		FakeSocket.made.push(this);
	}
	send(text: string) {
		this.sent.push(JSON.parse(text));
	}
	close() {
		this.closedByUs = true;
	}
	says(frame: object) {
		this.onmessage?.({ data: JSON.stringify(frame) });
	}
	dies(code = 1006) {
		this.readyState = 3;
		this.onclose?.({ code });
	}
	of(type: string) {
		return this.sent.filter((frame) => frame.type === type);
	}
}

const last = () => FakeSocket.made[FakeSocket.made.length - 1] as FakeSocket;

function start(options: Partial<SocketOptions> = {}) {
	const socket = new LiveSocket({
		url: 'ws://here/api/live',
		connect: () => new FakeSocket() as unknown as WebSocket,
		random: () => 0,
		...options
	});
	socket.start();
	return socket;
}

function follow(socket: LiveSocket, after = 10) {
	const heard: number[] = [];
	const reset = vi.fn();
	const denied = vi.fn();
	const sub = socket.subscribe('thread:t', after, {
		event: (frame: EventFrame) => heard.push(frame.seq),
		reset,
		denied
	});
	return { heard, reset, denied, sub };
}

const event = (seq: number) => ({ type: 'event', topic: 'thread:t', seq, verb: 'post.created', data: {} });
const hello = { type: 'hello', node: 'a', person: 'p' };

beforeEach(() => {
	vi.useFakeTimers();
	FakeSocket.made = [];
});
afterEach(() => vi.useRealTimers());

describe('a topic', () => {
	it('is subscribed after the greeting, from the seq that is shown', () => {
		const socket = start();
		follow(socket, 12);
		expect(last().sent).toEqual([]);
		last().says(hello);
		expect(last().of('subscribe')).toEqual([{ type: 'subscribe', topic: 'thread:t', after: 12 }]);
	});

	it('is applied in order and once', () => {
		const socket = start();
		const { heard } = follow(socket);
		last().says(hello);
		for (const seq of [11, 11, 10, 12]) last().says(event(seq));
		expect(heard).toEqual([11, 12]);
	});

	it('holds what comes too early, and asks for the hole after a moment', () => {
		const socket = start();
		const { heard } = follow(socket);
		last().says(hello);
		last().says(event(13));
		last().says(event(11));
		expect(heard).toEqual([11]);
		vi.advanceTimersByTime(149);
		expect(last().of('subscribe')).toHaveLength(1);
		vi.advanceTimersByTime(1);
		expect(last().of('subscribe')[1]).toEqual({ type: 'subscribe', topic: 'thread:t', after: 11 });
		last().says(event(12));
		expect(heard).toEqual([11, 12, 13]);
	});

	it('asks for nothing when the hole is filled in time', () => {
		const socket = start();
		const { heard } = follow(socket);
		last().says(hello);
		last().says(event(12));
		last().says(event(11));
		vi.advanceTimersByTime(1000);
		expect(heard).toEqual([11, 12]);
		expect(last().of('subscribe')).toHaveLength(1);
	});

	it('begins now where nothing is shown yet', () => {
		const socket = start();
		const { heard, sub } = follow(socket, -1);
		last().says(hello);
		last().says({ type: 'subscribed', topic: 'thread:t', seq: 40 });
		expect(sub.last).toBe(40);
		last().says(event(41));
		expect(heard).toEqual([41]);
	});

	it('starts at zero on a fresh topic, whose seq is left out of the frame', () => {
		const socket = start();
		const { sub } = follow(socket, -1);
		last().says(hello);
		last().says({ type: 'subscribed', topic: 'thread:t' });
		expect(sub.last).toBe(0);
	});

	it('waits for a reload after a reset, and goes on from there without a hole or a double', () => {
		const socket = start();
		const { heard, reset, sub } = follow(socket);
		last().says(hello);
		last().says({ type: 'reset', topic: 'thread:t', seq: 90 });
		expect(reset).toHaveBeenCalledOnce();
		last().says(event(91));
		last().says(event(92));
		expect(heard).toEqual([]);
		sub.rebase(91);
		expect(heard).toEqual([92]);
	});

	it('counts on from an earlier moment that the server was put back to', () => {
		const socket = start();
		const { heard, reset, sub } = follow(socket, 500);
		last().says(hello);
		last().says({ type: 'reset', topic: 'thread:t', seq: 450 });
		expect(reset).toHaveBeenCalledOnce();
		sub.rebase(450);
		last().says(event(451));
		expect(heard).toEqual([451]);
	});

	it('is reloaded when the server says it sent all, but a part is missing', () => {
		const socket = start();
		const { reset } = follow(socket);
		last().says(hello);
		last().says({ type: 'subscribed', topic: 'thread:t', seq: 15 });
		expect(reset).toHaveBeenCalledOnce();
	});

	it('is let go when access is denied', () => {
		const socket = start();
		const { denied, heard } = follow(socket);
		last().says(hello);
		last().says({ type: 'denied', topic: 'thread:t' });
		last().says(event(11));
		expect(denied).toHaveBeenCalledOnce();
		expect(heard).toEqual([]);
	});
});

describe('the connection', () => {
	it('comes back by itself and resumes every topic where it was', () => {
		const seen: boolean[] = [];
		const socket = start({ onconnection: (is) => seen.push(is) });
		follow(socket);
		last().says(hello);
		last().says(event(11));
		last().dies();
		vi.advanceTimersByTime(250);
		expect(FakeSocket.made).toHaveLength(2);
		last().says(hello);
		expect(last().of('subscribe')).toEqual([{ type: 'subscribe', topic: 'thread:t', after: 11 }]);
		expect(seen).toEqual([true, false, true]);
	});

	it('waits longer each time, to a limit', () => {
		start({ random: () => 1 });
		const waits: number[] = [];
		for (let turn = 0; turn < 8; turn++) {
			const before = FakeSocket.made.length;
			last().dies();
			let waited = 0;
			while (FakeSocket.made.length === before) {
				vi.advanceTimersByTime(250);
				waited += 250;
			}
			waits.push(waited);
		}
		expect(waits).toEqual([500, 1000, 2000, 4000, 8000, 16000, 20000, 20000]);
	});

	it('is tried at once when the machine wakes', () => {
		const socket = start();
		last().dies();
		last().dies();
		socket.wake();
		expect(FakeSocket.made).toHaveLength(2);
	});

	it('says that it lives when it was doubted and answers, once', () => {
		const onalive = vi.fn();
		const socket = start({ onalive });
		last().says(hello);
		expect(onalive).not.toHaveBeenCalled();
		socket.wake();
		last().says({ type: 'pong' });
		last().says({ type: 'pong' });
		expect(onalive).toHaveBeenCalledTimes(1);
		vi.advanceTimersByTime(4_000);
		expect(last().closedByUs).toBe(false);
	});

	it('is given up when a wake-up ping is not answered, without waiting for its close', () => {
		const socket = start();
		last().says(hello);
		const dead = last();
		socket.wake();
		expect(dead.of('ping')).toHaveLength(1);
		vi.advanceTimersByTime(4000);
		expect(dead.closedByUs).toBe(true);
		vi.advanceTimersByTime(1);
		expect(FakeSocket.made).toHaveLength(2);
	});

	it('stays when the ping is answered', () => {
		const socket = start();
		last().says(hello);
		socket.wake();
		last().says({ type: 'pong' });
		vi.advanceTimersByTime(20_000);
		expect(FakeSocket.made).toHaveLength(1);
	});

	it('does not come back once the session has ended', () => {
		const onexpired = vi.fn();
		start({ onexpired });
		last().says(hello);
		last().dies(closedExpired);
		vi.advanceTimersByTime(60_000);
		expect(onexpired).toHaveBeenCalledOnce();
		expect(FakeSocket.made).toHaveLength(1);
	});

	it('does not come back where it is forbidden', () => {
		const socket = start();
		const { denied } = follow(socket);
		last().says(hello);
		last().dies(closedForbidden);
		vi.advanceTimersByTime(60_000);
		expect(denied).toHaveBeenCalledOnce();
		expect(FakeSocket.made).toHaveLength(1);
	});

	it('spreads the return after a restart', () => {
		start({ random: () => 0.5 });
		last().says(hello);
		last().says({ type: 'goodbye', reason: 'restart' });
		last().dies(1001);
		vi.advanceTimersByTime(999);
		expect(FakeSocket.made).toHaveLength(1);
		vi.advanceTimersByTime(1);
		expect(FakeSocket.made).toHaveLength(2);
	});

	it('asks who we are when it is refused again and again', () => {
		const onrefused = vi.fn();
		start({ onrefused });
		for (let turn = 0; turn < 3; turn++) {
			last().dies();
			vi.advanceTimersByTime(20_000);
		}
		expect(onrefused).toHaveBeenCalled();
	});

	it('says nothing more once it is stopped', () => {
		const socket = start();
		last().says(hello);
		socket.stop();
		vi.advanceTimersByTime(60_000);
		expect(FakeSocket.made).toHaveLength(1);
		expect(last().closedByUs).toBe(true);
	});
});
