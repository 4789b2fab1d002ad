// @vitest-environment jsdom
import { fireEvent, render, screen, waitFor } from '@testing-library/svelte';
import { beforeEach, describe, expect, it, vi } from 'vitest';
import type { Mentionable, Post, PostFile, Thread } from '$lib/api/types';
import { editingOf, readDraft, writeDraft } from '$lib/live/drafts';
import { outgoing } from '$lib/session/outgoing.svelte';
import * as api from './api';
import Composer from './Composer.svelte';
import KeptDraft from './KeptDraft.svelte';
import PostEditor from './PostEditor.svelte';
import { Room } from './room.svelte';
import WriteBox from './WriteBox.svelte';

// The edge of the world: what would go to the server.
vi.mock('./api', async (original) => ({
	...(await original<typeof api>()),
	findMentionables: vi.fn(),
	sendPost: vi.fn(() => new Promise(() => undefined)),
	checkCpr: vi.fn(),
	editPost: vi.fn()
}));

const people: Mentionable[] = [
	{ kind: 'person', id: 'p1', name: 'Mette Dahl', detail: 'Kolding' },
	{ kind: 'person', id: 'p2', name: 'Mette Lund', detail: 'Viborg' },
	{ kind: 'organisation', id: 'o1', name: 'Middelfart', detail: 'Kommune' }
];
const clean = { blocks: false, findings: [] };
const press = (on: Element, key: string, more = {}) => fireEvent.keyDown(on, { key, ...more });

async function type(area: HTMLTextAreaElement, text: string) {
	area.value = text;
	area.setSelectionRange(text.length, text.length);
	await fireEvent.input(area);
}

beforeEach(() => {
	localStorage.clear();
	vi.stubGlobal('CSS', { supports: () => true });
	vi.mocked(api.checkCpr).mockReset().mockResolvedValue(clean);
	vi.mocked(api.editPost).mockReset();
	vi.mocked(api.findMentionables).mockReset().mockResolvedValue({ items: people, next: '' });
});

describe('naming somebody', () => {
	const begin = async (more = {}) => {
		render(WriteBox, { written: { text: '', mentions: [] }, slug: 's', label: 'Skriv', ...more });
		const area = screen.getByLabelText<HTMLTextAreaElement>('Skriv');
		await type(area, 'Hej @me');
		await screen.findAllByRole('option');
		return area;
	};
	const at = (area: Element) =>
		document.getElementById(area.getAttribute('aria-activedescendant') ?? '')?.textContent?.trim();

	it('is walked by the arrows in a ring, told by the field, chosen by Enter', async () => {
		const area = await begin();
		expect(screen.getByRole('listbox').id).toBe(area.getAttribute('aria-controls'));
		expect(at(area)).toContain('Mette Dahl');
		await press(area, 'ArrowUp');
		expect(at(area)).toContain('Middelfart');
		await press(area, 'ArrowDown');
		await press(area, 'ArrowDown');
		expect(at(area)).toContain('Mette Lund');
		expect(screen.getByRole('option', { selected: true }).textContent).toContain('Mette Lund');
		await press(area, 'Enter');
		expect(area.value).toBe('Hej @Mette Lund ');
		expect(screen.queryByRole('listbox')).toBeNull();
		expect(document.activeElement).toBe(area);
	});

	it('is chosen by Tab, and by pointing', async () => {
		const area = await begin();
		await press(area, 'Tab');
		expect(area.value).toBe('Hej @Mette Dahl ');
		await type(area, `${area.value}og @mi`);
		await fireEvent.click((await screen.findAllByRole('option'))[2] as Element);
		expect(area.value).toBe('Hej @Mette Dahl og @Middelfart ');
	});

	it('is let go by Escape, which then belongs to whoever is around', async () => {
		const oncancel = vi.fn();
		const area = await begin({ oncancel });
		await press(area, 'Escape');
		expect(screen.queryByRole('listbox')).toBeNull();
		expect(oncancel).not.toHaveBeenCalled();
		await press(area, 'Escape');
		expect(oncancel).toHaveBeenCalledOnce();
	});

	it('does not send with Enter, and sends with Ctrl+Enter only', async () => {
		const onsend = vi.fn();
		const area = await begin({ onsend });
		await press(area, 'Enter');
		await press(area, 'Enter');
		expect(onsend).not.toHaveBeenCalled();
		await press(area, 'Enter', { ctrlKey: true });
		expect(onsend).toHaveBeenCalledOnce();
	});
});

describe('the composer', () => {
	const file: PostFile = {
		id: 'f1',
		name: 'Plan.pdf',
		extension: 'pdf',
		size: 1500,
		mediaType: 'application/pdf',
		preview: true,
		alt: ''
	};

	async function pick(chosen: File) {
		const picked = document.querySelector<HTMLInputElement>('input[type=file]') as HTMLInputElement;
		Object.defineProperty(picked, 'files', { value: [chosen] });
		await fireEvent.change(picked);
	}

	function compose() {
		outgoing.close();
		outgoing.open('me');
		const room = new Room('t', 'me');
		room.thread = { id: 't', title: 'Tiden' } as Thread;
		const onsent = vi.fn();
		render(Composer, { room, slug: 's', onsent });
		const area = screen.getByRole<HTMLTextAreaElement>('textbox', { name: /Tiden/ });
		return { area, onsent, button: screen.getByRole<HTMLButtonElement>('button', { name: 'Send' }) };
	}

	it('keeps a draft as one writes, and forgets it when it is sent', async () => {
		const { area, onsent, button } = compose();
		await type(area, 'Halvvejs');
		expect(readDraft('me', 't')?.text).toBe('Halvvejs');
		await fireEvent.click(button);
		await waitFor(() => expect(onsent).toHaveBeenCalledOnce());
		expect(area.value).toBe('');
		expect(readDraft('me', 't')).toBeUndefined();
		expect(outgoing.list('t').map((p) => [p.text, p.state])).toEqual([['Halvvejs', 'waiting']]);
	});

	it('sends once what is sent twice while it is looked at, and keeps what is written on', async () => {
		let answer: (value: typeof clean) => void = () => undefined;
		vi.mocked(api.checkCpr).mockReturnValue(new Promise((done) => (answer = done)));
		const { area, onsent, button } = compose();
		await type(area, 'Ring på 12 34 56 78 eller 90');
		await fireEvent.click(button);
		await press(area, 'Enter', { ctrlKey: true });
		await type(area, 'Ring på 12 34 56 78 eller 90, og hils');
		answer(clean);
		await waitFor(() => expect(onsent).toHaveBeenCalled());
		expect(outgoing.list('t').map((p) => p.text)).toEqual(['Ring på 12 34 56 78 eller 90']);
		expect(area.value).toBe(', og hils');
		expect(readDraft('me', 't')?.text).toBe(', og hils');
	});

	it('does not send what is changed in its midst while it is looked at', async () => {
		let answer: (value: typeof clean) => void = () => undefined;
		vi.mocked(api.checkCpr).mockReturnValue(new Promise((done) => (answer = done)));
		const { area, onsent, button } = compose();
		await type(area, 'Ring på 12 34 56 78 eller 90');
		await fireEvent.click(button);
		await type(area, 'Ring mandag på 12 34 56 78 eller 90');
		vi.mocked(api.checkCpr).mockResolvedValue(clean);
		answer(clean);
		await new Promise((done) => setTimeout(done));
		expect(onsent).not.toHaveBeenCalled();
		expect(area.value).toBe('Ring mandag på 12 34 56 78 eller 90');
		await fireEvent.click(button);
		await waitFor(() => expect(onsent).toHaveBeenCalledOnce());
		expect(outgoing.list('t').map((p) => p.text)).toEqual(['Ring mandag på 12 34 56 78 eller 90']);
	});

	it('sends nothing where there is nothing', async () => {
		const { area, onsent, button } = compose();
		await type(area, '  \n ');
		await fireEvent.click(button);
		expect(onsent).not.toHaveBeenCalled();
		expect(document.activeElement).toBe(area);
	});

	it('does not send what is too long, and says by how much', async () => {
		const { area, button } = compose();
		await type(area, '🌱'.repeat(8_000));
		expect(button.disabled).toBe(false);
		await type(area, 'a'.repeat(9_003));
		expect(button.disabled).toBe(true);
		expect(screen.getByRole('alert').textContent).toBe('1.003 tegn for meget');
		expect(area.getAttribute('aria-invalid')).toBe('true');
	});

	it('takes its files up from the draft, and sends them alone', async () => {
		writeDraft('me', 't', { text: '', files: [{ ...file, alt: 'Tavlen' }], at: Date.now() });
		const { onsent, button } = compose();
		expect(screen.getByRole('list', { name: 'Vedhæftede filer' }).textContent).toContain('Plan.pdf');
		await fireEvent.click(button);
		await waitFor(() => expect(onsent).toHaveBeenCalledOnce());
		expect(outgoing.list('t').map((p) => p.files)).toEqual([[{ ...file, alt: 'Tavlen' }]]);
		expect(screen.queryByRole('list', { name: 'Vedhæftede filer' })).toBeNull();
	});

	it('says that files of a draft from before yesterday are gone', () => {
		writeDraft('me', 't', { text: 'x', files: [file], at: Date.now() - 24 * 3_600_000 });
		compose();
		expect(screen.queryByRole('list', { name: 'Vedhæftede filer' })).toBeNull();
		expect(screen.getAllByText(/Filer fra i går/).length).toBeGreaterThan(0);
	});

	it('keeps a file that is picked while the words are looked at', async () => {
		let answer: (value: typeof clean) => void = () => undefined;
		vi.mocked(api.checkCpr).mockReturnValue(new Promise((done) => (answer = done)));
		const { area, onsent, button } = compose();
		await type(area, 'Ring på 12 34 56 78 eller 90');
		await fireEvent.click(button);
		await pick(new File(['x'], 'side.html'));
		answer(clean);
		await waitFor(() => expect(screen.getAllByText(/En fil kom ikke med/).length).toBeGreaterThan(0));
		expect(onsent).not.toHaveBeenCalled();
		expect(screen.getByRole('button', { name: 'Fjern side.html' })).toBeTruthy();
	});

	it('does not send past a file that cannot be taken', async () => {
		const { area, onsent, button } = compose();
		await type(area, 'Se her');
		await pick(new File(['x'], 'side.html'));
		await fireEvent.click(button);
		expect(onsent).not.toHaveBeenCalled();
		expect(screen.getAllByText(/En fil kom ikke med/).length).toBeGreaterThan(0);
		await fireEvent.click(screen.getByRole('button', { name: 'Fjern side.html' }));
		await fireEvent.click(button);
		await waitFor(() => expect(onsent).toHaveBeenCalledOnce());
	});
});

describe('the editing of a post', () => {
	const post = {
		id: 'p',
		threadId: 't',
		authorId: 'me',
		text: 'Vi ses',
		rev: 1,
		files: []
	} as unknown as Post;

	it('saves once what is saved twice, and keeps what is written on', async () => {
		let answer: (saved: Post) => void = () => undefined;
		vi.mocked(api.editPost).mockImplementation(() => new Promise((done) => (answer = done)));
		const [room, ondone] = [new Room('t', 'me'), vi.fn()];
		const { rerender } = render(PostEditor, { room, post, slug: 's', asked: true, ondone });
		const area = screen.getByRole<HTMLTextAreaElement>('textbox', { name: 'Ret dit indlæg' });
		await type(area, 'Vi ses mandag');
		await press(area, 'Enter', { ctrlKey: true });
		await press(area, 'Enter', { ctrlKey: true });
		await waitFor(() => expect(api.editPost).toHaveBeenCalledOnce());
		await type(area, 'Vi ses mandag kl. 9');
		const saved = { ...post, text: 'Vi ses mandag', rev: 2 };
		answer(saved);
		await rerender({ post: saved });
		await waitFor(() =>
			expect(screen.getByRole('button', { name: 'Gem' }).getAttribute('aria-busy')).toBeNull()
		);
		expect(ondone).not.toHaveBeenCalled();
		expect(area.value).toBe('Vi ses mandag kl. 9');
		expect(readDraft('me', editingOf('p'))).toMatchObject({ text: 'Vi ses mandag kl. 9', rev: 2 });

		await press(area, 'Enter', { ctrlKey: true });
		await waitFor(() => expect(api.editPost).toHaveBeenLastCalledWith('p', 'Vi ses mandag kl. 9', 2, []));
		answer({ ...post, text: 'Vi ses mandag kl. 9', rev: 3 });
		await waitFor(() => expect(ondone).toHaveBeenCalledOnce());
		expect(readDraft('me', editingOf('p'))).toBeUndefined();
	});
});

describe('what was begun where one may not write any more', () => {
	it('is there to be taken along, as it was written', async () => {
		const writeText = vi.fn(async () => undefined);
		vi.stubGlobal('navigator', { clipboard: { writeText } });
		writeDraft('me', 't', { text: 'Hej @[Mette Dahl](person:p1)\nog hils', at: Date.now() });
		render(KeptDraft, { me: 'me', place: 't' });
		const words = screen.getByRole<HTMLTextAreaElement>('textbox', { name: /nåede du ikke/ });
		expect([words.value, words.readOnly]).toEqual(['Hej @Mette Dahl\nog hils', true]);
		await fireEvent.click(screen.getByRole('button', { name: 'Kopiér teksten' }));
		expect(writeText).toHaveBeenCalledExactlyOnceWith('Hej @Mette Dahl\nog hils');
	});

	it('is nothing where nothing was begun', () => {
		render(KeptDraft, { me: 'me', place: 't' });
		expect(screen.queryByRole('textbox')).toBeNull();
	});
});
