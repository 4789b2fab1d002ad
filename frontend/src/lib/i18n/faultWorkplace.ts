import { dictionary, type Translation } from './dictionary';
import './documentFault';
import './faultPasskey';
import './faultPrivacy';
import { knowFaults, num, type Params, type Words } from './fault';
import { date } from './format';

const day = (params: Params, key: string) => date(String(params[key]));

/**
 * Words for faults that only those meet who are signed in, or who answer an invitation: not part
 * of what a first visit loads. Importing this file is enough.
 */
const da = {
	'choice.unknown': 'Det valg findes ikke. Hent siden igen.',
	'person.invalid': 'Noget mangler eller er skrevet forkert.',
	'person.unknown': 'Personen findes ikke.',
	'person.not_oneself': 'Det kan du ikke gøre ved dig selv.',
	'person.coordinators_only': 'Det kan kun en projektkoordinator gøre.',
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
	'participation.seats_held': ((p: Params) =>
		`Organisationen har ${num(p, 'seats') === 1 ? 'en plads' : `${num(p, 'seats')} pladser`}, inviterede talt med, på den måde den er med nu. Afslut deltagelsen, og tag organisationen med på den nye måde fra dagen efter.`) as Words,
	'participation.seat_before': ((p: Params) =>
		`Nogen har en plads fra den ${day(p, 'day')}. Vælg den dag eller en tidligere.`) as Words,
	'seat.outlasts': ((p: Params) =>
		`Organisationen er med til og med den ${day(p, 'day')}. Vælg den dag eller en tidligere.`) as Words,
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
	'programme.limit': ((p: Params) =>
		`Skriv et tal mellem 0 og ${num(p, 'max')}. 0 betyder ingen grænse.`) as Words,
	'participation.network_full': ((p: Params) =>
		`Netværket er fuldt: der er plads til ${num(p, 'limit')} kommuner.`) as Words,
	'seat.none_free': ((p: Params) =>
		`Alle ${num(p, 'limit')} pladser er taget, inviterede talt med.`) as Words,
	'post.too_many_pinned': ((p: Params) =>
		`Der kan være ${num(p, 'max')} fastgjorte indlæg. Fjern et af de andre først.`) as Words,
	'inbox.unknown': 'Det er ikke i dit overblik længere.',
	'post.empty': 'Skriv noget, før du sender.',
	'post.too_long': ((p: Params) =>
		num(p, 'max')
			? `Indlægget må højst have ${num(p, 'max')} tegn. Del det i to.`
			: 'Indlægget er for langt. Del det i to.') as Words,
	'post.cpr': 'Teksten har et nummer, der ligner et CPR-nummer. Fjern det, så kan du sende.',
	'post.alt_too_long': ((p: Params) =>
		`Det, der står om et billede, må højst have ${num(p, 'max')} tegn.`) as Words,
	'post.unknown': 'Indlægget findes ikke længere.',
	'post.deleted': 'Indlægget er slettet.',
	'post.changed': 'Indlægget er rettet et andet sted, siden du begyndte.',
	'thread.unknown': 'Drøftelsen findes ikke, eller den er for nogle, du ikke er med i.',
	'thread.closed': 'Drøftelsen er lukket, så der kan ikke skrives mere i den.',
	'thread.title_too_long': 'Overskriften er for lang. Skriv resten i indlægget.',
	'programme.unknown': 'Projektet findes ikke, eller du er ikke med i det.',
	'programme.coordinators_only': 'Det kan kun en projektkoordinator gøre.',
	'organisation.coordinators_only': 'Det kan kun en projektkoordinator gøre.',
	'person.name_required': 'Skriv dit navn, så de andre ved, hvem du er.'
};

knowFaults(
	dictionary(
		da as Record<keyof typeof da, Words>,
		{
			'choice.unknown': 'There is no such choice. Load the page again.',
			'person.invalid': 'Something is missing or misspelt.',
			'person.unknown': 'There is no such person.',
			'person.not_oneself': 'You cannot do that to yourself.',
			'person.coordinators_only': 'Only a project coordinator can do that.',
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
			'participation.seats_held': (p: Params) =>
				`The organisation has ${num(p, 'seats') === 1 ? 'a seat' : `${num(p, 'seats')} seats`}, counting those invited, as it takes part now. End its participation, and add it in the new way from the day after.`,
			'participation.seat_before': (p: Params) =>
				`Somebody has a seat from ${day(p, 'day')}. Choose that day or an earlier one.`,
			'seat.outlasts': (p: Params) =>
				`The organisation takes part until ${day(p, 'day')}. Choose that day or an earlier one.`,
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
			'programme.limit': (p: Params) => `Write a number from 0 to ${num(p, 'max')}. 0 means no limit.`,
			'participation.network_full': (p: Params) =>
				`The network is full: there is room for ${num(p, 'limit')} municipalities.`,
			'seat.none_free': (p: Params) => `All ${num(p, 'limit')} seats are taken, counting those invited.`,
			'post.too_many_pinned': (p: Params) =>
				`There can be ${num(p, 'max')} pinned posts. Unpin another one first.`,
			'inbox.unknown': 'It is no longer in your overview.',
			'post.empty': 'Write something before you send.',
			'post.too_long': (p: Params) =>
				num(p, 'max')
					? `A post has at most ${num(p, 'max')} characters. Split it in two.`
					: 'The post is too long. Split it in two.',
			'post.cpr': 'The text has a number that looks like a CPR number. Remove it, and you can send.',
			'post.alt_too_long': (p: Params) =>
				`What is said of a picture has at most ${num(p, 'max')} characters.`,
			'post.unknown': 'The post no longer exists.',
			'post.deleted': 'The post is deleted.',
			'post.changed': 'The post was changed elsewhere since you began.',
			'thread.unknown': 'There is no such discussion, or it is for people you are not among.',
			'thread.closed': 'The discussion is closed; no more can be written in it.',
			'thread.title_too_long': 'The heading is too long. Write the rest in the post.',
			'programme.unknown': 'There is no such project, or you are not in it.',
			'programme.coordinators_only': 'Only a project coordinator can do that.',
			'organisation.coordinators_only': 'Only a project coordinator can do that.',
			'person.name_required': 'Write your name, so that the others know who you are.'
		} as unknown as Translation<Record<keyof typeof da, Words>>
	)
);
