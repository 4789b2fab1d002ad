import type { Post } from '$lib/api/types';
import { dayKey } from '$lib/i18n/format';
import type { QueuedPost } from '$lib/live/outbox';

/** Whether one answer about a post is as new as another, or newer. */
function supersedes(next: Post, old: Post): boolean {
	if (old.deletedAt && !next.deletedAt) return false;
	return (next.rev ?? 0) >= (old.rev ?? 0);
}

/** Puts fetched posts among those that are there, each once, in the thread's order. */
export function mergePosts(there: Post[], incoming: Post[]): Post[] {
	const byId = new Map(there.map((p) => [p.id, p]));
	for (const post of incoming) {
		const old = byId.get(post.id);
		if (!old || supersedes(post, old)) byId.set(post.id, post);
	}
	return [...byId.values()].sort((a, b) => a.seq - b.seq);
}

/** What a live event does to the posts that are shown. */
export interface Applied {
	posts: Post[];
	/** A post that stands below what is loaded, and is fetched when one goes there. */
	below: boolean;
	/** A new post was put in. */
	added: boolean;
}

/** Which ends of the thread are loaded: what lies between is whole. */
export interface Loaded {
	start: boolean;
	end: boolean;
}

/**
 * Applies one post of a live event. A post in the list is replaced; a new one goes to its place, which
 * is not always the end: the answer to my own post may overtake the news of one that came before it.
 * What lies outside of the loaded part is left to be fetched.
 */
export function applyPost(there: Post[], post: Post, loaded: Loaded): Applied {
	const at = there.findIndex((p) => p.id === post.id);
	if (at >= 0) {
		const old = there[at] as Post;
		if (!supersedes(post, old)) return { posts: there, below: false, added: false };
		const posts = there.slice();
		posts[at] = post;
		return { posts: quotesFollow(posts, post), below: false, added: false };
	}
	const first = there[0];
	const last = there[there.length - 1];
	if (first && post.seq < first.seq && !loaded.start)
		return { posts: quotesFollow(there, post), below: false, added: false };
	if ((!last || post.seq > last.seq) && !loaded.end) return { posts: there, below: true, added: false };
	return { posts: quotesFollow(mergePosts(there, [post]), post), below: false, added: true };
}

/** A quote of a deleted post loses its words too. */
function quotesFollow(posts: Post[], changed: Post): Post[] {
	if (!changed.deletedAt) return posts;
	return posts.map((p) =>
		p.quote?.postId === changed.id && p.quote.text ? { ...p, quote: { ...p.quote, text: '' } } : p
	);
}

/** Of my posts on their way, those that are not among the shown ones already: a post may be seen before its answer comes. */
export function waiting(queue: QueuedPost[], posts: Post[]): QueuedPost[] {
	const there = new Set(posts.map((p) => p.clientId).filter(Boolean));
	return queue.filter((q) => !there.has(q.clientId));
}

/** A line of the thread as it is shown. */
export type Row =
	| { kind: 'day'; key: string; at: string }
	| { kind: 'new'; key: string; count: number; since: string }
	| { kind: 'post'; key: string; post: Post; follows: boolean };

/** How close two posts of one person stand to be shown under one name. */
const togetherMs = 4 * 60_000;

/** Posts with their day lines and the line above the first unread one. */
export function rowsOf(posts: Post[], firstUnread: string | undefined, me: string, readAt = ''): Row[] {
	const rows: Row[] = [];
	let day = '';
	let before: Post | undefined;
	for (const [at, post] of posts.entries()) {
		const key = dayKey(post.createdAt);
		if (key !== day) {
			rows.push({ kind: 'day', key: `day-${key}`, at: post.createdAt });
			day = key;
			before = undefined;
		}
		if (post.id === firstUnread) {
			const count = posts.slice(at).filter((p) => p.authorId !== me).length;
			rows.push({ kind: 'new', key: 'new', count, since: readAt < post.createdAt ? readAt : '' });
			before = undefined;
		}
		rows.push({ kind: 'post', key: post.id, post, follows: before !== undefined && together(before, post) });
		before = post;
	}
	return rows;
}

function together(before: Post, post: Post): boolean {
	if (before.authorId !== post.authorId || before.deletedAt || post.deletedAt || post.quote) return false;
	return Date.parse(post.createdAt) - Date.parse(before.createdAt) < togetherMs;
}
