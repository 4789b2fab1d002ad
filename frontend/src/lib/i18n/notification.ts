import { dictionary, plural } from './dictionary';

const da = {
	title: 'Nyt til dig',
	lead: 'Det, der vedrører dig, og det, der er kommet til, siden du var her.',
	bell: (n: number) => (n === 0 ? 'Nyt til dig' : `Nyt til dig, ${n} ${plural(n, 'ulæst', 'ulæste')}`),
	show: 'Vis',
	all: 'Alt',
	unreadTab: 'Ulæst',
	unread: 'Ulæst',
	markAll: 'Markér alt som læst',
	markedAll: 'Alt er markeret som læst',
	markOne: (title: string) => `Markér »${title}« som læst`,
	chooseMails: 'Vælg dine mails',
	today: 'I dag',
	week: 'Den seneste uge',
	earlier: 'Tidligere',
	more: 'Vis flere',
	none: 'Her er ikke noget nyt endnu',
	noneText:
		'Når nogen nævner dig, svarer dig eller skriver i en drøftelse, du er med i, står det her. Det gør nye drøftelser, dokumenter og kolleger i netværket også.',
	toThreads: 'Læs drøftelserne',
	noneUnread: 'Du har set det hele',
	noneUnreadText: 'Det, du åbner, er læst af sig selv. Kommer der noget nyt, tæller klokken det.',
	seeAll: 'Se alt',
	somebody: 'Nogen',
	two: (a: string, b: string) => `${a} og ${b}`,
	several: (a: string, others: number) => `${a} og ${others} andre`,
	posts: (n: number) => `${n} nye indlæg`,
	mailTitle: 'Mails',
	mailLead:
		'Du får mail med det samme, når nogen taler til dig. Resten samler vi, så du kan tage det på én gang. Det, du allerede har set i Sluse, får du aldrig mail om.',
	general: 'I alle projekter',
	perProgramme: 'Vil du noget andet i et projekt?',
	perProgrammeLead: 'Så vælg det her. Ellers gælder det, du har valgt ovenfor.',
	ownChoices: (n: number) => `${n} ${plural(n, 'eget valg', 'egne valg')}`,
	noOwn: 'Som i alle projekter',
	asGeneral: (pace: string) =>
		pace ? `Som i alle projekter (${pace.toLowerCase()})` : 'Som i alle projekter',
	paces: {
		once: 'Med det samme',
		daily: 'Samlet hver morgen',
		weekly: 'Samlet hver mandag',
		never: 'Ingen mail'
	},
	kinds: {
		named: { name: 'Nogen nævner dig', hint: 'Dit navn eller din kommunes, med @ foran.' },
		answered: {
			name: 'Nogen svarer dig',
			hint: 'Svar på dine indlæg, og indlæg i drøftelser, du har startet.'
		},
		followed: {
			name: 'Drøftelser, du følger',
			hint: 'Det gør du, når du har skrevet i dem eller valgt at følge dem.'
		},
		new: { name: 'Nyt i projektet', hint: 'Nye drøftelser, dokumenter og kolleger.' }
	},
	mutedTitle: 'Lydløse drøftelser',
	mutedHint: 'Du får ingen mails om dem. Nævner nogen dig, står det under »Nyt til dig«.',
	unmute: 'Slå lyden til',
	unmuted: 'Drøftelsen er ikke lydløs mere',
	stopTitle: 'Færre mails fra Sluse',
	stopAsk: {
		thread: (title: string) =>
			title ? `Vil du ikke have flere mails om »${title}«?` : 'Vil du ikke have flere mails om drøftelsen?',
		digest: (_: string) => 'Vil du ikke have samlemailen mere?',
		news: (_: string) => 'Vil du ikke have mails om nyt i projekterne mere?'
	},
	stopButton: { thread: 'Stop mails om drøftelsen', digest: 'Stop samlemailen', news: 'Stop mails om nyt' },
	stopKeeps: {
		thread:
			'Drøftelsen bliver lydløs. Nævner nogen dig, står det under »Nyt til dig«, og du kan altid slå lyden til igen.',
		digest: 'Du ser det stadig i Sluse under »Nyt til dig«, og du kan altid slå mails til igen.',
		news: 'Du ser det stadig i Sluse under »Nyt til dig«, og du kan altid slå mails til igen.'
	},
	stopDone: 'Det er gjort. Du får ikke flere af dem.',
	stopAllDone: 'Det er gjort. Du får ikke flere mails om det, der sker i Sluse.',
	stopProgramme: (name: string) => `Stop alle mails om ${name}`,
	stopProgrammeDone: (name: string) => `Mails om ${name} er stoppet`,
	stopAll: 'Stop alle mails',
	verbs: {
		named: 'nævnte dig i',
		organisation: 'nævnte jer i',
		answered: 'svarede dig i',
		opened: 'startede drøftelsen',
		inYours: 'skrev i din drøftelse',
		followed: 'skrev i',
		documentAdded: 'lagde et dokument op:',
		documentVersion: 'lagde en ny version op af',
		joined: (_many: boolean) => 'har fået en plads i'
	}
};

/** Texts of the inbox and of choosing mails. */
export const notification = dictionary(da, {
	title: 'New to you',
	lead: 'What concerns you, and what has come since you were here.',
	bell: (n) => (n === 0 ? 'New to you' : `New to you, ${n} unread`),
	show: 'Show',
	all: 'All',
	unreadTab: 'Unread',
	unread: 'Unread',
	markAll: 'Mark all as read',
	markedAll: 'All is marked as read',
	markOne: (title) => `Mark »${title}« as read`,
	chooseMails: 'Choose your mails',
	today: 'Today',
	week: 'The past week',
	earlier: 'Earlier',
	more: 'Show more',
	none: 'Nothing new here yet',
	noneText:
		'When somebody mentions you, answers you or writes in a discussion that you take part in, it stands here. So do new discussions, documents and colleagues in the network.',
	toThreads: 'Read the discussions',
	noneUnread: 'You have seen it all',
	noneUnreadText: 'What you open is read by itself. If something new comes, the bell counts it.',
	seeAll: 'See all',
	somebody: 'Somebody',
	two: (a, b) => `${a} and ${b}`,
	several: (a, others) => `${a} and ${others} others`,
	posts: (n) => `${n} new posts`,
	mailTitle: 'Mails',
	mailLead:
		'You get a mail at once when somebody speaks to you. The rest we gather, so that you can take it in one go. Of what you have seen in Sluse you never get a mail.',
	general: 'In all projects',
	perProgramme: 'Something else in one project?',
	perProgrammeLead: 'Choose it here. Otherwise what you chose above holds.',
	ownChoices: (n) => `${n} ${plural(n, 'own choice', 'own choices')}`,
	noOwn: 'As in all projects',
	asGeneral: (pace) => (pace ? `As in all projects (${pace.toLowerCase()})` : 'As in all projects'),
	paces: {
		once: 'At once',
		daily: 'Gathered every morning',
		weekly: 'Gathered every Monday',
		never: 'No mail'
	},
	kinds: {
		named: { name: 'Somebody mentions you', hint: "Your name or your municipality's, with @ before it." },
		answered: {
			name: 'Somebody answers you',
			hint: 'Answers to your posts, and posts in discussions you started.'
		},
		followed: {
			name: 'Discussions you follow',
			hint: 'You do when you have written in them or chosen to follow.'
		},
		new: { name: 'New in the project', hint: 'New discussions, documents and colleagues.' }
	},
	mutedTitle: 'Muted discussions',
	mutedHint: 'You get no mails about them. If somebody mentions you, it stands under »New to you«.',
	unmute: 'Unmute',
	unmuted: 'The discussion is not muted any more',
	stopTitle: 'Fewer mails from Sluse',
	stopAsk: {
		thread: (title) => (title ? `No more mails about »${title}«?` : 'No more mails about the discussion?'),
		digest: () => 'No more digests?',
		news: () => 'No more mails about what is new in the projects?'
	},
	stopButton: {
		thread: 'Stop mails about the discussion',
		digest: 'Stop the digest',
		news: 'Stop mails of news'
	},
	stopKeeps: {
		thread:
			'The discussion is muted. If somebody mentions you, it stands under »New to you«, and you can unmute it at any time.',
		digest: 'You still see it in Sluse under »New to you«, and can turn mails on again at any time.',
		news: 'You still see it in Sluse under »New to you«, and can turn mails on again at any time.'
	},
	stopDone: 'Done. You get no more of them.',
	stopAllDone: 'Done. You get no more mails about what happens in Sluse.',
	stopProgramme: (name) => `Stop all mails about ${name}`,
	stopProgrammeDone: (name) => `Mails about ${name} are stopped`,
	stopAll: 'Stop all mails',
	verbs: {
		named: 'mentioned you in',
		organisation: 'mentioned your organisation in',
		answered: 'answered you in',
		opened: 'started the discussion',
		inYours: 'wrote in your discussion',
		followed: 'wrote in',
		documentAdded: 'added a document:',
		documentVersion: 'added a new version of',
		joined: (many) => (many ? 'have been given a seat in' : 'has been given a seat in')
	}
});
