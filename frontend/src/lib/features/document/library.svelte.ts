import type { Membership, People } from '$lib/api/types';
import { live } from '$lib/live/live.svelte';
import type { EventFrame } from '$lib/live/socket';
import {
	categories,
	listDocuments,
	type Category,
	type Doc,
	type DocEvent,
	type LibraryMay,
	type Listed
} from './api';

/** Changes that come close together are fetched once. */
const gatherMs = 600;

const nothing: LibraryMay = { add: false, publish: false, readers: false };

/** A programme's documents, as long as somebody looks at them. */
export class Library {
	items = $state.raw<Listed[]>([]);
	people = $state.raw<People>({});
	may = $state.raw<LibraryMay>(nothing);
	#timer: ReturnType<typeof setTimeout> | undefined;
	/** The newest version of each document that I have opened here. */
	#opened = new Map<string, number>();

	constructor(
		readonly slug: string,
		readonly me: string,
		first: { items: Listed[]; people: People; may: LibraryMay }
	) {
		this.items = first.items;
		this.people = first.people;
		this.may = first.may;
	}

	/** The shelves that hold something, in their order. */
	get shelves(): { category: Category; items: Listed[] }[] {
		return categories
			.map((category) => ({ category, items: this.items.filter((d) => d.category === category) }))
			.filter((shelf) => shelf.items.length > 0);
	}

	/** Follows what others do; returns what ends it. */
	follow(membership: Membership): () => void {
		const unfollow = live.follow(`programme:${membership.programmeId}`, {
			event: (frame) => this.#heard(frame),
			reset: () => this.soon()
		});
		const unlisten = live.onreturn(() => this.soon());
		return () => {
			unfollow();
			unlisten();
			clearTimeout(this.#timer);
		};
	}

	/** May I describe it anew, replace it or withdraw it? */
	mayChange(d: Doc): boolean {
		return this.may.publish || (this.may.add && d.createdBy === this.me && !d.public);
	}

	/** Takes over a fresh answer or a live event about one document. */
	put({ document: d, people }: DocEvent) {
		this.people = { ...this.people, ...people };
		const rest = this.items.filter((other) => other.id !== d.id);
		if (d.withdrawnAt) {
			this.items = rest;
			return;
		}
		const known = this.items.find((other) => other.id === d.id);
		const same = known?.versions === d.versions;
		const listed: Listed = {
			...d,
			read: (same && known.read) || d.newest.addedBy === this.me,
			readers: same ? known.readers : 0
		};
		this.items = [...rest, listed].sort((a, b) => a.position - b.position || (a.id < b.id ? -1 : 1));
	}

	/** I have opened its newest version. An answer that was on its way before that does not know. */
	opened(id: string) {
		const d = this.items.find((other) => other.id === id);
		if (d) this.#opened.set(id, d.versions);
		this.items = this.items.map((other) => this.#known(other));
	}

	#known(d: Listed): Listed {
		return this.#opened.get(d.id) === d.versions ? { ...d, read: true } : d;
	}

	/** The document before which another is put to stand one step up or down on its shelf; undefined if it cannot. */
	beside(d: Doc, step: -1 | 1): string | undefined {
		const shelf = this.items.filter((other) => other.category === d.category);
		const at = shelf.findIndex((other) => other.id === d.id);
		if (step === -1) return shelf[at - 1]?.id;
		if (!shelf[at + 1]) return undefined;
		return shelf[at + 2]?.id ?? '';
	}

	/** Something changed: fetch in a moment. */
	soon() {
		this.#timer ??= setTimeout(() => {
			this.#timer = undefined;
			void this.refresh();
		}, gatherMs);
	}

	async refresh() {
		try {
			const fresh = await wholeLibrary(this.slug);
			this.items = fresh.items.map((d) => this.#known(d));
			this.people = { ...this.people, ...fresh.people };
			this.may = fresh.may;
		} catch {
			// What is shown stays; the next event or the next visit fetches again.
		}
	}

	#heard(frame: EventFrame) {
		if (!frame.verb.startsWith('document.')) return;
		this.put(frame.data as DocEvent);
		this.soon(); // the others' places, and who has read
	}
}

/** All of a programme's documents. */
export async function wholeLibrary(slug: string) {
	const first = await listDocuments(slug);
	const whole = { items: first.items, people: first.people, may: first.may };
	for (let next = first.next; next;) {
		const part = await listDocuments(slug, next);
		whole.items = [...whole.items, ...part.items];
		whole.people = { ...whole.people, ...part.people };
		next = part.next;
	}
	return whole;
}
