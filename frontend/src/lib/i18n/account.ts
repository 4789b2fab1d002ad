import { dictionary } from './dictionary';

const da = {
	signInTitle: 'Log ind',
	signInLead: 'Skriv din e-mail, så sender vi dig en kode. Du skal ikke huske på en adgangskode.',
	expired: 'Du er logget ud. Log ind igen, så fortsætter du, hvor du slap. Dine kladder er gemt.',
	email: 'Din e-mail',
	emailHint: 'Den, du er inviteret med, som regel din arbejdsmail.',
	emailMissing: 'Skriv din e-mail, så vi ved, hvor koden skal hen',
	emailWrong: 'Skriv hele adressen, fx navn@kommune.example',
	sendCode: 'Send mig en kode',
	codeTitle: 'Tjek din mail',
	codeLead: (email: string) =>
		`Hvis ${email} er med i Sluse, ligger der om lidt en mail med en kode på seks tal. Du kan også klikke på linket i mailen.`,
	code: 'Koden fra mailen',
	codeHint: 'Seks tal. Koden virker i et kvarter.',
	codeMissing: 'Skriv de seks tal fra mailen',
	continue: 'Log ind',
	otherEmail: 'Brug en anden e-mail',
	newCode: 'Send en ny kode',
	newCodeSent: 'Der er sendt en ny kode. Den gamle virker ikke længere.',
	noMail: 'Kommer mailen ikke?',
	noMailText:
		'Vent et par minutter, og se i uønsket post. Har du skiftet job, skal den, der inviterede dig, give pladsen videre til din nye adresse.',
	fixBefore: 'Ret dette, før vi kan komme videre',
	demoTitle: 'Prøv som …',
	demoLead: 'I prøveudgaven kan du logge ind som en af de opdigtede personer.',
	tryAs: (name: string) => `Prøv som ${name}`,
	roles: {
		coordinator: 'projektkoordinator',
		partner: 'partner',
		reference: 'reference',
		observer: 'observatør'
	},
	confirmTitle: 'Log ind i Sluse',
	confirmLead: 'Du kom hertil fra linket i din mail. Tryk på knappen, så er du inde.',
	confirmButton: 'Log mig ind',
	confirmFailed: 'Linket virker ikke længere. Det kan bruges én gang og i et kvarter.',
	askAgain: 'Få et nyt link'
};

/** Texts of signing in, and the names of roles. */
export const account = dictionary(da, {
	signInTitle: 'Sign in',
	signInLead: 'Write your e-mail and we send you a code. There is no password to remember.',
	expired: 'You are signed out. Sign in again and go on where you left. Your drafts are kept.',
	email: 'Your e-mail',
	emailHint: 'The one you were invited with, usually your work address.',
	emailMissing: 'Write your e-mail, so that we know where to send the code',
	emailWrong: 'Write the whole address, such as name@municipality.example',
	sendCode: 'Send me a code',
	codeTitle: 'Look in your mail',
	codeLead: (email) =>
		`If ${email} is in Sluse, a mail with a six-digit code arrives in a moment. You can also click the link in the mail.`,
	code: 'The code from the mail',
	codeHint: 'Six digits. The code works for a quarter of an hour.',
	codeMissing: 'Write the six digits from the mail',
	continue: 'Sign in',
	otherEmail: 'Use another e-mail',
	newCode: 'Send a new code',
	newCodeSent: 'A new code has been sent. The old one no longer works.',
	noMail: 'No mail?',
	noMailText:
		'Wait a few minutes, and look in your junk mail. If you have changed jobs, the one who invited you must move the seat to your new address.',
	fixBefore: 'Correct this before we can go on',
	demoTitle: 'Try as …',
	demoLead: 'In the demo you can sign in as one of the made-up people.',
	tryAs: (name) => `Try as ${name}`,
	roles: {
		coordinator: 'project coordinator',
		partner: 'partner',
		reference: 'reference',
		observer: 'observer'
	},
	confirmTitle: 'Sign in to Sluse',
	confirmLead: 'You came from the link in your mail. Press the button and you are in.',
	confirmButton: 'Sign me in',
	confirmFailed: 'The link no longer works. It can be used once, within a quarter of an hour.',
	askAgain: 'Get a new link'
});
