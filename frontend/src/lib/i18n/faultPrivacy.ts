import { dictionary, type Translation } from './dictionary';
import { knowFaults, seconds, type Params, type Words } from './fault';

const name = (p: Params) => String(p['programme'] ?? '');

/** Words for faults of copies, erasure and the trail. Importing this file is enough. */
const da = {
	'export.under_way': 'Der er allerede en kopi i gang. Vent, til den er klar.',
	'export.too_many': ((p: Params) =>
		`Du har bedt om mange kopier i dag. Prøv igen om ${seconds(p, 'da')}.`) as Words,
	'export.unknown': 'Kopien findes ikke her.',
	'export.not_ready': 'Kopien er ikke klar endnu.',
	'export.expired': 'Kopien er slettet igen. Bed om en ny.',
	'erasure.word': 'Skriv SLET for at bekræfte.',
	'erasure.sign_in_again': 'Log ud og ind igen først, så vi ved, at det er dig.',
	'erasure.oneself': 'Slet dig selv under »Dine data«.',
	'erasure.other_programmes':
		'Personen har også været med i andre projekter eller er administrator. Bed en administrator om det.',
	'erasure.sole_coordinator': ((p: Params) =>
		`Projektet »${name(p)}« har ingen anden koordinator. Udpeg en først.`) as Words,
	'erasure.last_administrator': 'Der er ingen anden administrator. Udpeg en først.',
	'trail.ends_before_start': 'Slutdagen skal ligge efter startdagen.',
	'mail.unknown': 'Mailen er ikke på listen mere.',
	'mail.not_to_be_sent_again': 'Mailen kan ikke sendes igen: den er på vej, sendt eller glemt.'
};

knowFaults(
	dictionary(
		da as Record<keyof typeof da, Words>,
		{
			'export.under_way': 'A copy is already being made. Wait until it is ready.',
			'export.too_many': (p: Params) =>
				`You have asked for many copies today. Try again in ${seconds(p, 'en')}.`,
			'export.unknown': 'The copy is not here.',
			'export.not_ready': 'The copy is not ready yet.',
			'export.expired': 'The copy has been deleted again. Ask for a new one.',
			'erasure.word': 'Type DELETE to confirm.',
			'erasure.sign_in_again': 'Sign out and in again first, so that we know it is you.',
			'erasure.oneself': 'Delete yourself under »Your data«.',
			'erasure.other_programmes':
				'The person has been in other projects too, or is an administrator. Ask an administrator.',
			'erasure.sole_coordinator': (p: Params) =>
				`The project »${name(p)}« has no other coordinator. Appoint one first.`,
			'erasure.last_administrator': 'There is no other administrator. Appoint one first.',
			'trail.ends_before_start': 'The last day must be after the first.',
			'mail.unknown': 'The mail is no longer on the list.',
			'mail.not_to_be_sent_again': 'The mail cannot be sent again: it is on its way, sent or forgotten.'
		} as unknown as Translation<Record<keyof typeof da, Words>>
	)
);
