import { call } from '$lib/api/client';
import type {
	CprFinding,
	Follow,
	Mentionable,
	People,
	Post,
	PostPage,
	PostVersion,
	ReactionKind,
	SearchHit,
	Thread,
	ThreadList
} from '$lib/api/types';
import type { QueuedPost } from '$lib/live/outbox';

/** A hung connection is given up, so that the queue goes on when the network is back. */
const sendWithinMs = 20_000;

export const listThreads = (slug: string, cursor?: string) =>
	call<ThreadList>('get', '/api/programmes/{slug}/threads', { path: { slug }, query: { cursor } });

export const openThread = (
	slug: string,
	thread: { title: string; audience?: string; text?: string; clientId?: string }
) => call<Thread>('post', '/api/programmes/{slug}/threads', { path: { slug }, body: thread });

/** A thread and the people it names. */
export type ThreadAnswer = Thread & { people?: People };
export const getThread = (id: string) => call<ThreadAnswer>('get', '/api/threads/{id}', { path: { id } });

export const updateThread = (id: string, change: { title?: string; audience?: string }) =>
	call<Thread>('patch', '/api/threads/{id}', { path: { id }, body: change });

export const closeThread = (id: string) => call<Thread>('put', '/api/threads/{id}/closure', { path: { id } });
export const reopenThread = (id: string) =>
	call<Thread>('delete', '/api/threads/{id}/closure', { path: { id } });

export const followThread = (id: string, state: Follow) =>
	call<unknown>('put', '/api/threads/{id}/follow', { path: { id }, body: { state } });

export const listPosts = (id: string, at: { before?: string; after?: string; around?: string } = {}) =>
	call<PostPage>('get', '/api/threads/{id}/posts', { path: { id }, query: at });

export const sendPost = (post: QueuedPost) =>
	call<Post>('post', '/api/threads/{id}/posts', {
		path: { id: post.threadId },
		body: { clientId: post.clientId, text: post.text, ...(post.quote ? { quoteId: post.quote.postId } : {}) },
		signal: AbortSignal.timeout(sendWithinMs)
	});

export const editPost = (id: string, text: string, rev: number) =>
	call<Post>('patch', '/api/posts/{id}', { path: { id }, body: { text, rev } });

export const deletePost = (id: string, reason?: string) =>
	call<unknown>('delete', '/api/posts/{id}', { path: { id }, body: reason ? { reason } : undefined });

export const postHistory = (id: string) =>
	call<{ items: PostVersion[] }>('get', '/api/posts/{id}/history', { path: { id } });

export const react = (id: string, kind: ReactionKind, on: boolean) =>
	call<unknown>(on ? 'put' : 'delete', '/api/posts/{id}/reactions/{kind}', { path: { id, kind } });

export const pin = (id: string, on: boolean) =>
	call<unknown>(on ? 'put' : 'delete', '/api/posts/{id}/pin', { path: { id } });

export const markRead = (id: string, postId: string) =>
	call<unknown>('put', '/api/threads/{id}/read', { path: { id }, body: { postId } });

/** Who has seen the newest post. */
export interface Readers {
	items: (string | { personId: string })[];
	people?: People;
	total?: number;
}
export const listReaders = (id: string) =>
	call<Readers>('get', '/api/threads/{id}/readers', { path: { id } });

export const checkCpr = (text: string, signal?: AbortSignal) =>
	call<{ findings: CprFinding[] }>('post', '/api/cpr-checks', { body: { text }, signal });

export const findMentionables = (slug: string, q: string, signal?: AbortSignal) =>
	call<{ items: Mentionable[] }>('get', '/api/programmes/{slug}/mentionables', {
		path: { slug },
		query: { q },
		signal
	});

export const search = (slug: string, q: string, cursor?: string) =>
	call<{ items: SearchHit[]; people: People; next: string }>('get', '/api/programmes/{slug}/search', {
		path: { slug },
		query: { q, cursor }
	});
