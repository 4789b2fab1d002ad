/**
 * What the application expects of a browser, on Node: an address, a session's cookie, and events that
 * never come. Fetching and the websocket are Node's own, and go to the real server.
 * Imported before anything of the application.
 */
export const origin = process.env.SLUSE_TAB_URL ?? '';
const cookie = process.env.SLUSE_TAB_COOKIE ?? '';
const headers = { cookie, origin };

class Socket extends WebSocket {
	constructor(url: string) {
		// What Node takes here beyond the standard; a browser would add both by itself.
		super(url, { headers } as unknown as string[]);
		// Node 20 closes a socket that never came to be without the word that a browser gives.
		let closed = false;
		this.addEventListener('close', () => (closed = true));
		this.addEventListener('error', () =>
			setTimeout(() => closed || this.dispatchEvent(Object.assign(new Event('close'), { code: 1006 })))
		);
	}
}

class Asking extends Request {
	constructor(input: RequestInfo | URL, init?: RequestInit) {
		super(typeof input === 'string' ? new URL(input, origin) : input, init);
	}
}

/** An answer that is no success. */
export interface Refused {
	status: number;
	type: string;
	body: string;
}

let refused: (answer: Refused) => void = () => undefined;

/** Says who is told of answers that are no success. */
export function onrefused(handler: typeof refused) {
	refused = handler;
}

const fetched = fetch;

async function fetchAs(input: RequestInfo | URL, init?: RequestInit): Promise<Response> {
	const request = new Asking(input, init);
	for (const [name, value] of Object.entries(headers)) request.headers.set(name, value);
	const answer = await fetched(request);
	if (answer.ok) return answer;
	const body = await answer.clone().text();
	refused({ status: answer.status, type: answer.headers.get('Content-Type') ?? '', body });
	return answer;
}

const kept = new Map<string, string>();

Object.assign(globalThis, {
	WebSocket: Socket,
	Request: Asking,
	fetch: fetchAs,
	location: new URL(origin),
	document: new EventTarget(),
	addEventListener: () => undefined,
	removeEventListener: () => undefined,
	localStorage: {
		getItem: (key: string) => kept.get(key) ?? null,
		setItem: (key: string, value: string) => void kept.set(key, value),
		removeItem: (key: string) => void kept.delete(key)
	}
});
