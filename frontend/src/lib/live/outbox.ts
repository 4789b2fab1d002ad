import type { PostFile, Quote } from '$lib/api/types';
import { asFault, type ApiFault } from '$lib/api/fault';

/** A post that was written here and is not yet known to be on the server. */
export interface QueuedPost {
	/** Made here; the server knows a second attempt by it. */
	clientId: string;
	threadId: string;
	text: string;
	quote?: Quote;
	/** Files that are on the server already; the same with every attempt. */
	files?: PostFile[];
	/** When it was written. */
	at: string;
	state: 'waiting' | 'failed';
	/** Why the server said no. */
	code?: string;
	kind?: string;
	params?: Record<string, unknown>;
}

/** Sends one post; throws an ApiFault when it was not taken. */
export type Send = (post: QueuedPost) => Promise<void>;

const waits = [1_000, 2_000, 5_000, 10_000, 20_000, 30_000];

/**
 * The posts on their way, in the order they were written. They live in this browser's storage per
 * person, so that they survive a reload, a crash and an expired session. What passes (no network, a
 * restart, too many at once, signed out) is tried again; what the server refuses stays, with its
 * words, until the writer decides.
 */
export class Outbox {
	#person: string;
	#send: Send;
	#changed: () => void;
	#busy = false;
	#attempt = 0;
	#timer: ReturnType<typeof setTimeout> | undefined;
	#sending: string | undefined;

	constructor(person: string, send: Send, changed: () => void = () => undefined) {
		this.#person = person;
		this.#send = send;
		this.#changed = changed;
	}

	get key(): string {
		return `sluse.outbox.${this.#person}`;
	}

	/** All that waits, oldest first; of one thread when it is named. */
	list(threadId?: string): QueuedPost[] {
		const all = this.#read();
		return threadId === undefined ? all : all.filter((p) => p.threadId === threadId);
	}

	/** Id of the post that is on the wire just now. */
	get sending(): string | undefined {
		return this.#sending;
	}

	add(post: Omit<QueuedPost, 'state'>) {
		this.#write([...this.#read(), { ...post, state: 'waiting' }]);
		void this.flush();
	}

	/** Tries a refused post once more. */
	retry(clientId: string) {
		this.#write(
			this.#read().map((p) =>
				p.clientId === clientId
					? { ...p, state: 'waiting', code: undefined, kind: undefined, params: undefined }
					: p
			)
		);
		void this.flush();
	}

	/** Takes a post out: it arrived, or its writer let it go. */
	remove(clientId: string) {
		const all = this.#read();
		const rest = all.filter((p) => p.clientId !== clientId);
		if (rest.length !== all.length) this.#write(rest);
	}

	/** Forgets everything of this person in this browser. */
	clear() {
		this.stop();
		this.#write([]);
	}

	/** No more attempts by itself. */
	stop() {
		clearTimeout(this.#timer);
		this.#timer = undefined;
	}

	/** Sends what waits, one after the other. */
	async flush(): Promise<void> {
		if (this.#busy) return;
		this.#busy = true;
		this.stop();
		try {
			for (let next = this.#next(); next; next = this.#next()) {
				const fault = await this.#try(next);
				if (!fault) continue;
				if (fault.kind === 'unauthenticated') return;
				if (fault.passing) return this.#later();
				this.#refuse(next.clientId, fault);
			}
		} finally {
			this.#busy = false;
		}
	}

	async #try(post: QueuedPost): Promise<ApiFault | undefined> {
		this.#sending = post.clientId;
		this.#changed();
		try {
			await this.#send(post);
		} catch (thrown) {
			return asFault(thrown);
		} finally {
			this.#sending = undefined;
			this.#changed();
		}
		this.#attempt = 0;
		this.remove(post.clientId);
		return undefined;
	}

	#next(): QueuedPost | undefined {
		return this.#read().find((p) => p.state === 'waiting');
	}

	#later() {
		const wait = waits[Math.min(this.#attempt, waits.length - 1)];
		this.#attempt += 1;
		this.#timer = setTimeout(() => void this.flush(), wait);
	}

	#refuse(clientId: string, fault: ApiFault) {
		this.#write(
			this.#read().map((p) =>
				p.clientId === clientId
					? { ...p, state: 'failed', code: fault.code, kind: fault.kind, params: fault.params }
					: p
			)
		);
	}

	#memory: QueuedPost[] | undefined;

	#read(): QueuedPost[] {
		if (this.#memory) return this.#memory;
		try {
			const list: unknown = JSON.parse(localStorage.getItem(this.key) ?? '[]');
			return Array.isArray(list) ? (list as QueuedPost[]) : [];
		} catch {
			return [];
		}
	}

	#write(list: QueuedPost[]) {
		try {
			if (list.length === 0) localStorage.removeItem(this.key);
			else localStorage.setItem(this.key, JSON.stringify(list));
			this.#memory = undefined;
		} catch {
			// Storage is full or closed: what waits lives as long as the tab does.
			this.#memory = list;
		}
		this.#changed();
	}
}
