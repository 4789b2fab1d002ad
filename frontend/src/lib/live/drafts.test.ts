// @vitest-environment jsdom
import { beforeEach, describe, expect, it } from 'vitest';
import { clearDrafts, draftPlaces, readDraft, writeDraft } from './drafts';

beforeEach(() => localStorage.clear());

describe('drafts', () => {
	it('are kept per person and place', () => {
		writeDraft('p', 't1', { text: 'Vi har', at: 1 });
		writeDraft('p', 't2', { text: 'Tak', quoteId: 'q', at: 2 });
		writeDraft('other', 't1', { text: 'Andet', at: 3 });
		expect(readDraft('p', 't1')?.text).toBe('Vi har');
		expect(readDraft('p', 't2')?.quoteId).toBe('q');
		expect(draftPlaces('p').sort()).toEqual(['t1', 't2']);
	});

	it('are forgotten when nothing is left of them', () => {
		writeDraft('p', 't', { text: 'x', at: 1 });
		writeDraft('p', 't', { text: '  ', at: 2 });
		expect(readDraft('p', 't')).toBeUndefined();
	});

	it('of a person go together', () => {
		writeDraft('p', 't1', { text: 'a', at: 1 });
		writeDraft('p', 't2', { text: 'b', at: 1 });
		writeDraft('q', 't1', { text: 'c', at: 1 });
		clearDrafts('p');
		expect(draftPlaces('p')).toEqual([]);
		expect(draftPlaces('q')).toEqual(['t1']);
	});

	it('that were damaged are as good as none', () => {
		localStorage.setItem('sluse.draft.p.t', '{');
		expect(readDraft('p', 't')).toBeUndefined();
	});
});
