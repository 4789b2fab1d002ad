import createClient from 'openapi-fetch';
import { faultFrom, offlineFault } from './fault';

type Query = Record<string, string | number | boolean | undefined>;
type Method = 'get' | 'post' | 'put' | 'patch' | 'delete';

interface Call {
	/** Values of the address's {names}. */
	path?: Record<string, string>;
	query?: Query;
	body?: unknown;
	signal?: AbortSignal;
}

interface Answer {
	data?: unknown;
	error?: unknown;
	response: Response;
}

// The server's own paths; the callers in lib/features/*/api.ts give each answer its type.
const client = createClient<Record<string, Record<Method, never>>>({
	baseUrl: '',
	credentials: 'same-origin'
});

let expired: () => void = () => undefined;

/** Says what happens when the server no longer knows who we are. */
export function onExpired(handler: () => void) {
	expired = handler;
}

/** Calls the server and gives its answer, or throws an ApiFault. */
export async function call<T>(method: Method, address: string, options: Call = {}): Promise<T> {
	const { path, query, body, signal } = options;
	const run = client.request as unknown as (
		method: Method,
		address: string,
		init: { params: { path?: object; query?: object }; body?: unknown; signal?: AbortSignal }
	) => Promise<Answer>;
	let answer: Answer;
	try {
		answer = await run(method, address, { params: { path, query }, body, signal });
	} catch (thrown) {
		// Given up by the caller; a timeout, in contrast, is a lost connection.
		if (thrown instanceof DOMException && thrown.name === 'AbortError') throw thrown;
		throw offlineFault();
	}
	if (answer.response.ok) return answer.data as T;
	const fault = faultFrom(answer.response.status, answer.error);
	if (fault.kind === 'unauthenticated' && !address.startsWith('/api/sign-in') && address !== '/api/me')
		expired();
	throw fault;
}
