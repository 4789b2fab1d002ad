import { ApiFault, faultFrom, offlineFault } from '$lib/api/fault';
import type { FileInfo } from './api';

/** What a file's name may end with; the server looks at the content as well. */
export const extensions = [
	'pdf',
	'docx',
	'xlsx',
	'pptx',
	'odt',
	'txt',
	'csv',
	'png',
	'jpg',
	'jpeg',
	'webp',
	'gif'
];
export const accept = extensions.map((e) => `.${e}`).join(',');
export const maxSize = 50 * 1024 * 1024;

/** What can be told before anything is sent; undefined if nothing is wrong. */
export function foresee(file: { name: string; size: number }): ApiFault | undefined {
	const refuse = (code: string) => new ApiFault('invalid', 422, code);
	const ending = /\.([^.]+)$/.exec(file.name)?.[1]?.toLowerCase() ?? '';
	if (!extensions.includes(ending)) return refuse('file.kind_refused');
	if (file.size > maxSize) return refuse('file.too_large');
	if (file.size === 0) return refuse('file.empty');
	return undefined;
}

interface Sending {
	slug: string;
	/** The same for every attempt: a retry never doubles. */
	clientId: string;
	file: File;
	onprogress(sent: number): void;
	signal: AbortSignal;
}

/** Sends a file in. Fetch does not tell how much has been sent, so this is the older way. */
export function sendFile({ slug, clientId, file, onprogress, signal }: Sending): Promise<FileInfo> {
	return new Promise((resolve, reject) => {
		const request = new XMLHttpRequest();
		const stop = () => request.abort();
		request.open('POST', `/api/programmes/${encodeURIComponent(slug)}/files?clientId=${clientId}`);
		request.responseType = 'json';
		request.upload.onprogress = (event) => {
			if (event.lengthComputable && event.total > 0) onprogress(event.loaded / event.total);
		};
		request.onload = () => {
			if (request.status >= 200 && request.status < 300) resolve(request.response as FileInfo);
			else reject(faultFrom(request.status, request.response));
		};
		request.onerror = () => reject(offlineFault());
		request.onabort = () => reject(new DOMException('given up', 'AbortError'));
		request.onloadend = () => signal.removeEventListener('abort', stop);
		signal.addEventListener('abort', stop);
		const body = new FormData();
		body.append('file', file, file.name);
		request.send(body);
	});
}
