import type { Follow, Membership, People, Thread } from '$lib/api/types';
import { asFault, type ApiFault } from '$lib/api/fault';
import { live } from '$lib/live/live.svelte';
import { personal } from '$lib/live/personal';
import type { Subscription, TopicHandlers } from '$lib/live/socket';
import { listThreads } from './api';

/** Changes that come close together are fetched once. */
const gatherMs = 800;

/** The threads of the programme I stand in, newest first; also the source of the unread number. */
class Threads {
	items = $state.raw<Thread[]>([]);
	people = $state.raw<People>({});
	next = $state('');
	status = $state<'loading' | 'ready' | 'failed'>('loading');
	fault = $state.raw<ApiFault | null>(null);
	slug = $state('');
	#key = '';
	#subs: (Subscription | undefined)[] = [];
	#timer: ReturnType<typeof setTimeout> | undefined;
	#unlisten: (() => void) | undefined;

	/** Threads with something unread that I have not muted. */
	get unreadCount(): number {
		return this.items.filter((t) => t.unread > 0 && t.follow !== 'muted').length;
	}

	/** Goes to a programme; staying in the same one costs nothing. */
	open(membership: Membership, me: string) {
		const key = `${me}/${membership.programmeSlug}`;
		if (key === this.#key) return;
		this.close();
		this.#key = key;
		this.slug = membership.programmeSlug;
		this.items = [];
		this.status = 'loading';
		const again = () => this.soon();
		const handlers: TopicHandlers = {
			event: again,
			hint: (data) => this.#hinted(data),
			reset: () => void this.#caughtUp()
		};
		const topics = [`programme:${membership.programmeId}`];
		if (membership.role === 'coordinator' || membership.role === 'partner')
			topics.push(`partners:${membership.programmeId}`);
		this.#subs = topics.map((topic) => live.subscribe(topic, -1, handlers));
		// Others listen there as well, but a topic has one subscriber a tab.
		const mine = (data: unknown) => {
			personal(data as { kind?: string });
			if (['read.moved', 'follow.changed'].includes((data as { kind?: string })?.kind ?? ''))
				this.#hinted(data);
		};
		this.#subs.push(live.subscribe(`person:${me}`, -1, { ...handlers, hint: mine }));
		this.#unlisten = live.onreturn(again);
		void this.refresh();
	}

	close() {
		for (const sub of this.#subs) live.unsubscribe(sub);
		this.#subs = [];
		this.#unlisten?.();
		clearTimeout(this.#timer);
		this.#timer = undefined;
		this.#key = '';
	}

	/** Something changed: fetch in a moment. */
	soon() {
		this.#timer ??= setTimeout(() => {
			this.#timer = undefined;
			void this.refresh();
		}, gatherMs);
	}

	async refresh() {
		const key = this.#key;
		if (!key) return;
		try {
			const answer = await listThreads(this.slug);
			if (key !== this.#key) return;
			const fresh = answer.items ?? [];
			// What was loaded further down stays, in its order.
			const known = new Set(fresh.map((t) => t.id));
			// Where there is no further part, what is not in the answer is no longer for me.
			const rest = answer.next ? this.items.slice(fresh.length).filter((t) => !known.has(t.id)) : [];
			this.items = rest.length > 0 ? [...fresh, ...rest] : fresh;
			this.people = { ...this.people, ...answer.people };
			if (rest.length === 0) this.next = answer.next ?? '';
			this.status = 'ready';
			this.fault = null;
		} catch (thrown) {
			if (key !== this.#key || this.items.length > 0) return;
			this.fault = asFault(thrown);
			this.status = 'failed';
		}
	}

	/** Fetches the next part of a long list. */
	async more() {
		if (!this.next) return;
		const answer = await listThreads(this.slug, this.next);
		const known = new Set(this.items.map((t) => t.id));
		this.items = [...this.items, ...answer.items.filter((t) => !known.has(t.id))];
		this.people = { ...this.people, ...answer.people };
		this.next = answer.next ?? '';
	}

	/** Takes over a fresh answer about one thread. */
	put(thread: Thread) {
		const there = this.items.some((t) => t.id === thread.id);
		this.items = there ? this.items.map((t) => (t.id === thread.id ? thread : t)) : [thread, ...this.items];
	}

	/** Changes one thread that is shown. */
	patch(id: string, change: Partial<Thread>) {
		this.items = this.items.map((t) => (t.id === id ? { ...t, ...change } : t));
	}

	/** My own other tabs have read or muted something; or somebody wrote somewhere. */
	#hinted(data: unknown) {
		const hint = data as { kind?: string; threadId?: string; unread?: number; follow?: Follow };
		if (hint?.kind === 'read.moved' && hint.threadId)
			this.patch(hint.threadId, { unread: hint.unread ?? 0, ...(hint.unread ? {} : { mentioned: false }) });
		else if (hint?.kind === 'follow.changed' && hint.threadId && hint.follow)
			this.patch(hint.threadId, { follow: hint.follow });
		else this.soon();
	}

	async #caughtUp() {
		await this.refresh();
		for (const sub of this.#subs) sub?.rebase(sub.last);
	}
}

export const threads = new Threads();
