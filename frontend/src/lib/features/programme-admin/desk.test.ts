// @vitest-environment jsdom
import { beforeEach, describe, expect, it, vi } from 'vitest';
import { ApiFault } from '$lib/api/fault';
import type { ProgrammeText, ProgrammeTextChange } from './api';
import { same } from './compare';
import { addressOf, dayBefore, readDay, writeDay } from './days';
import { Desk } from './desk.svelte';
import { fieldId, sectionOf } from './sections';

const blank = {
	hidden: true,
	slug: 's',
	name: 'Navn',
	shortName: 'N',
	aliases: [],
	summary: '',
	purpose: '',
	background: '',
	targetGroup: '',
	outcome: '',
	network: '',
	funding: '',
	starts: '2026-01-01',
	ends: '',
	periods: [],
	fields: [],
	coreElements: [],
	prerequisites: [],
	contacts: [],
	seatLimit: 3,
	referenceLimit: 15,
	rev: 1,
	updatedAt: '2026-01-01T00:00:00Z',
	callFacts: {
		published: '',
		deadline: '',
		limit: 0,
		seats: 0,
		length: '',
		requirement: '',
		questions: [],
		meetings: [],
		gives: []
	}
} as ProgrammeText;

/** The server's page, which other editors change as well. */
const server = vi.hoisted(() => ({
	page: {} as ProgrammeText,
	refuse: undefined as Error | undefined,
	/** What one does while it saves. */
	meanwhile: undefined as (() => void) | undefined
}));

vi.mock('./api', () => ({
	getText: () => Promise.resolve(structuredClone(server.page)),
	changeText: (_: string, { rev, ...change }: ProgrammeTextChange) => {
		server.meanwhile?.();
		server.meanwhile = undefined;
		if (server.refuse) return Promise.reject(server.refuse);
		if (rev !== server.page.rev)
			return Promise.reject(new ApiFault('conflict', 409, 'programme.changed_meanwhile'));
		server.page = { ...server.page, ...change, rev: rev + 1 } as ProgrammeText;
		return Promise.resolve(structuredClone(server.page));
	}
}));

function elsewhere(change: Partial<ProgrammeText>) {
	server.page = { ...server.page, ...change, rev: server.page.rev + 1 };
}

describe('the desk of a public page', () => {
	beforeEach(() => {
		localStorage.clear();
		server.page = structuredClone(blank);
		server.refuse = undefined;
	});
	const open = () => new Desk('s', 'me', structuredClone(server.page));

	it('saves a part as it is left, and says when', async () => {
		const desk = open();
		desk.value.purpose = ' At følge op ';
		await desk.leave('purpose');
		expect(server.page.purpose).toBe('At følge op');
		expect(desk.at.purpose).toMatch(/^Gemt kl\. /);
		expect(desk.unsaved).toEqual([]);
	});

	it('takes over what others wrote elsewhere on the page', async () => {
		const desk = open();
		elsewhere({ background: 'Deres' });
		desk.value.purpose = 'Mit';
		await desk.leave('purpose');
		expect(server.page).toMatchObject({ background: 'Deres', purpose: 'Mit' });
		expect(desk.value.background).toBe('Deres');
	});

	it('shows both where two wrote the same part, and keeps the chosen', async () => {
		const desk = open();
		elsewhere({ purpose: 'Deres' });
		desk.value.purpose = 'Mit';
		await desk.leave('purpose');
		expect(desk.clash.purpose).toBe('Deres');
		expect(server.page.purpose).toBe('Deres');
		await desk.choose('purpose', true);
		expect(server.page.purpose).toBe('Mit');
		elsewhere({ purpose: 'Igen' });
		desk.value.purpose = 'Mit to';
		await desk.leave('purpose');
		await desk.choose('purpose', false);
		expect(desk.value.purpose).toBe('Igen');
		expect(desk.unsaved).toEqual([]);
	});

	it('keeps what could not be saved over a reload', async () => {
		const desk = open();
		server.refuse = new ApiFault('offline', 0, 'offline');
		desk.value.network = 'Uden net';
		await desk.leave('network');
		expect(await desk.flush()).toBe(false);
		const again = open();
		expect(again.restored).toBe(true);
		expect(again.value.network).toBe('Uden net');
		server.refuse = undefined;
		expect(await again.flush()).toBe(true);
		expect(open().restored).toBe(false);
	});

	it('does not take its own earlier saving for somebody else’s', async () => {
		const desk = open();
		desk.value.purpose = 'Først';
		server.meanwhile = () => {
			desk.value.purpose = 'Først og så mere';
			desk.keep('purpose');
		};
		await desk.leave('purpose');
		expect(server.page.purpose).toBe('Først');
		const again = open();
		expect(again.clash).toEqual({});
		expect(again.value.purpose).toBe('Først og så mere');
		await again.leave('purpose');
		expect(server.page.purpose).toBe('Først og så mere');
	});

	it('puts the server’s faults where they stand, blank entries between them', async () => {
		const desk = open();
		const entry = { name: '', title: '', role: '', email: '', phone: '' };
		desk.value.contacts = [entry, { ...entry, title: 'Konsulent' }];
		server.refuse = new ApiFault('invalid', 422, 'programme.invalid', {}, [
			{ field: 'contacts[0].name', code: 'validation.required' }
		]);
		await desk.leave('contacts');
		expect(desk.wrong['contacts[1].name']).toBe('Feltet skal udfyldes.');
		expect(sectionOf('contacts[1].name')).toBe('contacts');
		expect(fieldId('contacts[1].name')).toBe('t-contacts-1');
	});
});

describe('days and addresses', () => {
	it('are read as Danes write them', () => {
		expect(readDay('1-2-2026')).toBe('2026-02-01');
		expect(readDay('01.02.2026')).toBe('2026-02-01');
		expect(readDay('01022026')).toBe('2026-02-01');
		expect(readDay('31-02-2026')).toBeUndefined();
		expect(readDay(' ')).toBe('');
		expect(writeDay('2026-02-01')).toBe('01-02-2026');
		expect(dayBefore('2026-03-01')).toBe('2026-02-28');
		expect(addressOf('Sammen om opfølgning på ærø!')).toBe('sammen-om-opfoelgning-paa-aeroe');
	});

	it('compare without regard to blanks', () => {
		expect(same(['a', ' '], ['a'])).toBe(true);
		expect(same([{ id: '1', name: 'a' }], [{ name: 'a ', id: '1' }])).toBe(true);
		expect(same(['a', 'b'], ['b', 'a'])).toBe(false);
	});
});
