import { describe, expect, it } from 'vitest';
import type { Post } from '$lib/api/types';
import { applyPost, mergePosts, rowsOf, waiting } from './posts';

const whole = { start: true, end: true };

function post(seq: number, more: Partial<Post> = {}): Post {
	return {
		id: `p${seq}`,
		threadId: 't',
		seq,
		rev: 1,
		clientId: `c${seq}`,
		authorId: 'a',
		text: `nr. ${seq}`,
		html: `<p>nr. ${seq}</p>`,
		mentions: [],
		files: [],
		reactions: [],
		createdAt: `2026-11-19T10:${String(seq).padStart(2, '0')}:00Z`,
		pinned: false,
		...more
	};
}
const seqs = (posts: Post[]) => posts.map((p) => p.seq);

describe('merging', () => {
	it('has each post once, in the thread’s order', () => {
		expect(seqs(mergePosts([post(2), post(3)], [post(1), post(3)]))).toEqual([1, 2, 3]);
	});

	it('keeps the newer text when an older answer comes late', () => {
		const [kept] = mergePosts([post(1, { rev: 2, text: 'ny' })], [post(1, { rev: 1, text: 'gammel' })]);
		expect(kept?.text).toBe('ny');
	});

	it('never brings back what was deleted', () => {
		const [kept] = mergePosts([post(1, { deletedAt: 'now', text: '' })], [post(1)]);
		expect(kept?.deletedAt).toBe('now');
	});
});

describe('a live post', () => {
	it('goes to the end', () => {
		expect(applyPost([post(1)], post(2), whole)).toMatchObject({ added: true, below: false });
	});

	it('stands below when the end is not loaded', () => {
		const applied = applyPost([post(1)], post(9), { start: true, end: false });
		expect(applied).toMatchObject({ added: false, below: true });
		expect(seqs(applied.posts)).toEqual([1]);
	});

	it('replaces itself', () => {
		const applied = applyPost([post(1), post(2)], post(1, { rev: 2, text: 'rettet' }), whole);
		expect(applied.posts[0]?.text).toBe('rettet');
		expect(applied.added).toBe(false);
	});

	it('that is older than what is loaded is left alone', () => {
		expect(seqs(applyPost([post(5)], post(2), { start: false, end: true }).posts)).toEqual([5]);
	});

	it('that was overtaken by the answer to my own goes to its place', () => {
		const applied = applyPost([post(1), post(3)], post(2), { start: false, end: true });
		expect(seqs(applied.posts)).toEqual([1, 2, 3]);
		expect(applied.added).toBe(true);
		expect(seqs(applyPost([post(2)], post(1), whole).posts)).toEqual([1, 2]);
	});

	it('that is deleted takes its words out of quotes', () => {
		const quoting = post(2, { quote: { postId: 'p1', authorId: 'a', text: 'nr. 1' } });
		const applied = applyPost([post(1), quoting], post(1, { deletedAt: 'now', text: '' }), whole);
		expect(applied.posts[1]?.quote?.text).toBe('');
	});
});

describe('rows', () => {
	it('have a line for each day and one above the first unread', () => {
		const posts = [
			post(1, { createdAt: '2026-11-18T10:00:00Z' }),
			post(2, { createdAt: '2026-11-19T09:00:00Z', authorId: 'b' }),
			post(3, { createdAt: '2026-11-19T09:30:00Z', authorId: 'me' })
		];
		const rows = rowsOf(posts, 'p2', 'me', '2026-11-18T12:00:00Z');
		expect(rows.map((r) => r.kind)).toEqual(['day', 'post', 'day', 'new', 'post', 'post']);
		expect(rows[3]).toMatchObject({ count: 1, since: '2026-11-18T12:00:00Z' });
	});

	it('counts a day in Copenhagen’s time', () => {
		const rows = rowsOf(
			[post(1, { createdAt: '2026-11-18T22:59:00Z' }), post(2, { createdAt: '2026-11-18T23:01:00Z' })],
			undefined,
			'me'
		);
		expect(rows.filter((r) => r.kind === 'day')).toHaveLength(2);
	});

	it('show a person’s name once for posts close together', () => {
		const rows = rowsOf([post(1), post(2), post(3, { authorId: 'b' })], undefined, 'me');
		expect(rows.map((r) => r.kind === 'post' && r.follows)).toEqual([false, false, true, false]);
	});
});

describe('what is on its way', () => {
	it('is shown as long as the post itself is not', () => {
		const queued = (clientId: string) => ({
			clientId,
			threadId: 't',
			text: 'nr.',
			at: '2026-11-19T10:00:00Z',
			state: 'waiting' as const
		});
		expect(waiting([queued('c1'), queued('c2')], [post(1)])).toEqual([queued('c2')]);
	});
});
