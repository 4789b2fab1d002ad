import { describe, expect, it } from 'vitest';
import { locale } from '$lib/i18n/locale.svelte';
import type { InboxItem } from './api';
import { happened, whoOf } from './words';

const people = Object.fromEntries(
	['Mette Dahl', 'Karim Saleh', 'Signe Lauritsen'].map((name, n) => [
		`p${n}`,
		{ id: `p${n}`, name, title: '', organisationId: 'o', organisation: 'Roskilde' }
	])
);

function item(change: Partial<InboxItem>): InboxItem {
	return {
		id: 'i',
		programmeId: 'p',
		subjectType: 'thread',
		subjectId: 't',
		title: 'Tiden',
		href: '/',
		reason: 'followed',
		verb: 'post.created',
		actors: ['p0'],
		count: 1,
		unread: true,
		at: '2026-03-05T09:00:00Z',
		...change
	};
}

describe('what the inbox says', () => {
	it.each([
		[{ reason: 'named' }, 'nævnte dig i'],
		[{ reason: 'organisation' }, 'nævnte jer i'],
		[{ reason: 'answered' }, 'svarede dig i'],
		[{ reason: 'opened' }, 'skrev i din drøftelse'],
		[{ reason: 'followed' }, 'skrev i'],
		[{ reason: 'new', verb: 'thread.opened' }, 'startede drøftelsen'],
		[{ reason: 'new', verb: 'document.added' }, 'lagde et dokument op:'],
		[{ reason: 'new', verb: 'member.joined' }, 'har fået en plads i']
	] as [Partial<InboxItem>, string][])('%o', (change, words) => {
		locale.set('da');
		expect(happened(item(change))).toBe(words);
	});

	it('names who did it, and how many more', () => {
		locale.set('da');
		expect(whoOf(item({}), people)).toBe('Mette Dahl, Roskilde,');
		expect(whoOf(item({ actors: ['p0', 'p1'] }), people)).toBe('Mette Dahl og Karim Saleh');
		expect(whoOf(item({ actors: ['p0', 'p1', 'p2'] }), people)).toBe('Mette Dahl og 2 andre');
		expect(whoOf(item({ actors: ['nobody'] }), people)).toBe('Nogen');
	});
});
