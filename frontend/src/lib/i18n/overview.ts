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
	allOf: (n: number) => `Se alle ${n}`,
	seatEnds: (programme: string, last: string) =>
		`Din plads i ${programme} er din til og med ${last}. Det, du har skrevet, bliver stående.`,
	seatBegins: (programme: string, first: string) =>
		`Din plads i ${programme} er din fra ${first}. Så står projektet her.`,
	freeSeat: 'Ledig plads',
	freeSeatText: 'En nøgleperson mere?',
	invite: 'Invitér',
	hereNow: 'Her nu',
	actions: { answer: 'Svar', open: 'Åbn' },
	tasks: {
		question: (p: P) =>
			s(p, 'who') ? `${s(p, 'who')} spurgte dig om noget` : 'Nogen har spurgt dig om noget',
		profile: () => 'Fortæl de andre, hvem du er',
		export: () => 'Hent kopien af dine data',
		other: (p: P) => s(p, 'thread') || 'Noget venter på dig'
	},
	profileText: 'Navn og titel står ved det, du skriver.',
	inThread: (title: string) => `I »${title}«`,
	newPosts: (n: number) => `${n} ${plural(n, 'nyt indlæg', 'nye indlæg')}`,
	failedTitle: (n: number) => (n === 1 ? 'Ét indlæg kunne ikke sendes' : `${n} indlæg kunne ikke sendes`),
	failedText: 'Teksten er gemt i denne browser. Åbn drøftelsen, og prøv igen.',
	news: {
		opened: 'startede',
		wrote: 'skrev i',
		added: 'lagde et dokument op:',
		replaced: 'lagde en ny version op af',
		withdrew: 'trak et dokument tilbage:'
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
	allOf: (n) => `See all ${n}`,
	seatEnds: (programme, last) =>
		`Your seat in ${programme} is yours until ${last}. What you have written stays.`,
	seatBegins: (programme, first) =>
		`Your seat in ${programme} is yours from ${first}. The project then stands here.`,
	freeSeat: 'Free seat',
	freeSeatText: 'One more key person?',
	invite: 'Invite',
	hereNow: 'Here now',
	actions: { answer: 'Answer', open: 'Open' },
	tasks: {
		question: (p) => (s(p, 'who') ? `${s(p, 'who')} asked you something` : 'Somebody asked you something'),
		profile: () => 'Tell the others who you are',
		export: () => 'Download the copy of your data',
		other: (p) => s(p, 'thread') || 'Something waits for you'
	},
	profileText: 'Name and title stand beside what you write.',
	inThread: (title) => `In »${title}«`,
	newPosts: (n) => `${n} new ${plural(n, 'post', 'posts')}`,
	failedTitle: (n) => (n === 1 ? 'One post could not be sent' : `${n} posts could not be sent`),
	failedText: 'The text is kept in this browser. Open the discussion and try again.',
	news: {
		opened: 'started',
		wrote: 'wrote in',
		added: 'uploaded a document:',
		replaced: 'uploaded a new version of',
		withdrew: 'withdrew a document:'
	}
});
