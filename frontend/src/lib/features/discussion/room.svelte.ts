import { asFault, type ApiFault } from '$lib/api/fault';
import type { Follow, People, Person, Post, PostPage, Thread, ThreadCore } from '$lib/api/types';
import { directory } from '$lib/features/programme/directory.svelte';
import { live } from '$lib/live/live.svelte';
import { onPersonal } from '$lib/live/personal';
import type { EventFrame, Subscription } from '$lib/live/socket';
import { outgoing } from '$lib/session/outgoing.svelte';
import { getThread, listPosts, listReaders, markRead } from './api';
import { applyPost, mergePosts } from './posts';
import { threads } from './threads.svelte';

/** How long somebody is said to be writing after the last sign of it. */
const typingMs = 6_000;
const typingEveryMs = 3_000;
const readersEveryMs = 2_000;

/** One thread as this page shows it: what was fetched, kept up to date by what the others do. */
export class Room {
	thread = $state.raw<Thread | null>(null);
	posts = $state.raw<Post[]>([]);
	people = $state.raw<People>({});
	pinned = $state.raw<Post[]>([]);
	status = $state<'loading' | 'ready' | 'failed' | 'denied'>('loading');
	fault = $state.raw<ApiFault | null>(null);
	/** There are posts before the first, or after the last, that are not fetched. */
	older = $state(false);
	newer = $state(false);
	loading = $state(false);
	/** The first post I had not seen when I came. */
	firstUnread = $state<string | undefined>();
	/** When I was here last. */
	readAt = $state<string | undefined>();
	/** Posts that came below what is loaded or seen. */
	below = $state(0);
	#present = $state.raw<string[]>([]);
	/** Who is here too; nobody knows while the connection is away. */
	readonly here = $derived(live.away ? [] : this.#present);
	hereCount = $state(0);
	typing = $state.raw<string[]>([]);
	readers = $state.raw<string[]>([]);
	/** Is told of each post that came to the end of the list. */
	onadded: (post: Post) => void = () => undefined;

	#sub: Subscription | undefined;
	#unlisten: (() => void)[] = [];
	#closed = false;
	#typers = new Map<string, ReturnType<typeof setTimeout>>();
	#typedAt = 0;
	#readSeq = -1;
	#readersTimer: ReturnType<typeof setTimeout> | undefined;

	constructor(
		readonly id: string,
		readonly me: string
	) {}

	/** Fetches the thread, at its newest or around one post, and follows it. */
	async open(around?: string) {
		this.#unlisten.push(
			outgoing.onarrived((post) => this.#arrived(post)),
			onPersonal((hint) => this.#followed(hint))
		);
		try {
			const page = await this.#page(around);
			if (this.#closed) return;
			this.#readSeq = page.readSeq;
			this.readAt = page.readAt;
			if (page.readSeq > 0)
				this.firstUnread = page.items.find((p) => p.seq > page.readSeq && p.authorId !== this.me)?.id;
			this.status = 'ready';
			this.#follow(page.seq);
			this.#askReaders();
		} catch (thrown) {
			this.fault = asFault(thrown);
			this.status = this.fault.kind === 'notfound' ? 'denied' : 'failed';
		}
	}

	close() {
		this.#closed = true;
		live.unsubscribe(this.#sub);
		for (const stop of this.#unlisten) stop();
		for (const timer of this.#typers.values()) clearTimeout(timer);
		clearTimeout(this.#readersTimer);
	}

	/** A person by id, from what came with the posts or from the programme's list. */
	person(id: string): Person | undefined {
		return this.people[id] ?? directory.find(id);
	}

	/** Fetches the posts before the first that is shown; `place` makes the change and keeps the reader's place. */
	async loadOlder(place: (change: () => void) => Promise<void>) {
		const first = this.posts[0];
		if (first && this.older)
			await this.#more({ before: first.seq }, (page) => (this.older = page.older), place);
	}

	/** Fetches the posts after the last that is shown. */
	async loadNewer() {
		const last = this.posts[this.posts.length - 1];
		if (last && this.newer) await this.#more({ from: last.seq + 1 }, (page) => (this.newer = page.newer));
	}

	async #more(
		at: { before?: number; from?: number },
		took: (page: PostPage) => void,
		place: (change: () => void) => Promise<void> = async (change) => change()
	) {
		if (this.loading) return;
		this.loading = true;
		try {
			const page = await listPosts(this.id, at);
			await place(() => {
				this.people = { ...this.people, ...page.people };
				took(page);
				this.posts = mergePosts(this.posts, page.items);
				if (!this.newer) this.below = 0;
			});
		} finally {
			this.loading = false;
		}
	}

	/** Leaves the old place and shows the newest posts. */
	async toNewest() {
		if (this.newer) {
			const page = await this.#page();
			this.#sub?.rebase(page.seq);
		}
		this.below = 0;
	}

	/** What is on the screen has been seen; says so to the server, once. */
	async seen() {
		const last = this.posts[this.posts.length - 1];
		const end = Math.max(last?.seq ?? 0, this.thread?.namedSeq ?? 0);
		if (!last || this.newer || end <= this.#readSeq) return;
		this.#readSeq = end;
		this.below = 0;
		threads.patch(this.id, { unread: 0, mentioned: false });
		try {
			await markRead(this.id, last.id);
			this.#askReaders();
		} catch {
			// It is said again with the next post, or the next visit.
			this.#readSeq = -1;
		}
	}

	/** I write; the others are told now and then. */
	wrote() {
		if (Date.now() - this.#typedAt < typingEveryMs) return;
		this.#typedAt = Date.now();
		live.typing(`thread:${this.id}`);
	}

	/** Takes over an answer about a post. */
	put(post: Post) {
		const others = this.pinned.filter((p) => p.id !== post.id);
		this.pinned = post.pinned && !post.deletedAt ? [...others, post].sort((a, b) => a.seq - b.seq) : others;
		const applied = applyPost(this.posts, post, { start: !this.older, end: !this.newer });
		this.posts = applied.posts;
		if (applied.below) this.below += 1;
		if (applied.added) this.onadded(post);
	}

	/** Takes over an answer about the thread. */
	setThread(thread: Thread) {
		this.thread = thread;
		threads.patch(thread.id, thread);
	}

	async #page(around?: string) {
		const page = await listPosts(this.id, { around });
		this.posts = mergePosts([], page.items);
		this.people = { ...this.people, ...page.people };
		this.thread = page.thread;
		this.pinned = page.pinned;
		this.older = page.older;
		this.newer = page.newer;
		return page;
	}

	#follow(after: number) {
		this.#sub = live.subscribe(`thread:${this.id}`, after, {
			event: (frame) => this.#event(frame),
			reset: () => void this.#reload(),
			presence: (people, count) => {
				this.#present = people;
				this.hereCount = count;
			},
			typing: (person) => this.#types(person),
			denied: () => (this.status = 'denied')
		});
	}

	/** Too much was missed: what is shown is fetched anew, where it is. */
	async #reload() {
		try {
			const middle = this.newer ? this.posts[Math.floor(this.posts.length / 2)]?.id : undefined;
			const page = await this.#page(middle);
			this.#sub?.rebase(page.seq);
		} catch {
			setTimeout(() => void (this.#closed || this.#reload()), typingEveryMs);
		}
	}

	#event(frame: EventFrame) {
		const data = frame.data as { post?: Post; thread?: ThreadCore; people?: People } | null;
		if (!data) return;
		if (data.people) this.people = { ...this.people, ...data.people };
		if (data.post) {
			if (data.post.authorId === this.me && data.post.clientId) outgoing.remove(data.post.clientId);
			this.#stopTyping(data.post.authorId);
			this.put(data.post);
			if (frame.verb === 'post.created') this.#askReaders();
			if (frame.verb === 'post.edited' && this.#namesMe(data.post)) this.#named(frame.seq);
		}
		if (data.thread && this.thread) this.#threadChanged(data.thread);
	}

	/** The live frame is the same for all; what only concerns me is asked for, where it may have changed. */
	#threadChanged(core: ThreadCore) {
		const before = this.thread as Thread;
		this.setThread({ ...before, ...core });
		if (before.state === core.state && before.audience === core.audience) return;
		getThread(this.id).then(
			(thread) => this.setThread(thread),
			(thrown) => {
				if (asFault(thrown).kind === 'notfound') this.status = 'denied';
			}
		);
	}

	/** I have chosen in another tab, or in a mail, what to be told of. */
	#followed(hint: { kind?: string; threadId?: string; follow?: Follow }) {
		if (hint.kind === 'follow.changed' && hint.threadId === this.id && this.thread && hint.follow)
			this.thread = { ...this.thread, follow: hint.follow };
	}

	/** An edit that names me is news of its own, which I have read once I have seen the end again. */
	#named(seq: number) {
		if (this.thread) this.thread = { ...this.thread, namedSeq: seq };
	}

	#namesMe(post: Post): boolean {
		const mine = this.person(this.me)?.organisationId;
		return post.mentions.some((m) => m.id === this.me || (mine !== undefined && m.id === mine));
	}

	#arrived(post: Post) {
		if (post.threadId === this.id) this.put(post);
	}

	#types(person: string) {
		if (person === this.me) return;
		clearTimeout(this.#typers.get(person));
		this.#typers.set(
			person,
			setTimeout(() => this.#stopTyping(person), typingMs)
		);
		this.typing = [...this.#typers.keys()];
	}

	#stopTyping(person: string) {
		clearTimeout(this.#typers.get(person));
		if (this.#typers.delete(person)) this.typing = [...this.#typers.keys()];
	}

	/** Who has seen the newest, asked for at most now and then. */
	#askReaders() {
		this.#readersTimer ??= setTimeout(() => {
			this.#readersTimer = undefined;
			listReaders(this.id).then(
				(answer) => {
					this.readers = answer.items;
					this.people = { ...answer.people, ...this.people };
				},
				() => undefined
			);
		}, readersEveryMs);
	}
}
