/** What the server hints to me alone, on whichever subscription it comes. */
export type PersonalHint = { kind?: string };

const listeners = new Set<(hint: PersonalHint) => void>();

/** Hears of every hint to me; returns what ends that. */
export function onPersonal(listener: (hint: PersonalHint) => void): () => void {
	listeners.add(listener);
	return () => listeners.delete(listener);
}

/** Passes on a hint that came. */
export function personal(hint: PersonalHint) {
	for (const listener of listeners) listener(hint);
}
