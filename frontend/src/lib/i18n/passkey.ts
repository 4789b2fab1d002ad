import { dictionary } from './dictionary';

const da = {
	title: 'Adgangsnøgler',
	lead: 'Med en adgangsnøgle logger du ind med fingeraftryk, ansigt eller pinkode på din enhed, uden kode på mail.',
	none: 'Du har ingen endnu.',
	add: 'Lav en adgangsnøgle',
	created: (when: string) => `Lavet ${when}`,
	used: (when: string) => `Brugt ${when}`,
	unused: 'Ikke brugt endnu',
	blocked: 'Spærret',
	blockedText: 'Den ser ud til at være kopieret og kan ikke bruges. Fjern den, og lav en ny.',
	rename: 'Omdøb',
	renameNamed: (name: string) => `Omdøb ${name}`,
	remove: 'Fjern',
	removeNamed: (name: string) => `Fjern ${name}`,
	renameTitle: 'Hvad skal nøglen hedde?',
	name: 'Navn',
	nameHint: 'Fx Arbejdstelefon. Kun du ser det.',
	save: 'Gem',
	saved: 'Navnet er gemt',
	removeTitle: 'Fjern adgangsnøglen?',
	removeText: (name: string) =>
		`»${name}« kan ikke længere bruges til at logge ind. Slet den også på enheden bagefter. Du kan stadig få en kode på mail.`,
	removed: 'Adgangsnøglen er fjernet',
	added: 'Adgangsnøglen er klar. Vi har sendt dig en mail om det.',
	cancel: 'Fortryd',
	already: 'Enheden har allerede en adgangsnøgle til Sluse.',
	stopped: 'Det blev afbrudt. Prøv igen, når du er klar.',
	offerTitle: 'Log ind uden kode næste gang',
	offerText:
		'Lav en adgangsnøgle på denne enhed, så logger du ind med fingeraftryk, ansigt eller pinkode. Det tager et øjeblik.',
	offerNo: 'Nej tak',
	signIn: 'Log ind med adgangsnøgle',
	signInStopped: 'Det blev afbrudt. Prøv igen, eller få en kode på mail.',
	or: 'eller'
};

/** Texts of passkeys: signing in with one, and looking after one's own. */
export const passkey = dictionary(da, {
	title: 'Passkeys',
	lead: 'With a passkey you sign in with a fingerprint, a face or a PIN on your device, without a code by mail.',
	none: 'You have none yet.',
	add: 'Make a passkey',
	created: (when) => `Made ${when}`,
	used: (when) => `Used ${when}`,
	unused: 'Not used yet',
	blocked: 'Blocked',
	blockedText: 'It seems to have been copied and cannot be used. Remove it and make a new one.',
	rename: 'Rename',
	renameNamed: (name) => `Rename ${name}`,
	remove: 'Remove',
	removeNamed: (name) => `Remove ${name}`,
	renameTitle: 'What shall the passkey be called?',
	name: 'Name',
	nameHint: 'Such as Work phone. Only you see it.',
	save: 'Save',
	saved: 'The name is saved',
	removeTitle: 'Remove the passkey?',
	removeText: (name) =>
		`»${name}« can no longer be used to sign in. Delete it on the device as well. You can still get a code by mail.`,
	removed: 'The passkey is removed',
	added: 'The passkey is ready. We have sent you a mail about it.',
	cancel: 'Cancel',
	already: 'The device already has a passkey for Sluse.',
	stopped: 'It was interrupted. Try again when you are ready.',
	offerTitle: 'Sign in without a code next time',
	offerText:
		'Make a passkey on this device and sign in with a fingerprint, a face or a PIN. It takes a moment.',
	offerNo: 'No, thank you',
	signIn: 'Sign in with a passkey',
	signInStopped: 'It was interrupted. Try again, or get a code by mail.',
	or: 'or'
});
