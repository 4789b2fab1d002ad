import { LiveSocket, type Subscription, type TopicHandlers } from './socket';

/** How long a lost connection is kept to ourselves: most come back before anybody noticed. */
export const quietMs = 5_000;

/** Who hears along on a topic. */
type Follower = Pick<TopicHandlers, 'event' | 'reset'>;

/** The tab's live connection, and what the interface may say about it. */
class Live {
	/** When the connection was lost, in ms; null while there is one. */
	offlineSince = $state<number | null>(null);
	/** The connection has been away so long that it is worth saying. */
	away = $state(false);
	#socket: LiveSocket | undefined;
	#quiet: ReturnType<typeof setTimeout> | undefined;
	#returned = new Set<() => void>();
	#followers = new Map<string, Set<Follower>>();

	/** Connects; once a signed-in tab. */
	start(handlers: { onexpired: () => void; onrefused: () => void }) {
		if (this.#socket) return;
		const url = `${location.protocol === 'https:' ? 'wss' : 'ws'}://${location.host}/api/live`;
		this.#socket = new LiveSocket({
			url,
			...handlers,
			onconnection: (is) => this.#turned(is),
			onalive: () => this.#well()
		});
		this.#socket.start();
		addEventListener('online', this.#wake);
		addEventListener('offline', this.#lost);
		addEventListener('pageshow', this.#wake);
		document.addEventListener('visibilitychange', this.#seen);
	}

	stop() {
		this.#socket?.stop();
		this.#socket = undefined;
		this.#well();
		removeEventListener('online', this.#wake);
		removeEventListener('offline', this.#lost);
		removeEventListener('pageshow', this.#wake);
		document.removeEventListener('visibilitychange', this.#seen);
	}

	subscribe(topic: string, after: number, handlers: TopicHandlers): Subscription | undefined {
		const followers = () => this.#followers.get(topic) ?? [];
		return this.#socket?.subscribe(topic, after, {
			...handlers,
			event: (frame) => {
				handlers.event(frame);
				for (const follower of followers()) follower.event(frame);
			},
			reset: () => {
				handlers.reset();
				for (const follower of followers()) follower.reset();
			}
		});
	}

	/** Hears along on a topic that another part of the page has subscribed to; returns what ends it. */
	follow(topic: string, follower: Follower): () => void {
		const followers = this.#followers.get(topic) ?? new Set();
		this.#followers.set(topic, followers.add(follower));
		return () => followers.delete(follower);
	}

	unsubscribe(sub: Subscription | undefined) {
		if (sub) this.#socket?.unsubscribe(sub);
	}

	typing(topic: string) {
		this.#socket?.typing(topic);
	}

	/** 'Prøv nu' */
	retry() {
		this.#socket?.wake();
		this.#tell();
	}

	/** Is told each time the connection is there again. */
	onreturn(handler: () => void): () => void {
		this.#returned.add(handler);
		return () => this.#returned.delete(handler);
	}

	#turned(connected: boolean) {
		if (!connected) return this.#missing();
		this.#well();
		this.#tell();
	}

	#well() {
		clearTimeout(this.#quiet);
		this.#quiet = undefined;
		this.offlineSince = null;
		this.away = false;
	}

	#missing() {
		this.offlineSince ??= Date.now();
		this.#quiet ??= setTimeout(() => {
			this.away = this.offlineSince !== null;
		}, quietMs);
	}

	#tell() {
		for (const handler of this.#returned) handler();
	}

	#wake = () => {
		this.#socket?.wake();
		this.#tell();
	};

	// A browser that says 'offline' is believed at once; the socket itself finds out seconds later, or shows that it lives.
	#lost = () => {
		this.#missing();
		this.#socket?.wake();
	};

	#seen = () => {
		if (document.visibilityState === 'visible') this.#wake();
	};
}

export const live = new Live();
