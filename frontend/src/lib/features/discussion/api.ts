import { call } from '$lib/api/client';
import type { Audience, Follow, PostFile, ReactionKind } from '$lib/api/types';
import type { QueuedPost } from '$lib/live/outbox';

/** A hung connection is given up, so that the queue goes on when the network is back. */
const sendWithinMs = 20_000;

type FileInput = Pick<PostFile, 'id' | 'alt'>;

/** What the server is told of files that it has. */
export const filesOf = (files: PostFile[] = []): FileInput[] => files.map(({ id, alt }) => ({ id, alt }));

export const listThreads = (slug: string, cursor?: string) =>
	call('get', '/api/programmes/{slug}/threads', { path: { slug }, query: { cursor } });

export const openThread = (
	slug: string,
	thread: { clientId: string; title: string; audience: Audience; text?: string; files?: FileInput[] }
) => call('post', '/api/programmes/{slug}/threads', { path: { slug }, body: thread });

export const getThread = (id: string) => call('get', '/api/threads/{id}', { path: { id } });

export const updateThread = (id: string, change: { title: string; audience: Audience; rev: number }) =>
	call('patch', '/api/threads/{id}', { path: { id }, body: change });

export const closeThread = (id: string) => call('put', '/api/threads/{id}/closure', { path: { id } });
export const reopenThread = (id: string) => call('delete', '/api/threads/{id}/closure', { path: { id } });

export const followThread = (id: string, state: Follow) =>
	call('put', '/api/threads/{id}/follow', { path: { id }, body: { state } });

export const listPosts = (id: string, at: { before?: number; from?: number; around?: string } = {}) =>
	call('get', '/api/threads/{id}/posts', { path: { id }, query: at });

export const sendPost = (post: QueuedPost) =>
	call('post', '/api/threads/{id}/posts', {
		path: { id: post.threadId },
		body: {
			clientId: post.clientId,
			text: post.text,
			files: filesOf(post.files),
			...(post.quote ? { quoteId: post.quote.postId } : {})
		},
		signal: AbortSignal.timeout(sendWithinMs)
	});

export const editPost = (id: string, text: string, rev: number, files: PostFile[]) =>
	call('patch', '/api/posts/{id}', { path: { id }, body: { text, rev, files: filesOf(files) } });

export const deletePost = (id: string, reason?: string) =>
	call('delete', '/api/posts/{id}', { path: { id }, query: { reason } });

export const postHistory = (id: string) => call('get', '/api/posts/{id}/history', { path: { id } });

export const react = (id: string, kind: ReactionKind, on: boolean) =>
	call(on ? 'put' : 'delete', '/api/posts/{id}/reactions/{kind}', { path: { id, kind } });

export const pin = (id: string, on: boolean) =>
	call(on ? 'put' : 'delete', '/api/posts/{id}/pin', { path: { id } });

export const markRead = (id: string, postId: string) =>
	call('put', '/api/threads/{id}/read', { path: { id }, body: { postId } });

/** Who has seen the newest post. */
export const listReaders = (id: string) => call('get', '/api/threads/{id}/readers', { path: { id } });

export const checkCpr = (text: string, signal?: AbortSignal) =>
	call('post', '/api/cpr-checks', { body: { text }, signal });

export const findMentionables = (slug: string, q: string, signal?: AbortSignal) =>
	call('get', '/api/programmes/{slug}/mentionables', {
		path: { slug },
		query: { q },
		signal
	});

export const search = (slug: string, q: string, cursor?: string) =>
	call('get', '/api/programmes/{slug}/search', {
		path: { slug },
		query: { q, cursor }
	});
