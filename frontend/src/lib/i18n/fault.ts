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
	'session.ended': 'Du er logget ud. Log ind igen, så fortsætter du, hvor du slap.',
	'signin.code_form': 'Koden er seks tal. Skriv dem, som de står i mailen.',
	'signin.used': 'Koden eller linket er allerede brugt. Få et nyt.',
	'person.disabled': 'Adgangen er lukket. Skriv til den, der inviterede dig.',
	'person.invalid': 'Noget mangler eller er skrevet forkert.',
	'person.unknown': 'Personen findes ikke.',
	'person.not_oneself': 'Det kan du ikke gøre ved dig selv.',
	'person.coordinators_only': 'Det kan kun en projektkoordinator gøre.',
	'demo.off': 'Det findes kun i prøveudgaven.',
	'demo.persona_unknown': 'Personen findes ikke i prøveudgaven længere. Hent siden igen.',
	'mail_stop.unknown': 'Linket virker ikke længere. Vælg på din profil, hvilke mails du vil have.',
	'post.changed_meanwhile': 'Indlægget er rettet et andet sted, siden du begyndte.',
	'post.client_id_invalid': 'Noget gik galt, da indlægget blev sendt. Kopiér teksten, og send den igen.',
	'post.client_id_used': 'Indlægget er allerede sendt et andet sted. Kopiér teksten, og send den igen.',
	'post.invalid': 'Noget i indlægget kan ikke sendes.',
	'post.not_yours': 'Kun den, der har skrevet indlægget, kan gøre det.',
	'post.quote_unknown': 'Det indlæg, du citerer, findes ikke længere. Fjern citatet, så kan du sende.',
	'post.reason_missing': 'Skriv en kort grund, så forfatteren forstår det.',
	'post.reason_too_long': 'Grunden er for lang. Skriv den kortere.',
	'post.unreadable': 'Teksten har tegn, der ikke kan gemmes. Slet dem, eller skriv den igen.',
	'reaction.unknown': 'Den reaktion findes ikke.',
	'thread.audience_unknown': 'Vælg, hvem der kan læse med.',
	'thread.changed_meanwhile': 'En anden har ændret drøftelsen, siden du begyndte. Hent siden igen.',
	'thread.coordinators_only': 'Det kan kun en projektkoordinator eller den, der startede drøftelsen.',
	'thread.follow_unknown': 'Vælg, hvad du vil høre om.',
	'thread.not_found': 'Drøftelsen findes ikke, eller den er for nogle, du ikke er med i.',
	'thread.observers_read': 'Som observatør kan du læse med, men ikke skrive.',
	'thread.partners_only': 'Kun partnere og koordinatorer kan starte en drøftelse for partnere.',
	'thread.title_missing': 'Skriv, hvad du vil tage op.',
	'programme.slug_form': 'Brug kun små bogstaver, tal og bindestreg, fx sammen-om-opfoelgning.',
	'programme.slug_taken': 'Adressen bruges af et andet projekt. Vælg en anden.',
	'programme.ends_before_start': 'Slutdagen ligger før startdagen. Ret en af dem.',
	'programme.deadline_before_published': 'Fristen ligger før den dag, runden blev offentliggjort.',
	'programme.invalid': 'Noget på siden kan ikke gemmes, som det står.',
	'programme.changed_meanwhile': 'En anden har rettet det samme, mens du skrev.',
	'participation.twice': 'Organisationen er allerede med på den måde i de dage.',
	'participation.partner_and_reference':
		'En kommune kan ikke både være partner og reference i det samme projekt.',
	'participation.kind': 'Vælg, hvordan organisationen er med.',
	'participation.unknown': 'Organisationen er ikke med i projektet længere. Hent siden igen.',
	'participation.invalid': 'Noget mangler, før organisationen kan være med.',
	'seat.has_one': 'Personen har allerede sådan en plads i de dage.',
	'seat.organisation_not_in_programme': 'Organisationen skal være med i projektet den dag, pladsen begynder.',
	'seat.role': 'Vælg, hvad personen skal være.',
	'seat.unknown': 'Pladsen findes ikke længere. Hent siden igen.',
	'seat.invalid': 'Noget mangler, før pladsen kan gives.',
	'organisation.invalid': 'Noget mangler, før organisationen kan oprettes.',
	'organisation.kind': 'Vælg, hvad det er for en organisation.',
	'organisation.taken': 'Organisationen findes allerede. Vælg den på listen.',
	'organisation.unknown': 'Vælg en organisation på listen.',
	'ending.invalid': 'Den dag kan ikke bruges.',
	'ending.later': 'Det slutter allerede før den dag. Giv en ny plads, hvis det skal fortsætte.',
	'person.shut_out': 'Adgangen er lukket for den adresse. En administrator kan åbne den igen.',
	'validation.required': 'Feltet skal udfyldes.',
	'programme.limit': ((p: Params) =>
		`Skriv et tal mellem 0 og ${num(p, 'max')}. 0 betyder ingen grænse.`) as Words,
	'participation.network_full': ((p: Params) =>
		`Netværket er fuldt: der er plads til ${num(p, 'limit')} kommuner.`) as Words,
	'seat.none_free': ((p: Params) =>
		`Alle ${num(p, 'limit')} pladser er taget, inviterede talt med.`) as Words,
	'validation.too_many': ((p: Params) => `Der er plads til ${num(p, 'max')}.`) as Words,
	'validation.format': 'Det er ikke skrevet på den måde, vi kan læse.',
	'database.busy': 'Der er travlt lige nu. Prøv igen om lidt.',
	'signin.limited': ((p: Params) =>
		`Der er sendt mange koder. Vent ${seconds(p, 'da')}, og prøv igen.`) as Words,
	'signin.too_many_requests': ((p: Params) =>
		`Der er sendt mange koder. Vent ${seconds(p, 'da')}, og prøv igen.`) as Words,
	'post.too_many_pinned': ((p: Params) =>
		`Der kan være ${num(p, 'max')} fastgjorte indlæg. Fjern et af de andre først.`) as Words,
	'validation.too_long': ((p: Params) =>
		`Det er for langt. Der er plads til ${num(p, 'max')} tegn.`) as Words,
	'inbox.unknown': 'Det er ikke i dit overblik længere.',
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
	'passkey.refused': 'Nøglen passer ikke til nogen her. Få en kode på mail i stedet.',
	'passkey.expired': 'Der gik for lang tid. Prøv igen.',
	'passkey.blocked': 'Nøglen er spærret, fordi den ser ud til at være kopieret. Få en kode på mail i stedet.',
	'passkey.off': 'Adgangsnøgler kan ikke bruges her.',
	'passkey.unknown': 'Nøglen er allerede fjernet.',
	'passkey.taken': 'Nøglen er allerede i brug.',
	'passkey.invalid': 'Navnet kan ikke bruges.',
	'passkey.name_required': 'Skriv, hvad nøglen skal hedde.',
	'passkey.too_many': ((p: Params) =>
		`Du kan have ${num(p, 'max')} adgangsnøgler. Fjern en af de andre først.`) as Words,
	'passkey.too_many_tries': ((p: Params) =>
		`Der er prøvet mange gange. Vent ${seconds(p, 'da')}, og prøv igen.`) as Words,
	'signin.email_invalid': 'Skriv hele adressen, fx navn@kommune.example',
	'email.invalid': 'Skriv hele adressen, fx navn@kommune.example',
	'post.empty': 'Skriv noget, før du sender.',
	'post.too_long': ((p: Params) =>
		num(p, 'max')
			? `Indlægget må højst have ${num(p, 'max')} tegn. Del det i to.`
			: 'Indlægget er for langt. Del det i to.') as Words,
	'post.cpr': 'Teksten har et nummer, der ligner et CPR-nummer. Fjern det, så kan du sende.',
	'post.unknown': 'Indlægget findes ikke længere.',
	'post.deleted': 'Indlægget er slettet.',
	'post.changed': 'Indlægget er rettet et andet sted, siden du begyndte.',
	'thread.unknown': 'Drøftelsen findes ikke, eller den er for nogle, du ikke er med i.',
	'thread.closed': 'Drøftelsen er lukket, så der kan ikke skrives mere i den.',
	'thread.title_too_long': 'Overskriften er for lang. Skriv resten i indlægget.',
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
		'session.ended': 'You are signed out. Sign in again and go on where you left.',
		'signin.code_form': 'The code is six digits. Write them as they stand in the mail.',
		'signin.used': 'The code or link has been used. Get a new one.',
		'person.disabled': 'The access is closed. Write to the one who invited you.',
		'person.invalid': 'Something is missing or misspelt.',
		'person.unknown': 'There is no such person.',
		'person.not_oneself': 'You cannot do that to yourself.',
		'person.coordinators_only': 'Only a project coordinator can do that.',
		'demo.off': 'That is only there in the demo.',
		'demo.persona_unknown': 'That person is no longer in the demo. Load the page again.',
		'mail_stop.unknown': 'The link no longer works. Choose your mails on your profile.',
		'post.changed_meanwhile': 'The post was changed elsewhere since you began.',
		'post.client_id_invalid': 'Something went wrong in sending. Copy the text and send it again.',
		'post.client_id_used': 'The post has been sent elsewhere already. Copy the text and send it again.',
		'post.invalid': 'Something in the post cannot be sent.',
		'post.not_yours': 'Only the one who wrote the post can do that.',
		'post.quote_unknown': 'The post you quote is no longer there. Remove the quote, and you can send.',
		'post.reason_missing': 'Write a short reason, so that the author understands.',
		'post.reason_too_long': 'The reason is too long. Make it shorter.',
		'post.unreadable': 'The text has characters that cannot be kept. Delete them, or write it again.',
		'reaction.unknown': 'There is no such reaction.',
		'thread.audience_unknown': 'Choose who can read it.',
		'thread.changed_meanwhile': 'Somebody changed the discussion since you began. Load the page again.',
		'thread.coordinators_only':
			'Only a project coordinator or the one who started the discussion can do that.',
		'thread.follow_unknown': 'Choose what you want to hear about.',
		'thread.not_found': 'There is no such discussion, or it is for people you are not among.',
		'thread.observers_read': 'As an observer you can read, but not write.',
		'thread.partners_only': 'Only partners and coordinators can start a discussion for partners.',
		'thread.title_missing': 'Write what you would like to raise.',
		'programme.slug_form': 'Use only small letters, digits and hyphens, such as sammen-om-opfoelgning.',
		'programme.slug_taken': 'Another project uses that address. Choose another one.',
		'programme.ends_before_start': 'The last day is before the first. Change one of them.',
		'programme.deadline_before_published': 'The deadline is before the day the call was published.',
		'programme.invalid': 'Something on the page cannot be saved as it is.',
		'programme.changed_meanwhile': 'Somebody changed the same thing while you were writing.',
		'participation.twice': 'The organisation already takes part like that on those days.',
		'participation.partner_and_reference': 'A municipality cannot be partner and reference in one project.',
		'participation.kind': 'Choose how the organisation takes part.',
		'participation.unknown': 'The organisation no longer takes part. Load the page again.',
		'participation.invalid': 'Something is missing before the organisation can take part.',
		'seat.has_one': 'The person already has such a seat on those days.',
		'seat.organisation_not_in_programme':
			'The organisation must take part in the project on the day the seat begins.',
		'seat.role': 'Choose what the person is to be.',
		'seat.unknown': 'The seat is no longer there. Load the page again.',
		'seat.invalid': 'Something is missing before the seat can be given.',
		'organisation.invalid': 'Something is missing before the organisation can be added.',
		'organisation.kind': 'Choose what kind of organisation it is.',
		'organisation.taken': 'The organisation is there already. Choose it in the list.',
		'organisation.unknown': 'Choose an organisation in the list.',
		'ending.invalid': 'That day cannot be used.',
		'ending.later': 'It ends before that day already. Give a new seat if it should go on.',
		'person.shut_out': 'The access of that address is closed. An administrator can open it again.',
		'validation.required': 'This must be filled in.',
		'programme.limit': (p: Params) => `Write a number from 0 to ${num(p, 'max')}. 0 means no limit.`,
		'participation.network_full': (p: Params) =>
			`The network is full: there is room for ${num(p, 'limit')} municipalities.`,
		'seat.none_free': (p: Params) => `All ${num(p, 'limit')} seats are taken, counting those invited.`,
		'validation.too_many': (p: Params) => `There is room for ${num(p, 'max')}.`,
		'validation.format': 'It is not written in a way we can read.',
		'database.busy': 'It is busy just now. Try again in a moment.',
		'signin.limited': (p: Params) => `Many codes have been sent. Wait ${seconds(p, 'en')} and try again.`,
		'signin.too_many_requests': (p: Params) =>
			`Many codes have been sent. Wait ${seconds(p, 'en')} and try again.`,
		'post.too_many_pinned': (p: Params) =>
			`There can be ${num(p, 'max')} pinned posts. Unpin another one first.`,
		'validation.too_long': (p: Params) => `It is too long. There is room for ${num(p, 'max')} characters.`,
		'inbox.unknown': 'It is no longer in your overview.',
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
		'passkey.refused': 'The passkey matches nobody here. Get a code by mail instead.',
		'passkey.expired': 'It took too long. Try again.',
		'passkey.blocked': 'The passkey is blocked: it seems to have been copied. Get a code by mail instead.',
		'passkey.off': 'Passkeys cannot be used here.',
		'passkey.unknown': 'The passkey is already removed.',
		'passkey.taken': 'The passkey is already in use.',
		'passkey.invalid': 'The name cannot be used.',
		'passkey.name_required': 'Write what the passkey shall be called.',
		'passkey.too_many': (p: Params) =>
			`You can have ${num(p, 'max')} passkeys. Remove one of the others first.`,
		'passkey.too_many_tries': (p: Params) => `There were many tries. Wait ${seconds(p, 'en')} and try again.`,
		'signin.email_invalid': 'Write the whole address, such as name@municipality.example',
		'email.invalid': 'Write the whole address, such as name@municipality.example',
		'post.empty': 'Write something before you send.',
		'post.too_long': (p: Params) =>
			num(p, 'max')
				? `A post has at most ${num(p, 'max')} characters. Split it in two.`
				: 'The post is too long. Split it in two.',
		'post.cpr': 'The text has a number that looks like a CPR number. Remove it, and you can send.',
		'post.unknown': 'The post no longer exists.',
		'post.deleted': 'The post is deleted.',
		'post.changed': 'The post was changed elsewhere since you began.',
		'thread.unknown': 'There is no such discussion, or it is for people you are not among.',
		'thread.closed': 'The discussion is closed; no more can be written in it.',
		'thread.title_too_long': 'The heading is too long. Write the rest in the post.',
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
export function faultText(fault: Pick<ApiFault, 'code' | 'kind' | 'params' | 'fields'>): string {
	const field = fault.fields[0];
	if (field && !knownCodes.includes(fault.code)) return faultWords(field.code, fault.kind, field.params);
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
