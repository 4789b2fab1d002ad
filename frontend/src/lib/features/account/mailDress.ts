/**
 * Mails carry their looks in their markup, which this site's content security policy refuses, in a
 * frame as well. A script may set looks: so they are laid aside before the frame is filled, and put
 * on afterwards. Scripts of the mail's own never run.
 */

/** The mail's markup with its looks laid aside. */
export function undressed(html: string): string {
	return html
		.replace(/<style[^>]*>([\s\S]*?)<\/style>/gi, '<template data-sheet>$1</template>')
		.replace(/<[a-z][^>]*>/gi, (tag) => tag.replace(/\sstyle=/gi, ' data-style='));
}

/** Puts the looks on, once the frame holds the mail. */
export function dress(frame: HTMLIFrameElement) {
	const mail = frame.contentDocument;
	const view = frame.contentWindow as (Window & typeof globalThis) | null;
	if (!mail || !view) return;
	for (const element of mail.querySelectorAll<HTMLElement>('[data-style]'))
		element.style.cssText = element.dataset.style ?? '';
	mail.adoptedStyleSheets = [...mail.querySelectorAll<HTMLTemplateElement>('template[data-sheet]')].map(
		(kept) => {
			const sheet = new view.CSSStyleSheet();
			sheet.replaceSync(kept.content.textContent ?? '');
			return sheet;
		}
	);
}
