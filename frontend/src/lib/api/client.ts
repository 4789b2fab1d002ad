import createClient from 'openapi-fetch';
import { ApiFault, faultFrom, offlineFault } from './fault';
import type { paths } from './schema';

type Method = 'get' | 'post' | 'put' | 'patch' | 'delete';

/** Addresses that know a method. */
type Address<M extends Method> = {
	[P in keyof paths]: paths[P] extends { [K in M]: { responses: unknown } } ? P : never;
}[keyof paths];

type Operation<M extends Method, P extends keyof paths> = paths[P] extends { [K in M]: infer O } ? O : never;

type Json<T> = T extends { content: { 'application/json': infer B } } ? B : undefined;

/** What a successful call is answered with. */
type Answer<O> = O extends { responses: infer R }
	? R extends { 200: infer T }
		? Json<T>
		: R extends { 201: infer T }
			? Json<T>
			: R extends { 202: infer T }
				? Json<T>
				: undefined
	: never;

type Part<O, K extends 'path' | 'query'> = O extends { parameters: { [P in K]?: infer T } }
	? NonNullable<T>
	: never;

type Body<O> = O extends { requestBody: { content: { 'application/json': infer B } } }
	? Omit<B, '$schema'>
	: never;

/** Demands what the operation demands, and takes nothing that it does not know. */
type Options<O> = { signal?: AbortSignal } & ([Part<O, 'path'>] extends [never]
	? { path?: never }
	: { path: Part<O, 'path'> }) &
	([Part<O, 'query'>] extends [never] ? { query?: never } : { query?: Partial<Part<O, 'query'>> }) &
	([Body<O>] extends [never] ? { body?: never } : { body: Body<O> });

type Given<O> = object extends Options<O> ? [options?: Options<O>] : [options: Options<O>];

interface Raw {
	data?: unknown;
	error?: unknown;
	response: Response;
}

const client = createClient<paths>({ baseUrl: '', credentials: 'same-origin' });

let expired: () => void = () => undefined;
let known: () => boolean = () => true;

/** Says what happens when the server no longer knows who we are, or would take us for somebody else. */
export function onExpired(handler: () => void, still: () => boolean) {
	expired = handler;
	known = still;
}

/** Calls the server and gives its answer, or throws an ApiFault. */
export async function call<M extends Method, P extends Address<M>>(
	method: M,
	address: P,
	...given: Given<Operation<M, P>>
): Promise<Answer<Operation<M, P>>> {
	const { path, query, body, signal } = (given[0] ?? {}) as {
		path?: object;
		query?: object;
		body?: unknown;
		signal?: AbortSignal;
	};
	// A tab that slept may belong to whoever signed in beside it: what it sends would be theirs.
	if (!known() && !asksWhoIAm(address as string)) {
		expired();
		throw new ApiFault('unauthenticated', 0, 'session.ended');
	}
	// The types above are the same schema's; openapi-fetch's own need not be proved again.
	const request = client.request as unknown as (
		method: string,
		address: string,
		init: { params: { path?: object; query?: object }; body?: unknown; signal?: AbortSignal }
	) => Promise<Raw>;
	let raw: Raw;
	try {
		raw = await request(method, address as string, { params: { path, query }, body, signal });
	} catch (thrown) {
		// Given up by the caller; a timeout, in contrast, is a lost connection.
		if (thrown instanceof DOMException && thrown.name === 'AbortError') throw thrown;
		throw offlineFault();
	}
	if (raw.response.ok) return raw.data as Answer<Operation<M, P>>;
	const fault = faultFrom(raw.response.status, raw.error);
	if (fault.kind === 'unauthenticated' && !asksWhoIAm(address as string)) expired();
	throw fault;
}

function asksWhoIAm(address: string): boolean {
	return (
		address === '/api/me' || address.startsWith('/api/sign-in') || address.startsWith('/api/demo/sign-in')
	);
}
