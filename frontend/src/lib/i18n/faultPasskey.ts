import { dictionary, type Translation } from './dictionary';
import { knowFaults, num, seconds, type Params, type Words } from './fault';

/** Words for faults of passkeys, loaded where there are any. Importing this file is enough. */
const da = {
	'passkey.refused': 'Nøglen passer ikke til nogen her. Få en kode på mail i stedet.',
	'passkey.expired': 'Der gik for lang tid. Prøv igen.',
	'passkey.blocked': 'Nøglen er spærret, fordi den ser ud til at være kopieret. Få en kode på mail i stedet.',
	'passkey.off': 'Adgangsnøgler kan ikke bruges her.',
	'passkey.unknown': 'Nøglen er allerede fjernet.',
	'identity.unknown': 'Kontoen er allerede fjernet.',
	'passkey.taken': 'Nøglen er allerede i brug.',
	'passkey.invalid': 'Navnet kan ikke bruges.',
	'passkey.name_required': 'Skriv, hvad nøglen skal hedde.',
	'passkey.too_many': ((p: Params) =>
		`Du kan have ${num(p, 'max')} adgangsnøgler. Fjern en af de andre først.`) as Words,
	'passkey.too_many_tries': ((p: Params) =>
		`Der er prøvet mange gange. Vent ${seconds(p, 'da')}, og prøv igen.`) as Words
};

knowFaults(
	dictionary(
		da as Record<keyof typeof da, Words>,
		{
			'passkey.refused': 'The passkey matches nobody here. Get a code by mail instead.',
			'passkey.expired': 'It took too long. Try again.',
			'passkey.blocked': 'The passkey is blocked: it seems to have been copied. Get a code by mail instead.',
			'passkey.off': 'Passkeys cannot be used here.',
			'passkey.unknown': 'The passkey is already removed.',
			'identity.unknown': 'The account is already removed.',
			'passkey.taken': 'The passkey is already in use.',
			'passkey.invalid': 'The name cannot be used.',
			'passkey.name_required': 'Write what the passkey shall be called.',
			'passkey.too_many': (p: Params) =>
				`You can have ${num(p, 'max')} passkeys. Remove one of the others first.`,
			'passkey.too_many_tries': (p: Params) =>
				`There were many tries. Wait ${seconds(p, 'en')} and try again.`
		} as unknown as Translation<Record<keyof typeof da, Words>>
	)
);
