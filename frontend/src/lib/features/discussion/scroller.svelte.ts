import { tick } from 'svelte';

const nearPx = 96;

/** The scrolling part of a thread: knows whether its end is in view, and keeps the reader's place. */
export class Scroller {
	/** The end is in view, or nearly. */
	atEnd = $state(true);
	/** The tab is looked at. */
	visible = $state(typeof document === 'undefined' || document.visibilityState === 'visible');
	/** The first place has been found; from now on reaching the top fetches more. */
	ready = $state(false);
	#node: HTMLElement | undefined;

	/** Watches the element that scrolls. */
	attach(attop: () => void) {
		return (node: HTMLElement) => {
			this.#node = node;
			const scrolled = () => {
				this.#measure();
				if (this.ready && node.scrollTop < nearPx && node.scrollHeight > node.clientHeight) attop();
			};
			node.addEventListener('scroll', scrolled, { passive: true });
			// The keyboard of a phone, a growing composer, a banner: who was at the end stays there.
			const resized =
				typeof ResizeObserver === 'undefined'
					? undefined
					: new ResizeObserver(() => {
							if (this.atEnd && this.ready) this.toEndNow();
						});
			resized?.observe(node);
			return () => {
				node.removeEventListener('scroll', scrolled);
				resized?.disconnect();
			};
		};
	}

	/** The tab was hidden or shown. */
	look() {
		this.visible = document.visibilityState === 'visible';
	}

	/** To the end, after what was just added is there. */
	async toEnd() {
		await tick();
		this.toEndNow();
	}

	toEndNow() {
		const node = this.#node;
		if (node) node.scrollTop = node.scrollHeight;
		this.#measure();
	}

	/** A line to the upper part of the view. */
	toLine(id: string) {
		const node = this.#node;
		const line = document.getElementById(id);
		if (!node || !line) return this.toEndNow();
		node.scrollTop += line.getBoundingClientRect().top - node.getBoundingClientRect().top - 24;
		this.#measure();
	}

	/** A post to the middle of the view, with the focus. */
	toPost(id: string) {
		const post = document.getElementById(`post-${id}`);
		if (!post) return this.toEndNow();
		post.scrollIntoView({ block: 'center' });
		post.focus({ preventScroll: true });
		this.#measure();
	}

	/** Makes a change that adds above, and keeps what is in view where it is. */
	async keeping(change: () => void) {
		const node = this.#node;
		if (!node) return change();
		// Measured just before: the reader may have scrolled on while it was fetched.
		const fromEnd = node.scrollHeight - node.scrollTop;
		change();
		await tick();
		node.scrollTop = node.scrollHeight - fromEnd;
	}

	#measure() {
		const node = this.#node;
		if (node) this.atEnd = node.scrollHeight - node.scrollTop - node.clientHeight < nearPx;
	}
}
