import { dictionary } from './dictionary';

const da = {
	title: 'Mails',
	lead: 'Her ser du, om mails er nået frem. Hvad der står i dem, ser du ikke. Listen glemmer en mail 30 dage efter, at den er sendt eller opgivet.',
	state: 'Hvor langt',
	all: 'Alle',
	find: 'Søg på e-mail',
	list: 'Mails, den nyeste først',
	states: {
		queued: 'Klar til afsendelse',
		sending: 'Sendes nu',
		deferred: 'Venter på mailserveren',
		sent: 'Sendt',
		failed: 'Afvist',
		uncertain: 'Uvist',
		withdrawn: 'Trukket tilbage'
	},
	explain: {
		queued: '',
		sending: '',
		deferred: '',
		sent: '',
		failed: 'Mailserveren tog ikke imod den. Tjek adressen.',
		uncertain: 'Forbindelsen røg, mens den blev sendt. Måske er den nået frem.',
		withdrawn: 'Den var ikke længere aktuel og blev ikke sendt.'
	},
	kinds: {
		post: 'Nyt indlæg',
		digest: 'Samlemail',
		reply: 'Svar på en mail til Sluse',
		sign_in: 'Kode til at logge ind',
		passkey_added: 'Ny adgangsnøgle',
		passkey_removed: 'Adgangsnøgle fjernet',
		passkey_blocked: 'Adgangsnøgle spærret',
		identity_bound: 'Login via organisationen',
		identity_detached: 'Login via organisationen fjernet',
		invitation: 'Invitation',
		invitation_asked: 'En inviteret beder om et nyt link',
		erasure_notice: 'Besked om sletning',
		export_ready: 'Kopi af egne data er klar'
	} as Record<string, string>,
	otherKind: 'Anden mail',
	serverSaid: (words: string) => `Mailserveren svarede: ${words}`,
	nextTry: (when: string) => `Prøves igen ${when}`,
	again: 'Send igen',
	againTo: (email: string) => `Send mailen til ${email} igen`,
	sentAgain: (email: string) => `Mailen til ${email} er på vej igen`,
	more: 'Vis flere',
	nothing: 'Ingen mails',
	nothingText: 'Prøv en anden adresse, eller vis alle.',
	noneYet: 'Når nogen logger ind eller bliver nævnt, står mailen her.'
};

/** Texts of the administrators' list of mails. */
export const mails = dictionary(da, {
	title: 'Mails',
	lead: 'Here you see whether mails got through. What they say, you do not see. The list forgets a mail 30 days after it was sent or given up.',
	state: 'How far',
	all: 'All',
	find: 'Search by e-mail',
	list: 'Mails, newest first',
	states: {
		queued: 'Ready to be sent',
		sending: 'Being sent',
		deferred: 'Waiting for the mail server',
		sent: 'Sent',
		failed: 'Refused',
		uncertain: 'Uncertain',
		withdrawn: 'Withdrawn'
	},
	explain: {
		queued: '',
		sending: '',
		deferred: '',
		sent: '',
		failed: 'The mail server did not take it. Check the address.',
		uncertain: 'The connection broke while it was being sent. It may have arrived.',
		withdrawn: 'It was no longer needed and was not sent.'
	},
	kinds: {
		post: 'New post',
		digest: 'Digest',
		reply: 'Answer to a mail to Sluse',
		sign_in: 'Code for signing in',
		passkey_added: 'New passkey',
		passkey_removed: 'Passkey removed',
		passkey_blocked: 'Passkey blocked',
		identity_bound: 'Sign-in through the organisation',
		identity_detached: 'Sign-in through the organisation removed',
		invitation: 'Invitation',
		invitation_asked: 'An invited person asks for a new link',
		erasure_notice: 'Notice of deletion',
		export_ready: 'Copy of own data is ready'
	},
	otherKind: 'Other mail',
	serverSaid: (words) => `The mail server said: ${words}`,
	nextTry: (when) => `Tried again ${when}`,
	again: 'Send again',
	againTo: (email) => `Send the mail to ${email} again`,
	sentAgain: (email) => `The mail to ${email} is on its way again`,
	more: 'Show more',
	nothing: 'No mails',
	nothingText: 'Try another address, or show all.',
	noneYet: 'When somebody signs in or is mentioned, the mail stands here.'
});
