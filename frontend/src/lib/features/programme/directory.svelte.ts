import type { DirectoryPerson, Person } from '$lib/api/types';
import { listPeople } from './api';

/** Everybody of a programme by id, for the names of those who are here, write or react. Fetched once a programme. */
class Directory {
	people = $state.raw<Record<string, DirectoryPerson>>({});
	#slug = '';

	/** Fetches a programme's people, unless they are here already. */
	async open(slug: string) {
		if (slug === this.#slug) return;
		this.#slug = slug;
		try {
			const { items } = await listPeople(slug);
			if (slug === this.#slug) this.people = Object.fromEntries(items.map((p) => [p.id, p]));
		} catch {
			// Names are missing until the next visit; nothing else depends on them.
			if (slug === this.#slug) this.#slug = '';
		}
	}

	get count(): number {
		return Object.keys(this.people).length;
	}

	find(id: string): Person | undefined {
		return this.people[id];
	}
}

export const directory = new Directory();
