/** What of the public page has been written, without what is blank; for comparing and for sending. */
import type { ProgrammeText, ProgrammeTextChange } from './api';

/** One part of the page that is saved by itself. */
export type Part = Exclude<keyof ProgrammeTextChange, 'rev'>;
export type Value = ProgrammeText[Part];

/** The entries of a list that hold something, with the places they stand at. */
export function filled(list: readonly unknown[]): { entries: unknown[]; at: number[] } {
	const at = list.flatMap((entry, index) => (blank(entry) ? [] : [index]));
	return { entries: at.map((index) => trimmed(list[index])), at };
}

/** As it is sent: blank entries are left out, and space around texts. */
export function clean(value: unknown): unknown {
	if (Array.isArray(value)) return filled(value).entries;
	return trimmed(value);
}

/** Whether two values say the same. */
export function same(a: unknown, b: unknown): boolean {
	return JSON.stringify(clean(a)) === JSON.stringify(clean(b));
}

function trimmed(value: unknown): unknown {
	if (typeof value === 'string') return value.trim();
	if (Array.isArray(value)) return filled(value).entries;
	if (typeof value !== 'object' || value === null) return value;
	return Object.fromEntries(
		Object.entries(value)
			.sort(([a], [b]) => (a < b ? -1 : 1))
			.map(([key, inner]) => [key, trimmed(inner)])
	);
}

/** An entry with no words; an id alone is none. */
function blank(entry: unknown): boolean {
	if (typeof entry === 'string') return entry.trim() === '';
	if (typeof entry !== 'object' || entry === null) return false;
	return Object.entries(entry).every(
		([key, inner]) => key === 'id' || (typeof inner === 'string' && inner.trim() === '')
	);
}

/** Puts the place of a server's fault, which counts what was sent, where it stands in the form. */
export function placeOf(field: string, at: number[]): string {
	return field.replace(/\[(\d+)\]/, (_, n: string) => `[${at[Number(n)] ?? n}]`);
}

/** A value in words, to be read beside another. */
export function words(value: unknown): string {
	if (Array.isArray(value)) return value.map((entry) => words(entry)).join('\n');
	if (typeof value === 'object' && value !== null)
		return Object.entries(value)
			.filter(([key]) => key !== 'id')
			.map(([, inner]) => words(inner))
			.filter(Boolean)
			.join(' · ');
	return typeof value === 'boolean' ? '' : String(value ?? '');
}
