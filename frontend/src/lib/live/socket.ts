/**
 * One websocket a tab, many topics. Every topic is followed exactly once and in order: what was
 * applied is remembered by its seq, what is doubled is dropped, and where something is missing
 * the server is asked for everything after the last seq that was applied.
 */

/** A change of a topic, in commit order. */
export interface EventFrame {
	topic: string;
	seq: number;
	verb: string;
	actor: string;
	at: string;
	data: unknown;
}

/** What a subscriber hears. */
export interface TopicHandlers {
	event(frame: EventFrame): void;
	/** Too much was missed: reload by HTTP, then `rebase` the subscription. */
	reset(): void;
	/** A passing word that something changed which can also be read. */
	hint?(data: unknown): void;
	presence?(people: string[], count: number): void;
	typing?(person: string): void;
	/** No access, or no longer: stop showing it. */
	denied?(): void;
}

export interface SocketOptions {
	url: string;
	/** Makes the connection; tests hand in their own. */
	connect?: (url: string) => WebSocket;
	/** Connected and greeted, or not connected since. */
	onconnection?: (connected: boolean) => void;
	/** The connection that `wake` doubted has shown life. */
	onalive?: () => void;
	/** The session has ended (4401): sign in again. */
	onexpired?: () => void;
	/** Several attempts in a row came to nothing: perhaps the session has ended, which the browser does not tell. */
	onrefused?: () => void;
	random?: () => number;
}

const holdMs = 150;
const pingEveryMs = 25_000;
const pongWithinMs = 10_000;
const wakePongWithinMs = 4_000;
const firstWaitMs = 500;
const longestWaitMs = 20_000;
const goodbyeWithinMs = 2_000;
const refusedAfter = 2;

export const closedExpired = 4401;
export const closedForbidden = 4403;

/** One topic as this tab follows it. */
export class Subscription {
	/** The last seq that was applied; -1 follows from now. */
	last: number;
	#held = new Map<number, EventFrame>();
	#timer: ReturnType<typeof setTimeout> | undefined;
	#paused = false;

	constructor(
		readonly topic: string,
		after: number,
		readonly handlers: TopicHandlers,
		private readonly again: (sub: Subscription) => void
	) {
		this.last = after;
	}

	/** Takes a frame: drops, applies or holds it. */
	take(frame: EventFrame) {
		if (this.#paused) {
			this.#held.set(frame.seq, frame);
			return;
		}
		if (this.last >= 0 && frame.seq <= this.last) return;
		if (this.last < 0 || frame.seq === this.last + 1) {
			this.#apply(frame);
			this.#drain();
			return;
		}
		this.#held.set(frame.seq, frame);
		this.#timer ??= setTimeout(() => {
			this.#timer = undefined;
			if (this.#held.size > 0 && !this.#paused) this.again(this);
		}, holdMs);
	}

	/** The server has sent all it has, up to seq. */
	caughtUp(seq: number) {
		if (this.#paused) return;
		if (this.last < 0) this.last = seq;
		else if (this.last < seq) this.reset(seq);
		else this.#drain();
	}

	/**
	 * A hole that the server cannot fill, whose newest is seq: everything waits until `rebase`. That newest may lie
	 * before what was applied, where the server was put back to an earlier moment; what comes next counts on from it.
	 */
	reset(seq: number) {
		if (this.#paused) return;
		this.#paused = true;
		this.last = seq;
		this.#clear();
		this.handlers.reset();
	}

	/** What is shown is now as new as seq: goes on from there. */
	rebase(seq: number) {
		this.#paused = false;
		this.last = Math.max(this.last, seq);
		this.#drain();
		if (this.#held.size > 0) this.again(this);
	}

	stop() {
		this.#clear();
	}

	#apply(frame: EventFrame) {
		this.last = frame.seq;
		this.handlers.event(frame);
	}

	#drain() {
		for (const seq of [...this.#held.keys()].sort((a, b) => a - b)) {
			const frame = this.#held.get(seq);
			if (!frame || seq > this.last + 1) break;
			this.#held.delete(seq);
			if (seq === this.last + 1) this.#apply(frame);
		}
		if (this.#held.size === 0) this.#clear();
	}

	#clear() {
		clearTimeout(this.#timer);
		this.#timer = undefined;
		this.#held.clear();
	}
}

export class LiveSocket {
	#options: SocketOptions;
	#socket: WebSocket | undefined;
	#subs = new Map<string, Subscription>();
	#greeted = false;
	#running = false;
	#attempt = 0;
	#retry: ReturnType<typeof setTimeout> | undefined;
	#ping: ReturnType<typeof setInterval> | undefined;
	#pong: ReturnType<typeof setTimeout> | undefined;
	#goodbye = false;
	#doubted = false;

	constructor(options: SocketOptions) {
		this.#options = options;
	}

	get connected(): boolean {
		return this.#greeted;
	}

	start() {
		if (this.#running) return;
		this.#running = true;
		this.#attempt = 0;
		this.#open();
	}

	stop() {
		this.#running = false;
		clearTimeout(this.#retry);
		this.#retry = undefined;
		for (const sub of this.#subs.values()) sub.stop();
		this.#subs.clear();
		this.#drop();
	}

	/** Follows a topic from after a seq; a topic has one subscriber a tab. */
	subscribe(topic: string, after: number, handlers: TopicHandlers): Subscription {
		this.#subs.get(topic)?.stop();
		const sub = new Subscription(topic, after, handlers, (s) => this.#ask(s));
		this.#subs.set(topic, sub);
		if (this.#greeted) this.#ask(sub);
		return sub;
	}

	unsubscribe(sub: Subscription) {
		sub.stop();
		if (this.#subs.get(sub.topic) !== sub) return;
		this.#subs.delete(sub.topic);
		this.#send({ type: 'unsubscribe', topic: sub.topic });
	}

	/** Tells the others that I write; the caller does not say it more often than needed. */
	typing(topic: string) {
		this.#send({ type: 'typing', topic });
	}

	/** The machine woke, the page came back, the network returned: find out at once where we stand. */
	wake() {
		if (!this.#running) return;
		if (this.#greeted) {
			this.#doubted = true;
			this.#probe(wakePongWithinMs);
			return;
		}
		if (this.#retry === undefined) return;
		clearTimeout(this.#retry);
		this.#retry = undefined;
		this.#open();
	}

	#open() {
		this.#goodbye = false;
		let socket: WebSocket;
		try {
			socket = (this.#options.connect ?? ((url: string) => new WebSocket(url)))(this.#options.url);
		} catch {
			this.#again();
			return;
		}
		this.#socket = socket;
		socket.onmessage = (message) => {
			if (socket === this.#socket) this.#hear(String(message.data));
		};
		socket.onclose = (event) => {
			if (socket === this.#socket) this.#closed(event.code);
		};
	}

	/** Lets go of the connection without waiting for its close, which may take a minute on a dead network. */
	#drop() {
		const socket = this.#socket;
		this.#socket = undefined;
		this.#silence();
		socket?.close();
	}

	#silence() {
		clearInterval(this.#ping);
		clearTimeout(this.#pong);
		this.#ping = this.#pong = undefined;
		this.#greeted = this.#doubted = false;
	}

	#closed(code: number) {
		const wasGreeted = this.#greeted;
		const goodbye = this.#goodbye;
		this.#socket = undefined;
		this.#silence();
		if (!this.#running) return;
		this.#options.onconnection?.(false);
		if (code === closedExpired) {
			this.#running = false;
			this.#options.onexpired?.();
			return;
		}
		if (code === closedForbidden) {
			this.#running = false;
			for (const sub of this.#subs.values()) sub.handlers.denied?.();
			return;
		}
		if (!wasGreeted && this.#attempt >= refusedAfter) this.#options.onrefused?.();
		this.#again(goodbye ? (this.#options.random ?? Math.random)() * goodbyeWithinMs : undefined);
	}

	#again(wait?: number) {
		const ceiling = Math.min(longestWaitMs, firstWaitMs * 2 ** this.#attempt);
		const jittered = ceiling / 2 + ((this.#options.random ?? Math.random)() * ceiling) / 2;
		this.#attempt += 1;
		clearTimeout(this.#retry);
		this.#retry = setTimeout(() => {
			this.#retry = undefined;
			this.#open();
		}, wait ?? jittered);
	}

	#hear(raw: string) {
		clearTimeout(this.#pong);
		this.#pong = undefined;
		if (this.#doubted) {
			this.#doubted = false;
			this.#options.onalive?.();
		}
		const frame = parse(raw);
		if (!frame) return;
		if (frame.type === 'hello') return this.#greet();
		if (frame.type === 'goodbye') {
			this.#goodbye = true;
			return;
		}
		const sub = this.#subs.get(String(frame.topic ?? ''));
		if (!sub) return;
		if (frame.type === 'event') sub.take(frame as unknown as EventFrame);
		else if (frame.type === 'subscribed') sub.caughtUp(Number(frame.seq ?? 0));
		else if (frame.type === 'reset') sub.reset(Number(frame.seq ?? 0));
		else if (frame.type === 'hint') sub.handlers.hint?.(frame.data);
		else if (frame.type === 'presence')
			sub.handlers.presence?.((frame.people as string[] | null) ?? [], Number(frame.count ?? 0));
		else if (frame.type === 'typing') sub.handlers.typing?.(String(frame.person));
		else if (frame.type === 'denied') {
			sub.stop();
			this.#subs.delete(sub.topic);
			sub.handlers.denied?.();
		}
	}

	#greet() {
		this.#greeted = true;
		this.#attempt = 0;
		this.#ping = setInterval(() => this.#probe(pongWithinMs), pingEveryMs);
		for (const sub of this.#subs.values()) this.#ask(sub);
		this.#options.onconnection?.(true);
	}

	/** Asks for a sign of life; without one in time the connection is given up. */
	#probe(within: number) {
		this.#send({ type: 'ping' });
		clearTimeout(this.#pong);
		this.#pong = setTimeout(() => {
			this.#drop();
			if (!this.#running) return;
			this.#options.onconnection?.(false);
			this.#again(0);
		}, within);
	}

	#ask(sub: Subscription) {
		this.#send({ type: 'subscribe', topic: sub.topic, after: sub.last });
	}

	#send(frame: object) {
		if (!this.#greeted || this.#socket?.readyState !== 1) return;
		this.#socket.send(JSON.stringify(frame));
	}
}

function parse(raw: string): Record<string, unknown> | undefined {
	try {
		const frame: unknown = JSON.parse(raw);
		return typeof frame === 'object' && frame !== null ? (frame as Record<string, unknown>) : undefined;
	} catch {
		return undefined;
	}
}
