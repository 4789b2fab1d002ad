import { error } from '@sveltejs/kit';
import { asFault } from './fault';

/** In a page's load: a fault of the server becomes the error page that fits. */
export async function need<T>(work: Promise<T>): Promise<T> {
	try {
		return await work;
	} catch (thrown) {
		const fault = asFault(thrown);
		const status = fault.kind === 'offline' || fault.kind === 'unavailable' ? 503 : fault.status || 500;
		error(status, { message: fault.code || fault.kind, code: fault.code, requestId: fault.requestId });
	}
}
