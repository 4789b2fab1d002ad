/**
 * Shows a dialog over the page, or beside it where the page is used on, and returns what ends that. Over the page the
 * browser keeps the focus inside and closes on Escape, and the page behind does not scroll (base.css). The focus goes
 * back to where it was, also when the dialog is taken out of the page; where that is gone, to what it stood in, such as
 * a post or the page's content.
 */
export function show(dialog: HTMLDialogElement, beside = false): () => void {
	const from = document.activeElement;
	const around = from ? placesAround(from) : [];
	const root = document.documentElement;
	// Its scrollbar leaves room behind, so that nothing jumps.
	root.classList.toggle('scrolls', window.innerWidth > root.clientWidth);
	if (beside) dialog.show();
	else dialog.showModal();
	return () => {
		const inside = dialog.contains(document.activeElement);
		if (dialog.open) dialog.close();
		if (inside || nowhere()) give(from);
		for (const place of [...around, document.getElementById('main')]) if (nowhere()) give(place);
	};
}

/** What an element stands in that can have the focus, from the inside out. */
function placesAround(element: Element): Element[] {
	const outer = element.parentElement?.closest('[tabindex]');
	return outer ? [outer, ...placesAround(outer)] : [];
}

const nowhere = () => !document.activeElement || document.activeElement === document.body;

function give(to: Element | null) {
	if (to?.isConnected && (to instanceof HTMLElement || to instanceof SVGElement))
		to.focus({ preventScroll: true });
}
