import { sendPost } from '$lib/features/discussion/api';
import type { Post } from '$lib/api/types';
import { live } from '$lib/live/live.svelte';
import { Outbox, type QueuedPost } from '$lib/live/outbox';

/** My posts on their way, as the pages see them. */
class Outgoing {
	#box: Outbox | undefined;
	#person = '';
	#version = $state(0);
	#arrived = new Set<(post: Post) => void>();
	#unlisten: (() => void) | undefined;

	/** Takes up where this person left off in this browser. */
	open(person: string) {
		if (this.#person === person) return;
		this.close();
		this.#person = person;
		this.#box = new Outbox(
			person,
			async (queued) => {
				const post = await sendPost(queued);
				for (const handler of this.#arrived) handler(post);
			},
			() => (this.#version += 1)
		);
		this.#unlisten = live.onreturn(() => void this.#box?.flush());
		addEventListener('storage', this.#elsewhere);
		void this.#box.flush();
		this.#version += 1;
	}

	close() {
		this.#box?.stop();
		this.#box = undefined;
		this.#person = '';
		this.#unlisten?.();
		this.#unlisten = undefined;
		removeEventListener('storage', this.#elsewhere);
		this.#version += 1;
	}

	clear() {
		this.#box?.clear();
	}

	/** What waits, in a thread or at all. */
	list(threadId?: string): QueuedPost[] {
		return this.#version >= 0 && this.#box ? this.#box.list(threadId) : [];
	}

	get sending(): string | undefined {
		return this.#version >= 0 ? this.#box?.sending : undefined;
	}

	add(post: Omit<QueuedPost, 'state'>) {
		this.#box?.add(post);
	}

	retry(clientId: string) {
		this.#box?.retry(clientId);
	}

	remove(clientId: string) {
		this.#box?.remove(clientId);
	}

	/** Is given each post that the server has taken. */
	onarrived(handler: (post: Post) => void): () => void {
		this.#arrived.add(handler);
		return () => this.#arrived.delete(handler);
	}

	// Another tab of this browser sent or added something.
	#elsewhere = (event: StorageEvent) => {
		if (event.key === this.#box?.key) this.#version += 1;
	};
}

export const outgoing = new Outgoing();
