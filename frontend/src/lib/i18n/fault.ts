import type { ApiFault, FaultKind, FieldFault } from '$lib/api/fault';
import { dictionary, type Translation } from './dictionary';
import { time } from './format';
import { locale } from './locale.svelte';

export type Params = Record<string, unknown>;
export type Words = string | ((params: Params) => string);

export function num(params: Params, key: string, otherwise = 0): number {
	const value = Number(params[key]);
	return Number.isFinite(value) ? value : otherwise;
}

export function seconds(params: Params, lang: 'da' | 'en'): string {
	const wait = num(params, 'retryAfter', num(params, 'seconds'));
	if (wait <= 0) return lang === 'da' ? 'lidt' : 'a moment';
	if (wait < 90) return lang === 'da' ? `${Math.ceil(wait)} sekunder` : `${Math.ceil(wait)} seconds`;
	const minutes = Math.ceil(wait / 60);
	return lang === 'da' ? `${minutes} minutter` : `${minutes} minutes`;
}

const da = {
	'session.required': 'Du er ikke logget ind. Log ind, og prøv igen.',
	'session.ended': 'Du er logget ud. Log ind igen, så fortsætter du, hvor du slap.',
	'signin.code_form': 'Koden er seks tal. Skriv dem, som de står i mailen.',
	'signin.used': 'Koden eller linket er allerede brugt. Få et nyt.',
	'person.disabled': 'Adgangen er lukket. Skriv til den, der inviterede dig.',
	'demo.off': 'Det findes kun i prøveudgaven.',
	'demo.persona_unknown': 'Personen findes ikke i prøveudgaven længere. Hent siden igen.',
	'mail_stop.unknown': 'Linket virker ikke længere. Vælg på din profil, hvilke mails du vil have.',
	'validation.required': 'Feltet skal udfyldes.',
	'validation.too_many': ((p: Params) => `Der er plads til ${num(p, 'max')}.`) as Words,
	'validation.format': 'Det er ikke skrevet på den måde, vi kan læse.',
	'database.busy': 'Der er travlt lige nu. Prøv igen om lidt.',
	'signin.limited': ((p: Params) =>
		`Der er sendt mange koder. Vent ${seconds(p, 'da')}, og prøv igen.`) as Words,
	'signin.too_many_requests': ((p: Params) =>
		`Der er sendt mange koder. Vent ${seconds(p, 'da')}, og prøv igen.`) as Words,
	'validation.too_long': ((p: Params) =>
		`Det er for langt. Der er plads til ${num(p, 'max')} tegn.`) as Words,
	'session.expired': 'Du er ikke logget ind længere. Log ind, og prøv igen.',
	'session.unknown': 'Enheden er allerede logget ud.',
	'signin.code_wrong': ((p: Params) =>
		num(p, 'left', -1) > 0
			? `Koden passer ikke. Du kan prøve ${num(p, 'left')} ${num(p, 'left') === 1 ? 'gang' : 'gange'} mere.`
			: 'Koden passer ikke. Tjek den i mailen, og skriv den igen.') as Words,
	'signin.expired': 'Koden eller linket er for gammelt. Få et nyt.',
	'signin.link_used': 'Linket er allerede brugt. Få et nyt.',
	'signin.link_unknown': 'Linket virker ikke. Få et nyt.',
	'signin.too_many': 'Der er prøvet for mange gange. Få en ny kode.',
	'signin.email_invalid': 'Skriv hele adressen, fx navn@kommune.example',
	'email.invalid': 'Skriv hele adressen, fx navn@kommune.example',
	'installation.administrators_only': 'Det kan kun en administrator gøre.',
	'page.cursor_invalid': 'Listen er ændret. Hent siden igen.',
	'request.limited': ((p: Params) =>
		`Det gik lidt hurtigt. Vent ${seconds(p, 'da')}, og prøv igen.`) as Words,
	'request.path_unknown': 'Siden findes ikke her.',
	'request.cross_origin': 'Anmodningen kom et andet sted fra og blev afvist.',
	'frontend.not_built': 'Siden er ved at blive gjort klar. Prøv igen om lidt.',
	'oidc.off': 'Her kan man ikke logge ind med sin organisation. Få en kode på mail.',
	'live.too_many_connections': 'Du har Sluse åben mange steder. Luk nogle af fanerne.'
};

const codes = dictionary(
	da as Record<keyof typeof da, Words>,
	{
		'session.required': 'You are not signed in. Sign in and try again.',
		'session.ended': 'You are signed out. Sign in again and go on where you left.',
		'signin.code_form': 'The code is six digits. Write them as they stand in the mail.',
		'signin.used': 'The code or link has been used. Get a new one.',
		'person.disabled': 'The access is closed. Write to the one who invited you.',
		'demo.off': 'That is only there in the demo.',
		'demo.persona_unknown': 'That person is no longer in the demo. Load the page again.',
		'mail_stop.unknown': 'The link no longer works. Choose your mails on your profile.',
		'validation.required': 'This must be filled in.',
		'validation.too_many': (p: Params) => `There is room for ${num(p, 'max')}.`,
		'validation.format': 'It is not written in a way we can read.',
		'database.busy': 'It is busy just now. Try again in a moment.',
		'signin.limited': (p: Params) => `Many codes have been sent. Wait ${seconds(p, 'en')} and try again.`,
		'signin.too_many_requests': (p: Params) =>
			`Many codes have been sent. Wait ${seconds(p, 'en')} and try again.`,
		'validation.too_long': (p: Params) => `It is too long. There is room for ${num(p, 'max')} characters.`,
		'session.expired': 'You are no longer signed in. Sign in and try again.',
		'session.unknown': 'The device is already signed out.',
		'signin.code_wrong': (p: Params) =>
			num(p, 'left', -1) > 0
				? `The code does not match. You can try ${num(p, 'left')} more ${num(p, 'left') === 1 ? 'time' : 'times'}.`
				: 'The code does not match. Check it in the mail and write it again.',
		'signin.expired': 'The code or link is too old. Get a new one.',
		'signin.link_used': 'The link has been used. Get a new one.',
		'signin.link_unknown': 'The link does not work. Get a new one.',
		'signin.too_many': 'Too many attempts. Get a new code.',
		'signin.email_invalid': 'Write the whole address, such as name@municipality.example',
		'email.invalid': 'Write the whole address, such as name@municipality.example',
		'installation.administrators_only': 'Only an administrator can do that.',
		'page.cursor_invalid': 'The list has changed. Load the page again.',
		'request.limited': (p: Params) => `That was a little fast. Wait ${seconds(p, 'en')} and try again.`,
		'request.path_unknown': 'There is no such page here.',
		'request.cross_origin': 'The request came from elsewhere and was refused.',
		'frontend.not_built': 'The site is being made ready. Try again in a moment.',
		'oidc.off': 'Signing in with your organisation is not possible here. Get a code by mail.',
		'live.too_many_connections': 'You have Sluse open in many places. Close some of the tabs.'
	} as unknown as Translation<Record<keyof typeof da, Words>>
);

const kindsDa: Record<FaultKind, string> = {
	invalid: 'Noget mangler eller er skrevet forkert.',
	unauthenticated: 'Du er ikke logget ind længere. Log ind, og prøv igen.',
	forbidden: 'Det har du ikke adgang til at gøre.',
	notfound: 'Det findes ikke, eller det er for nogle, du ikke er med i.',
	conflict: 'En anden har ændret det, siden du begyndte. Hent siden igen.',
	gone: 'Det findes ikke længere.',
	limited: 'Det gik lidt hurtigt. Vent lidt, og prøv igen.',
	unavailable: 'Sluse svarer ikke lige nu. Prøv igen om lidt.',
	offline: 'Der er ingen forbindelse. Prøv igen, når du er på nettet.',
	internal: 'Noget gik galt hos os. Prøv igen om lidt.'
};

const kinds = dictionary(kindsDa, {
	invalid: 'Something is missing or misspelt.',
	unauthenticated: 'You are no longer signed in. Sign in and try again.',
	forbidden: 'You may not do that.',
	notfound: 'It does not exist, or is for people you are not among.',
	conflict: 'Somebody changed it since you began. Load the page again.',
	gone: 'It no longer exists.',
	limited: 'That was a little fast. Wait a moment and try again.',
	unavailable: 'Sluse does not answer just now. Try again in a moment.',
	offline: 'There is no connection. Try again when you are online.',
	internal: 'Something went wrong on our side. Try again in a moment.'
});

type Table = Translation<Record<string, Words>>;
const tables: { readonly t: Table }[] = [codes as unknown as { readonly t: Table }];
const known = new Set<string>(Object.keys(da));

/** Adds words for the codes of a part that is loaded later. */
export function knowFaults(words: { readonly t: object; readonly da: object }) {
	tables.push(words as { readonly t: Table });
	for (const code of Object.keys(words.da)) known.add(code);
}

/** Whether a code has words of its own. */
export function isKnown(code: string): boolean {
	return known.has(code);
}

function wordsOf(code: string): Words | undefined {
	for (const table of tables) {
		const words = (table.t as unknown as Record<string, Words | undefined>)[code];
		if (words !== undefined) return words;
	}
	return undefined;
}

/** The words for a code, or for its kind where the code has none. */
export function faultWords(code: string, kind: FaultKind = 'invalid', params: Params = {}): string {
	const words = wordsOf(code);
	if (typeof words === 'function') return words(params);
	return words ?? kinds.t[kind] ?? kinds.t.internal;
}

/** What went wrong, and what to do. */
export function faultText(fault: Pick<ApiFault, 'code' | 'kind' | 'params' | 'fields'>): string {
	const field = fault.fields[0];
	if (field && !isKnown(fault.code)) return faultWords(field.code, fault.kind, field.params);
	return faultWords(fault.code, fault.kind, fault.params);
}

/** The words at one field. */
export function fieldText(field: FieldFault | undefined): string | undefined {
	return field && faultWords(field.code, 'invalid', field.params);
}

/** 'Gemt kl. 10.54' */
export function savedText(at: Date): string {
	return locale.current === 'da' ? `Gemt kl. ${time(at)}` : `Saved at ${time(at)}`;
}
