import { dictionary } from './dictionary';

const da = {
	signInWith: (name: string) => `Log ind med ${name}`,
	troubles: {
		'oidc.expired': 'Der gik for lang tid, eller du begyndte i en anden browser. Prøv igen.',
		'oidc.cancelled': 'Det blev afbrudt. Prøv igen, eller få en kode på mail.',
		'oidc.refused': 'Vi kunne ikke stole på svaret. Prøv igen, eller få en kode på mail.',
		'oidc.away': 'Din organisations login svarer ikke lige nu. Få en kode på mail i stedet.',
		'oidc.unverified': 'Din organisation har ikke bekræftet din mailadresse. Få en kode på mail i stedet.',
		'oidc.domain':
			'Din mailadresse hører ikke til dem, der kan logge ind på den måde. Få en kode på mail i stedet.',
		'oidc.other_account':
			'Adressen er knyttet til en anden konto hos din organisation. Få en kode på mail i stedet. Er det dig, så fjern den gamle konto under »Dine enheder«, og prøv igen.',
		'oidc.unknown_person': 'Du er ikke med i Sluse endnu.'
	} as Record<string, string>,
	unknownText:
		'Din organisation kender dig, men ingen har inviteret dig til et projekt. Har du en invitation, så åbn linket i den. Ellers spørg din leder eller projektkoordinatoren.',
	ask: (email: string) => `Du kan også skrive til ${email}.`,
	linkedTitle: 'Din organisations login',
	linkedLead: 'Med din konto på arbejdet logger du ind uden kode på mail.',
	none: (name: string) =>
		`Du har ikke logget ind med ${name} endnu. Første gang du gør det, bliver kontoen knyttet til dig her.`,
	created: (when: string) => `Knyttet til dig ${when}`,
	used: (when: string) => `Brugt ${when}`,
	notInUse: 'Ikke i brug længere',
	detach: 'Fjern',
	detachNamed: (name: string) => `Fjern kontoen hos ${name}`,
	detachTitle: 'Fjern kontoen?',
	detachText: (name: string) =>
		`Din konto hos ${name} logger dig ikke længere ind. Logger nogen senere ind dér med din mailadresse, bliver den konto knyttet til dig.`,
	always: (email: string) => `En kode på mail til ${email} virker altid, så du kan ikke lukke dig selv ude.`,
	detached: 'Kontoen er fjernet. Vi har sendt dig en mail om det.',
	cancel: 'Fortryd'
};

/** Texts of signing in with one's organisation. */
export const provider = dictionary(da, {
	signInWith: (name) => `Sign in with ${name}`,
	troubles: {
		'oidc.expired': 'It took too long, or you began in another browser. Try again.',
		'oidc.cancelled': 'It was interrupted. Try again, or get a code by mail.',
		'oidc.refused': 'We could not trust the answer. Try again, or get a code by mail.',
		'oidc.away': "Your organisation's sign-in does not answer just now. Get a code by mail instead.",
		'oidc.unverified': 'Your organisation has not verified your mail address. Get a code by mail instead.',
		'oidc.domain':
			'Your mail address is not among those that can sign in this way. Get a code by mail instead.',
		'oidc.other_account':
			'The address belongs to another account at your organisation. Get a code by mail. If it is yours, remove the former account under »Your devices«, and try again.',
		'oidc.unknown_person': 'You are not in Sluse yet.'
	},
	unknownText:
		'Your organisation knows you, but nobody has invited you to a project. If you have an invitation, open its link. Otherwise ask your manager or the project coordinator.',
	ask: (email) => `You can also write to ${email}.`,
	linkedTitle: "Your organisation's sign-in",
	linkedLead: 'With your account at work you sign in without a code by mail.',
	none: (name) =>
		`You have not signed in with ${name} yet. The first time that you do, the account is bound to you here.`,
	created: (when) => `Bound to you ${when}`,
	used: (when) => `Used ${when}`,
	notInUse: 'No longer in use',
	detach: 'Remove',
	detachNamed: (name) => `Remove the account at ${name}`,
	detachTitle: 'Remove the account?',
	detachText: (name) =>
		`Your account at ${name} no longer signs you in. If somebody signs in there later with your mail address, that account is bound to you.`,
	always: (email) => `A code by mail to ${email} always works, so you cannot lock yourself out.`,
	detached: 'The account is removed. We have sent you a mail about it.',
	cancel: 'Cancel'
});
