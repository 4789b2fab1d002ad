import { asFault, type ApiFault } from '$lib/api/fault';
import { documentFaults } from '$lib/i18n/documentFault';
import { faultText } from '$lib/i18n/fault';
import { locale } from '$lib/i18n/locale.svelte';

/** Words for a code of files and documents; undefined for one of others. */
export function codeWords(code: string): string | undefined {
	return (documentFaults.t as Record<string, string>)[code];
}

/** What went wrong, and what to do. A field's own fault says more than the whole's. */
export function trouble(thrown: unknown): string {
	const fault: ApiFault = asFault(thrown);
	const field = fault.fields.map((f) => codeWords(f.code)).find(Boolean);
	return field ?? codeWords(fault.code) ?? faultText(fault);
}

/** The words at one field of a form; undefined if it is well. */
export function fieldTrouble(thrown: unknown, name: string): string | undefined {
	const field = asFault(thrown).field(name);
	return field && (codeWords(field.code) ?? trouble(thrown));
}

/** '22 KB', '2,1 MB' */
export function size(bytes: number): string {
	const lang = locale.current === 'da' ? 'da-DK' : 'en-GB';
	if (bytes < 1000) return `${bytes} B`;
	if (bytes < 1_000_000) return `${Math.round(bytes / 1000)} KB`;
	return `${new Intl.NumberFormat(lang, { maximumFractionDigits: 1 }).format(bytes / 1_000_000)} MB`;
}

/** The title that a file's name suggests: no ending, no underscores. */
export function titleFrom(name: string): string {
	const stem = name
		.replace(/\.[^.]{1,5}$/, '')
		.replace(/_+/g, ' ')
		.replace(/\s+/g, ' ')
		.trim();
	return (stem || name).slice(0, 160);
}
