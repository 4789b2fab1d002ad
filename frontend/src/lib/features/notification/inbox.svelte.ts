import { live } from '$lib/live/live.svelte';
import { onPersonal } from '$lib/live/personal';
import { countInbox, markSubjectRead, type InboxItem } from './api';

/** Changes that come close together are counted once. */
const gatherMs = 400;

/** How much is new to me; counted by the server, whenever something may have changed it. */
class InboxCount {
	unread = $state(0);
	/** Grows each time the inbox may have changed, for the page that shows it. */
	stirred = $state(0);
	#ends: (() => void)[] = [];
	#timer: ReturnType<typeof setTimeout> | undefined;

	/** Begins to listen; once a signed-in tab. */
	open() {
		if (this.#ends.length > 0) return;
		this.#ends = [
			onPersonal((hint) => {
				if (['inbox.stirred', 'read.moved', 'follow.changed'].includes(hint.kind ?? '')) this.soon();
			}),
			live.onreturn(() => this.soon())
		];
		void this.refresh();
	}

	close() {
		for (const end of this.#ends) end();
		this.#ends = [];
		clearTimeout(this.#timer);
		this.#timer = undefined;
		this.unread = 0;
	}

	soon() {
		this.#timer ??= setTimeout(() => {
			this.#timer = undefined;
			void this.refresh();
		}, gatherMs);
	}

	async refresh() {
		try {
			const { unread } = await countInbox();
			if (this.#ends.length === 0) return;
			this.unread = unread;
			this.stirred++;
		} catch {
			// The number stays as it was; the next hint, or the connection's return, asks again.
		}
	}

	/** A page that shows a thing says that I have opened it. */
	async opened(type: InboxItem['subjectType'], id: string) {
		try {
			await markSubjectRead(type, id);
		} catch {
			// It stays unread, which is seen in the inbox.
		}
	}
}

export const inbox = new InboxCount();
