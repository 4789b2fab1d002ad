import { dictionary, plural } from './dictionary';

type P = Record<string, unknown>;
const s = (p: P, key: string) => (p[key] === undefined || p[key] === null ? '' : String(p[key]));

const da = {
	title: 'Overblik',
	greeting: (hour: number, name: string) =>
		`${hour < 5 ? 'Godnat' : hour < 10 ? 'Godmorgen' : hour < 18 ? 'Goddag' : 'Godaften'}, ${name}`,
	week: (n: number) => `uge ${n}`,
	waiting: 'Det venter på dig',
	minutes: (n: number) => `Omkring ${n} ${plural(n, 'minut', 'minutter')} i alt`,
	minutesOne: (n: number) => `${n} ${plural(n, 'minut', 'minutter')}`,
	by: (when: string) => `Senest ${when}.`,
	nothing: 'Der venter ikke noget på dig',
	nothingText: 'Bliver du nævnt eller svaret, står det her, og du får en mail.',
	ask: 'Stil netværket et spørgsmål',
	readThreads: 'Læs drøftelserne',
	newSince: (when: string) => `Nyt siden ${when}`,
	newTitle: 'Nyt til dig',
	markSeen: 'Markér som læst',
	seen: 'Markeret som læst',
	nothingNew: 'Intet nyt siden sidst',
	nothingNewText: 'Her står, hvad de andre har gjort, siden du var her.',
	unreadThreads: 'Ulæste drøftelser',
	all: 'Alle',
	allRead: 'Du har læst det hele.',
	seatsOf: (organisation: string) => `${genitiveDa(organisation)} pladser`,
	seatsUsed: (used: number, total: number) => `${used} af ${total}`,
	you: 'Dig',
	freeSeat: 'Ledig plads',
	freeSeatText: 'En nøgleperson mere?',
	hereNow: 'Her nu',
	actions: { answer: 'Svar', read: 'Læs', open: 'Åbn', reply: 'Svar', view: 'Se' } as Record<string, string>,
	tasks: {
		mention: (p: P) => (s(p, 'who') ? `${s(p, 'who')} nævnte dig` : 'Du er nævnt i en drøftelse'),
		answer: (p: P) => (s(p, 'who') ? `${s(p, 'who')} svarede dig` : 'Du har fået et svar'),
		question: (p: P) =>
			s(p, 'who') ? `${s(p, 'who')} spurgte dig om noget` : 'Nogen har spurgt dig om noget',
		thread: (p: P) => (s(p, 'thread') ? `Læs med i »${s(p, 'thread')}«` : 'Der er nyt i en drøftelse'),
		failed: () => 'Et indlæg kunne ikke sendes'
	},
	news: {
		opened: 'startede',
		wrote: 'skrev i',
		changed: 'ændrede',
		edited: 'rettede et indlæg i',
		deleted: 'fjernede et indlæg i',
		reacted: 'reagerede i',
		closed: 'lukkede',
		reopened: 'åbnede igen',
		joined: 'er kommet med i projektet',
		other: 'har gjort noget i'
	}
};

function genitiveDa(name: string): string {
	return /[sxz]$/i.test(name) ? `${name}'` : `${name}s`;
}

/** Texts of the overview. */
export const overview = dictionary(da, {
	title: 'Overview',
	greeting: (hour, name) =>
		`${hour < 5 ? 'Good night' : hour < 12 ? 'Good morning' : hour < 18 ? 'Good afternoon' : 'Good evening'}, ${name}`,
	week: (n) => `week ${n}`,
	waiting: 'Waiting for you',
	minutes: (n) => `About ${n} ${plural(n, 'minute', 'minutes')} in all`,
	minutesOne: (n) => `${n} ${plural(n, 'minute', 'minutes')}`,
	by: (when) => `By ${when}.`,
	nothing: 'Nothing waits for you',
	nothingText: 'If you are mentioned or answered, it stands here, and you get a mail.',
	ask: 'Ask the network a question',
	readThreads: 'Read the discussions',
	newSince: (when) => `New since ${when}`,
	newTitle: 'New to you',
	markSeen: 'Mark as read',
	seen: 'Marked as read',
	nothingNew: 'Nothing new since last time',
	nothingNewText: 'Here stands what the others have done since you were here.',
	unreadThreads: 'Unread discussions',
	all: 'All',
	allRead: 'You have read it all.',
	seatsOf: (organisation) => `Seats of ${organisation}`,
	seatsUsed: (used, total) => `${used} of ${total}`,
	you: 'You',
	freeSeat: 'Free seat',
	freeSeatText: 'One more key person?',
	hereNow: 'Here now',
	actions: { answer: 'Answer', read: 'Read', open: 'Open', reply: 'Answer', view: 'View' } as Record<
		string,
		string
	>,
	tasks: {
		mention: (p) => (s(p, 'who') ? `${s(p, 'who')} mentioned you` : 'You are mentioned in a discussion'),
		answer: (p) => (s(p, 'who') ? `${s(p, 'who')} answered you` : 'You have an answer'),
		question: (p) => (s(p, 'who') ? `${s(p, 'who')} asked you something` : 'Somebody asked you something'),
		thread: (p) =>
			s(p, 'thread') ? `Read along in »${s(p, 'thread')}«` : 'There is something new in a discussion',
		failed: () => 'A post could not be sent'
	},
	news: {
		opened: 'started',
		wrote: 'wrote in',
		changed: 'changed',
		edited: 'edited a post in',
		deleted: 'removed a post in',
		reacted: 'reacted in',
		closed: 'closed',
		reopened: 'reopened',
		joined: 'joined the project',
		other: 'did something in'
	}
});
