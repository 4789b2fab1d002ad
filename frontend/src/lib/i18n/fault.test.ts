// @vitest-environment jsdom
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { ApiFault, faultFrom } from '$lib/api/fault';
import { faultText, faultWords, isKnown } from './fault';
import './faultWorkplace';
import { invitation } from './invitation';
import { locale } from './locale.svelte';
import { provider } from './provider';

/** Where the codes come from that a person can meet in this interface. */
const sources = [
	'domain/account',
	'domain/discussion',
	'domain/document',
	'domain/invitation',
	'domain/privacy',
	'domain/programme',
	'domain/notification',
	'platform/web',
	'platform/live'
];

function codesIn(folder: string): string[] {
	return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
		if (entry.isDirectory()) return codesIn(join(folder, entry.name));
		if (!entry.name.endsWith('.go') || entry.name.endsWith('_test.go')) return [];
		const text = readFileSync(join(folder, entry.name), 'utf8');
		const found = text.matchAll(/(?:fault\.New\w+\(|Code: +)"([a-z_]+\.[a-z_]+)"/g);
		return [...found].map((match) => match[1] ?? '');
	});
}

describe('faults', () => {
	it('have words of their own for every code that the server’s features use', () => {
		const used = new Set(sources.flatMap((folder) => codesIn(join('..', 'internal', folder))));
		expect(used.size).toBeGreaterThan(20);
		// Those of the organisation's own sign-in come back in the page's address, which has words for
		// them; invitations have a page of their own, with theirs; publications are not edited by people.
		const told = [
			...Object.keys(provider.da.troubles),
			...Object.keys(invitation.da.codes),
			'publication.invalid'
		];
		expect([...used].filter((code) => !isKnown(code) && !told.includes(code))).toEqual([]);
	});

	it('fall back on their kind', () => {
		expect(faultWords('something.new', 'conflict')).toMatch(/En anden har ændret det/);
	});

	it('speak the language in use', () => {
		locale.set('en');
		expect(faultWords('thread.closed')).toMatch(/closed/);
		locale.set('da');
		expect(faultWords('thread.closed')).toMatch(/lukket/);
	});

	it('use their parameters', () => {
		expect(faultWords('signin.code_wrong', 'invalid', { left: 1 })).toContain('1 gang mere');
		expect(faultWords('request.limited', 'limited', { retryAfter: 200 })).toContain('4 minutter');
	});

	it('say what is wrong in the field where the whole has no words', () => {
		const fault = new ApiFault('invalid', 422, 'something.invalid', {}, [
			{ field: 'title', code: 'thread.title_missing' }
		]);
		expect(faultText(fault)).toBe('Skriv, hvad du vil tage op.');
	});

	it('are read from problem+json, and from anything else by its status', () => {
		const fault = faultFrom(422, {
			code: 'post.invalid',
			params: {},
			requestId: 'r1',
			errors: [{ field: 'text', code: 'post.empty' }]
		});
		expect(fault.field('text')?.code).toBe('post.empty');
		expect(fault.requestId).toBe('r1');
		expect(faultFrom(502, '<html>').kind).toBe('unavailable');
		expect(faultFrom(502, '<html>').passing).toBe(true);
	});
});
