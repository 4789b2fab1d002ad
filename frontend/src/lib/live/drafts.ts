import type { PostFile } from '$lib/api/types';

/** What was begun and not sent: kept in this browser, per person and place, until it is sent or cleared. */
export interface Draft {
	text: string;
	title?: string;
	quoteId?: string;
	/** Of a post that is being edited: which version of it was begun with. */
	rev?: number;
	/** Files that were sent in for it. */
	files?: PostFile[];
	/** When it was last changed, ms. */
	at: number;
}

const prefix = 'sluse.draft.';

function keyOf(person: string, place: string): string {
	return `${prefix}${person}.${place}`;
}

/** The place of what a post is being edited to. */
export const editingOf = (post: string) => `edit.${post}`;

/** Reads a draft; undefined when there is none. */
export function readDraft(person: string, place: string): Draft | undefined {
	try {
		const raw = localStorage.getItem(keyOf(person, place));
		if (!raw) return undefined;
		const draft = JSON.parse(raw) as Draft;
		return typeof draft.text === 'string' ? draft : undefined;
	} catch {
		return undefined;
	}
}

/** Keeps a draft; an empty one is forgotten. Says whether it could be kept. */
export function writeDraft(person: string, place: string, draft: Draft): boolean {
	try {
		if (!draft.text.trim() && !draft.title?.trim() && !draft.files?.length)
			localStorage.removeItem(keyOf(person, place));
		else localStorage.setItem(keyOf(person, place), JSON.stringify(draft));
		return true;
	} catch {
		return false;
	}
}

/** Forgets a draft, because it was sent or thrown away. */
export function clearDraft(person: string, place: string) {
	try {
		localStorage.removeItem(keyOf(person, place));
	} catch {
		// Nothing was kept, so nothing needs to be forgotten.
	}
}

/** Places where a person has a draft in this browser. */
export function draftPlaces(person: string): string[] {
	const start = keyOf(person, '');
	const places: string[] = [];
	try {
		for (let at = 0; at < localStorage.length; at++) {
			const key = localStorage.key(at);
			if (key?.startsWith(start)) places.push(key.slice(start.length));
		}
	} catch {
		return [];
	}
	return places;
}

/** Forgets all of a person's drafts in this browser. */
export function clearDrafts(person: string) {
	for (const place of draftPlaces(person)) clearDraft(person, place);
}
