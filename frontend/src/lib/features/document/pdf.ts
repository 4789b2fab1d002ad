/** Shows PDF files. Large, and so fetched only when somebody looks at one; runs in its own worker. */
import { getDocument, GlobalWorkerOptions, type PDFDocumentProxy } from 'pdfjs-dist';
import worker from 'pdfjs-dist/build/pdf.worker.min.mjs?url';

GlobalWorkerOptions.workerSrc = worker;

export type Pdf = PDFDocumentProxy;

/** Fetches a file and reads it. The page's security policy allows no code from within it. */
export function openPdf(address: string): Promise<Pdf> {
	return getDocument({
		url: address,
		isEvalSupported: false,
		useWasm: false,
		enableXfa: false,
		// One request is one reading; the files are at most 50 MB.
		disableRange: true,
		disableStream: false
	}).promise;
}

/** Draws a page as wide as asked, sharp on this screen; gives its words as well. */
export async function drawPage(
	pdf: Pdf,
	number: number,
	canvas: HTMLCanvasElement,
	width: number
): Promise<string> {
	const page = await pdf.getPage(number);
	const sharp = Math.min(window.devicePixelRatio || 1, 2);
	const scale = (width * sharp) / page.getViewport({ scale: 1 }).width;
	const viewport = page.getViewport({ scale });
	canvas.width = Math.floor(viewport.width);
	canvas.height = Math.floor(viewport.height);
	await page.render({ canvas, viewport }).promise;
	const { items } = await page.getTextContent();
	return items.map((item) => ('str' in item ? item.str + (item.hasEOL ? '\n' : '') : '')).join('');
}
