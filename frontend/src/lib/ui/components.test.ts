// @vitest-environment jsdom
import { fireEvent, render, screen } from '@testing-library/svelte';
import { createRawSnippet, tick } from 'svelte';
import { beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import Dialog from './Dialog.svelte';
import ErrorSummary from './ErrorSummary.svelte';
import Field from './Field.svelte';
import Menu from './Menu.svelte';
import { toasts } from './toasts.svelte';
import Toasts from './Toasts.svelte';

const words = (html: string) => createRawSnippet(() => ({ render: () => html }));

describe('a field', () => {
	it('is named by its label and told of by its hint', () => {
		render(Field, { label: 'Navn', hint: 'Som i passet', value: 'Signe' });
		const input = screen.getByLabelText<HTMLInputElement>('Navn');
		expect(input.value).toBe('Signe');
		expect(document.getElementById(input.getAttribute('aria-describedby') ?? '')?.textContent).toBe(
			'Som i passet'
		);
		expect(input.hasAttribute('aria-invalid')).toBe(false);
	});

	it('says its error to everybody, and no longer once it is right', async () => {
		const { rerender } = render(Field, { id: 'navn', label: 'Navn', hint: 'Fuldt', error: 'Skriv dit navn' });
		const input = screen.getByLabelText('Navn');
		expect(input.getAttribute('aria-invalid')).toBe('true');
		expect(input.getAttribute('aria-describedby')).toBe('navn-hint navn-error');
		expect(document.getElementById('navn-error')?.textContent).toContain('Skriv dit navn');
		await rerender({ error: undefined });
		expect(input.getAttribute('aria-describedby')).toBe('navn-hint');
		expect(document.getElementById('navn-error')).toBeNull();
	});

	it('says that it is saved in a region that is there before', async () => {
		const { rerender } = render(Field, { label: 'Navn', saved: '' });
		const region = screen.getByRole('status');
		await rerender({ saved: 'Gemt kl. 10.54' });
		expect(region.textContent).toBe('Gemt kl. 10.54');
	});
});

describe('the summary of errors', () => {
	it('takes the focus when it comes, not while one corrects, and leads to the fields', async () => {
		render(Field, { id: 'emne', label: 'Emne' });
		const { rerender } = render(ErrorSummary, {
			title: 'Ret dette',
			errors: [] as { id: string; text: string }[]
		});
		expect(screen.queryByRole('alert')).toBeNull();
		await rerender({
			errors: [
				{ id: 'emne', text: 'Skriv et emne' },
				{ id: 'andet', text: 'Skriv mere' }
			]
		});
		await tick();
		expect(document.activeElement).toBe(screen.getByRole('alert', { name: 'Ret dette' }));
		await fireEvent.click(screen.getByRole('link', { name: 'Skriv et emne' }));
		expect(document.activeElement).toBe(screen.getByLabelText('Emne'));
		await rerender({ errors: [{ id: 'andet', text: 'Skriv mere' }] });
		await tick();
		expect(document.activeElement).toBe(screen.getByLabelText('Emne'));
	});
});

describe('a menu', () => {
	const chosen = vi.fn();
	const open = async (key?: string) => {
		chosen.mockReset();
		render(Menu, {
			label: 'Mere',
			trigger: words('<i></i>'),
			entries: [
				{ label: 'Ret', onselect: () => chosen('Ret') },
				{ label: 'Kopiér', href: '#x' },
				{ label: 'Slet', danger: true, onselect: () => chosen('Slet') }
			]
		});
		const button = screen.getByRole('button', { name: 'Mere' });
		button.focus();
		await (key ? fireEvent.keyDown(button, { key }) : fireEvent.click(button));
		await tick();
		return button;
	};
	const press = (key: string) => fireEvent.keyDown(document.activeElement as Element, { key });
	// jsdom shows no popovers, so what is in one counts as hidden there.
	const menu = () => document.querySelector('[role=menu]');
	const here = () => document.activeElement?.textContent?.trim();

	it('opens at its first entry, says so, and is walked in a ring', async () => {
		const button = await open();
		expect(menu()).not.toBeNull();
		expect(button.getAttribute('aria-expanded')).toBe('true');
		expect(document.getElementById(button.getAttribute('aria-controls') ?? '')?.getAttribute('role')).toBe(
			'menu'
		);
		expect(here()).toBe('Ret');
		await press('ArrowUp');
		expect(here()).toBe('Slet');
		await press('ArrowDown');
		expect(here()).toBe('Ret');
		await press('End');
		expect(here()).toBe('Slet');
		await press('k');
		expect(here()).toBe('Kopiér');
	});

	it('opens at its last entry with the arrow up', async () => {
		await open('ArrowUp');
		expect(here()).toBe('Slet');
	});

	it('gives the focus back on Escape, and chooses nothing', async () => {
		const button = await open();
		await press('Escape');
		expect(menu()).toBeNull();
		expect(document.activeElement).toBe(button);
		expect(chosen).not.toHaveBeenCalled();
	});

	it('chooses, closes and gives the focus back', async () => {
		const button = await open();
		await fireEvent.click(screen.getByText('Slet'));
		expect(chosen.mock.calls).toEqual([['Slet']]);
		expect(menu()).toBeNull();
		expect(document.activeElement).toBe(button);
	});

	it('closes when one points elsewhere', async () => {
		await open();
		await fireEvent.pointerDown(document.body);
		expect(menu()).toBeNull();
	});
});

describe('messages', () => {
	beforeEach(() => {
		vi.useFakeTimers();
		toasts.list = [];
		return () => vi.useRealTimers();
	});

	it('come in a live region that is there before, three at most, and go by themselves', async () => {
		render(Toasts);
		const region = screen.getByRole('status');
		for (const text of ['en', 'to', 'tre', 'fire']) toasts.add(text);
		await tick();
		expect([...region.children].map((c) => c.textContent)).toEqual(['to', 'tre', 'fire']);
		vi.advanceTimersByTime(6_000);
		await tick();
		expect(region.children).toHaveLength(0);
	});

	it('stay longer where something can be done, which takes them away', async () => {
		const run = vi.fn();
		render(Toasts);
		toasts.add('Slettet', { label: 'Fortryd', run });
		vi.advanceTimersByTime(6_000);
		await tick();
		await fireEvent.click(screen.getByRole('button', { name: 'Fortryd' }));
		expect(run).toHaveBeenCalledOnce();
		expect(screen.queryByText('Slettet')).toBeNull();
	});
});

describe('a dialog', () => {
	// jsdom has no modal dialogs; what the browser does with one is tested in the browser.
	beforeAll(() => {
		HTMLDialogElement.prototype.showModal ??= function (this: HTMLDialogElement) {
			this.open = true;
		};
		HTMLDialogElement.prototype.close ??= function (this: HTMLDialogElement) {
			this.open = false;
			queueMicrotask(() => this.dispatchEvent(new Event('close'))); // afterwards, as browsers do
		};
	});

	it('is modal, named by its title, and says when it was closed', async () => {
		const showModal = vi.spyOn(HTMLDialogElement.prototype, 'showModal');
		const onclose = vi.fn();
		const { rerender } = render(Dialog, {
			title: 'Slet indlægget?',
			open: false,
			onclose,
			children: words('<p>Alt</p>')
		});
		expect(screen.queryByText('Alt')).toBeNull();
		await rerender({ open: true });
		expect(showModal).toHaveBeenCalledOnce();
		const dialog = screen.getByRole('dialog', { name: 'Slet indlægget?' });
		expect(dialog.textContent).toContain('Alt');
		await fireEvent.click(screen.getByRole('button', { name: 'Luk' }));
		expect(onclose).toHaveBeenCalledOnce();
		expect(screen.queryByText('Alt')).toBeNull();
	});

	it('is shown in one way everywhere', () => {
		const sources = import.meta.glob<string>(['/src/**/*.{svelte,ts}', '!/src/**/*.test.ts'], {
			query: '?raw',
			import: 'default',
			eager: true
		});
		const own = Object.keys(sources).filter((file) => /\.showModal\(/.test(sources[file] ?? ''));
		expect(own).toEqual(['/src/lib/ui/modal.ts']);
	});

	it('closes when one points beside it, not within', async () => {
		const onclose = vi.fn();
		render(Dialog, { title: 'Titel', open: true, onclose, children: words('<p>Alt</p>') });
		await fireEvent.click(screen.getByText('Alt'));
		expect(onclose).not.toHaveBeenCalled();
		await fireEvent.click(screen.getByRole('dialog'));
		expect(onclose).toHaveBeenCalledOnce();
	});

	it('tells nothing when its owner closes it', async () => {
		const onclose = vi.fn();
		const { rerender } = render(Dialog, {
			title: 'Titel',
			open: true,
			onclose,
			children: words('<p>Alt</p>')
		});
		await rerender({ open: false });
		expect(onclose).not.toHaveBeenCalled();
	});
});
