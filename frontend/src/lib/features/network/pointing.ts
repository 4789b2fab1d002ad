import type { Attachment } from 'svelte/attachments';

/** What a picture or a list does when one of its municipalities is meant. */
export interface Pointing {
	/** Somebody points at one, by pointer or focus; null when they no longer do. */
	point(key: string | null): void;
	/** Somebody wants to know more about one. */
	choose?(key: string): void;
	/** Somebody clicks beside all of them. */
	miss?(event: MouseEvent): void;
	/** Where a key leads to from one; undefined for any other key. */
	step?(from: string, key: string): string | undefined;
}

const keyOf = (target: EventTarget | null) =>
	target instanceof Element ? (target.closest('[data-place]')?.getAttribute('data-place') ?? null) : null;

/** Listens for its whole content at once: each municipality bears its key in data-place. */
export function pointing(on: Pointing): Attachment<Element> {
	return (node) => {
		const controller = new AbortController();
		const listen = <K extends keyof HTMLElementEventMap>(
			name: K,
			handle: (event: HTMLElementEventMap[K]) => void
		) => node.addEventListener(name, handle as EventListener, { signal: controller.signal });

		listen('pointerover', (event) => on.point(keyOf(event.target)));
		listen('pointerleave', () => on.point(null));
		listen('focusin', (event) => on.point(keyOf(event.target)));
		listen('focusout', (event) => {
			// What has the focus may just be on its way out of the page, while that is drawn: told afterwards.
			if (!keyOf(event.relatedTarget)) queueMicrotask(() => on.point(null));
		});
		listen('click', (event) => {
			if (!on.choose) return;
			const key = keyOf(event.target);
			if (key) on.choose(key);
			else on.miss?.(event);
		});
		listen('keydown', (event) => {
			const key = keyOf(event.target);
			if (!key) return;
			// Buttons turn these keys into clicks by themselves; shapes do not.
			const shape = event.target instanceof SVGElement;
			if (shape && on.choose && (event.key === 'Enter' || event.key === ' ')) {
				event.preventDefault();
				on.choose(key);
			}
			const next = on.step?.(key, event.key);
			if (next === undefined) return;
			event.preventDefault();
			node.querySelector<HTMLElement>(`[data-place="${next}"]`)?.focus();
		});
		return () => controller.abort();
	};
}
