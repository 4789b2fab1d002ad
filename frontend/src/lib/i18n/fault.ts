import type { ApiFault, FaultKind, FieldFault } from '$lib/api/fault';
import { dictionary, type Translation } from './dictionary';
import { time } from './format';
import { locale } from './locale.svelte';

type Params = Record<string, unknown>;
type Words = string | ((params: Params) => string);

function num(params: Params, key: string, otherwise = 0): number {
	const value = Number(params[key]);
	return Number.isFinite(value) ? value : otherwise;
}

function seconds(params: Params, lang: 'da' | 'en'): string {
	const wait = num(params, 'retryAfter', num(params, 'seconds'));
	if (wait <= 0) return lang === 'da' ? 'lidt' : 'a moment';
	if (wait < 90) return lang === 'da' ? `${Math.ceil(wait)} sekunder` : `${Math.ceil(wait)} seconds`;
	const minutes = Math.ceil(wait / 60);
	return lang === 'da' ? `${minutes} minutter` : `${minutes} minutes`;
}

const da = {
	'session.required': 'Du er ikke logget ind. Log ind, og prøv igen.',
	'session.expired': 'Du er ikke logget ind længere. Log ind, og prøv igen.',
	'session.unknown': 'Enheden er allerede logget ud.',
	'signin.code_wrong': ((p: Params) =>
		num(p, 'left', -1) > 0
			? `Koden passer ikke. Du kan prøve ${num(p, 'left')} ${num(p, 'left') === 1 ? 'gang' : 'gange'} mere.`
			: 'Koden passer ikke. Tjek den i mailen, og skriv den igen.') as Words,
	'signin.code_expired': 'Koden er for gammel. Få en ny.',
	'signin.expired': 'Koden eller linket er for gammelt. Få et nyt.',
	'signin.link_used': 'Linket er allerede brugt. Få et nyt.',
	'signin.link_unknown': 'Linket virker ikke. Få et nyt.',
	'signin.too_many': 'Der er prøvet for mange gange. Få en ny kode.',
	'signin.email_invalid': 'Skriv hele adressen, fx navn@kommune.example',
	'email.invalid': 'Skriv hele adressen, fx navn@kommune.example',
	'post.empty': 'Skriv noget, før du sender.',
	'post.too_long': ((p: Params) =>
		num(p, 'max')
			? `Indlægget må højst have ${num(p, 'max')} tegn. Del det i to.`
			: 'Indlægget er for langt. Del det i to.') as Words,
	'post.cpr': 'Teksten har et nummer, der ligner et CPR-nummer. Fjern det, så kan du sende.',
	'post.cpr_number': 'Teksten har et nummer, der ligner et CPR-nummer. Fjern det, så kan du sende.',
	'post.unknown': 'Indlægget findes ikke længere.',
	'post.deleted': 'Indlægget er slettet.',
	'post.changed': 'Indlægget er rettet et andet sted, siden du begyndte.',
	'post.reason_required': 'Skriv en kort grund, så forfatteren forstår det.',
	'post.not_author': 'Kun den, der har skrevet indlægget, kan rette det.',
	'thread.unknown': 'Drøftelsen findes ikke, eller den er for nogle, du ikke er med i.',
	'thread.closed': 'Drøftelsen er lukket, så der kan ikke skrives mere i den.',
	'thread.title_required': 'Skriv, hvad du vil tage op.',
	'thread.title_too_long': 'Overskriften er for lang. Skriv resten i indlægget.',
	'thread.read_only': 'Du kan læse med her, men ikke skrive.',
	'programme.unknown': 'Projektet findes ikke, eller du er ikke med i det.',
	'programme.coordinators_only': 'Det kan kun en projektkoordinator gøre.',
	'organisation.coordinators_only': 'Det kan kun en projektkoordinator gøre.',
	'installation.administrators_only': 'Det kan kun en administrator gøre.',
	'person.name_required': 'Skriv dit navn, så de andre ved, hvem du er.',
	'page.cursor_invalid': 'Listen er ændret. Hent siden igen.',
	'request.limited': ((p: Params) =>
		`Det gik lidt hurtigt. Vent ${seconds(p, 'da')}, og prøv igen.`) as Words,
	'request.path_unknown': 'Siden findes ikke her.',
	'request.cross_origin': 'Anmodningen kom et andet sted fra og blev afvist.',
	'frontend.not_built': 'Siden er ved at blive gjort klar. Prøv igen om lidt.',
	'live.too_many_connections': 'Du har Sluse åben mange steder. Luk nogle af fanerne.'
};

const codes = dictionary(
	da as Record<keyof typeof da, Words>,
	{
		'session.required': 'You are not signed in. Sign in and try again.',
		'session.expired': 'You are no longer signed in. Sign in and try again.',
		'session.unknown': 'The device is already signed out.',
		'signin.code_wrong': (p: Params) =>
			num(p, 'left', -1) > 0
				? `The code does not match. You can try ${num(p, 'left')} more ${num(p, 'left') === 1 ? 'time' : 'times'}.`
				: 'The code does not match. Check it in the mail and write it again.',
		'signin.code_expired': 'The code is too old. Get a new one.',
		'signin.expired': 'The code or link is too old. Get a new one.',
		'signin.link_used': 'The link has been used. Get a new one.',
		'signin.link_unknown': 'The link does not work. Get a new one.',
		'signin.too_many': 'Too many attempts. Get a new code.',
		'signin.email_invalid': 'Write the whole address, such as name@municipality.example',
		'email.invalid': 'Write the whole address, such as name@municipality.example',
		'post.empty': 'Write something before you send.',
		'post.too_long': (p: Params) =>
			num(p, 'max')
				? `A post has at most ${num(p, 'max')} characters. Split it in two.`
				: 'The post is too long. Split it in two.',
		'post.cpr': 'The text has a number that looks like a CPR number. Remove it, and you can send.',
		'post.cpr_number': 'The text has a number that looks like a CPR number. Remove it, and you can send.',
		'post.unknown': 'The post no longer exists.',
		'post.deleted': 'The post is deleted.',
		'post.changed': 'The post was changed elsewhere since you began.',
		'post.reason_required': 'Write a short reason, so that the author understands.',
		'post.not_author': 'Only the one who wrote the post can edit it.',
		'thread.unknown': 'There is no such discussion, or it is for people you are not among.',
		'thread.closed': 'The discussion is closed; no more can be written in it.',
		'thread.title_required': 'Write what you would like to raise.',
		'thread.title_too_long': 'The heading is too long. Write the rest in the post.',
		'thread.read_only': 'You can read here, but not write.',
		'programme.unknown': 'There is no such project, or you are not in it.',
		'programme.coordinators_only': 'Only a project coordinator can do that.',
		'organisation.coordinators_only': 'Only a project coordinator can do that.',
		'installation.administrators_only': 'Only an administrator can do that.',
		'person.name_required': 'Write your name, so that the others know who you are.',
		'page.cursor_invalid': 'The list has changed. Load the page again.',
		'request.limited': (p: Params) => `That was a little fast. Wait ${seconds(p, 'en')} and try again.`,
		'request.path_unknown': 'There is no such page here.',
		'request.cross_origin': 'The request came from elsewhere and was refused.',
		'frontend.not_built': 'The site is being made ready. Try again in a moment.',
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

/** Codes that have words of their own. */
export const knownCodes: readonly string[] = Object.keys(da);

/** The words for a code, or for its kind where the code has none. */
export function faultWords(code: string, kind: FaultKind = 'invalid', params: Params = {}): string {
	const table = codes.t as unknown as Record<string, Words>;
	const words = table[code];
	if (typeof words === 'function') return words(params);
	return words ?? kinds.t[kind] ?? kinds.t.internal;
}

/** What went wrong, and what to do. */
export function faultText(fault: Pick<ApiFault, 'code' | 'kind' | 'params'>): string {
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
