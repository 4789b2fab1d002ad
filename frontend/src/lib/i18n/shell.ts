import { dictionary } from './dictionary';

const da = {
	skip: 'Spring til indhold',
	home: 'Sluse, til forsiden',
	toOverview: 'Sluse, til overblikket',
	demo: 'Demodata – opdigtet.',
	demoMore: 'Personer, praksis og tal er ikke virkelige.',
	demoPublic: 'Prøveudgave.',
	demoPublicMore: 'Her kan du se dig om, uden at noget bliver sendt.',
	demoMail: 'Se de mails, Sluse ville have sendt',
	mainMenu: 'Hovedmenu',
	shortcuts: 'Genveje',
	overview: 'Overblik',
	discussions: 'Drøftelser',
	documents: 'Dokumenter',
	network: 'Netværk',
	search: 'Søg',
	persons: 'Personer',
	me: 'Mig',
	unread: (n: number) => (n === 1 ? '1 ulæst' : `${n} ulæste`),
	switchProgramme: (name: string) => `Skift projekt. Du er i ${name}`,
	administration: 'Administration',
	manageProgramme: 'Ret projektet',
	aboutProgramme: 'Om projektet',
	yourMenu: (name: string) => `${name}: din menu`,
	profile: 'Din profil',
	devices: 'Dine enheder',
	otherLanguage: 'English',
	signOut: 'Log ud',
	signIn: 'Log ind',
	toMine: 'Til dit overblik',
	programmes: 'Projekter',
	handbooks: 'Udgivelser',
	about: 'Sådan foregår det',
	menu: 'Menu',
	contact: 'Hjælp og kontakt',
	accessibility: 'Tilgængelighedserklæring',
	privacy: 'Privatliv',
	footer: 'Om siden',
	leaveTitle: 'Du har noget, der ikke er sendt',
	leaveText: (posts: number, drafts: number) =>
		[
			posts === 1
				? 'Ét indlæg venter på at blive sendt.'
				: posts > 1
					? `${posts} indlæg venter på at blive sendt.`
					: '',
			drafts === 1 ? 'Én kladde er ikke sendt.' : drafts > 1 ? `${drafts} kladder er ikke sendt.` : ''
		]
			.filter(Boolean)
			.join(' ') + ' Logger du ud, bliver det slettet fra denne browser.',
	leaveAnyway: 'Log ud og slet det',
	stay: 'Bliv her',
	noConnection: (since: string) => `Ingen forbindelse siden kl. ${since}. Det, du skriver, bliver gemt.`,
	tryNow: 'Prøv nu',
	notFoundTitle: 'Siden findes ikke her',
	notFoundText:
		'Måske er adressen skrevet forkert, eller siden er flyttet. Måske er den for nogle, du ikke er med i.',
	brokenTitle: 'Noget gik galt hos os',
	brokenText: 'Det er ikke noget, du har gjort. Prøv igen om lidt. Sker det igen, så skriv til os.',
	offlineTitle: 'Vi kan ikke komme i forbindelse med Sluse',
	offlineText: 'Tjek din forbindelse, og prøv igen. Det, du har skrevet, er gemt i denne browser.',
	forbiddenTitle: 'Her har du ikke adgang',
	forbiddenText:
		'Siden er for nogle, du ikke er med i. Mener du, at du burde være det, så skriv til jeres projektkoordinator.',
	tryAgain: 'Prøv igen',
	toFront: 'Til forsiden',
	tellSupport: (id: string) => `Skriver du til os, så nævn nummeret ${id}.`,
	waitsTitle: 'Du er på listen',
	waitsText: 'Indtil din plads begynder, kan du læse om projektet på dets offentlige side.',
	noProgrammeTitle: 'Du er ikke med i et projekt lige nu',
	noProgrammeText:
		'Siger du ja til en invitation, står projektet her. Havde du en plads, er den ophørt eller givet videre, og det, du skrev, står der stadig.'
};

/** Texts of the frame around every page. */
export const shell = dictionary(da, {
	skip: 'Skip to content',
	home: 'Sluse, to the front page',
	toOverview: 'Sluse, to the overview',
	demo: 'Demo data – made up.',
	demoMore: 'People, practice and figures are not real.',
	demoPublic: 'Demo.',
	demoPublicMore: 'Look around; nothing is sent from here.',
	demoMail: 'See the mails Sluse would have sent',
	mainMenu: 'Main menu',
	shortcuts: 'Shortcuts',
	overview: 'Overview',
	discussions: 'Discussions',
	documents: 'Documents',
	network: 'Network',
	search: 'Search',
	persons: 'People',
	me: 'Me',
	unread: (n) => `${n} unread`,
	switchProgramme: (name) => `Change project. You are in ${name}`,
	administration: 'Administration',
	manageProgramme: 'Edit the project',
	aboutProgramme: 'About the project',
	yourMenu: (name) => `${name}: your menu`,
	profile: 'Your profile',
	devices: 'Your devices',
	otherLanguage: 'Dansk',
	signOut: 'Sign out',
	signIn: 'Sign in',
	toMine: 'To your overview',
	programmes: 'Projects',
	handbooks: 'Publications',
	about: 'How it works',
	menu: 'Menu',
	contact: 'Help and contact',
	accessibility: 'Accessibility statement',
	privacy: 'Privacy',
	footer: 'About this site',
	leaveTitle: 'You have something that is not sent',
	leaveText: (posts, drafts) =>
		[
			posts === 1
				? 'One post is waiting to be sent.'
				: posts > 1
					? `${posts} posts are waiting to be sent.`
					: '',
			drafts === 1 ? 'One draft is not sent.' : drafts > 1 ? `${drafts} drafts are not sent.` : ''
		]
			.filter(Boolean)
			.join(' ') + ' If you sign out, it is deleted from this browser.',
	leaveAnyway: 'Sign out and delete it',
	stay: 'Stay here',
	noConnection: (since) => `No connection since ${since}. What you write is kept.`,
	tryNow: 'Try now',
	notFoundTitle: 'There is no such page here',
	notFoundText:
		'Perhaps the address is misspelt, or the page has moved. Perhaps it is for people you are not among.',
	brokenTitle: 'Something went wrong on our side',
	brokenText: 'It is nothing you did. Try again in a moment. If it happens again, write to us.',
	offlineTitle: 'We cannot reach Sluse',
	offlineText: 'Check your connection and try again. What you have written is kept in this browser.',
	forbiddenTitle: 'You have no access here',
	forbiddenText:
		'The page is for people you are not among. If you think you should be, write to your project coordinator.',
	tryAgain: 'Try again',
	toFront: 'To the front page',
	tellSupport: (id) => `If you write to us, mention the number ${id}.`,
	waitsTitle: 'You are on the list',
	waitsText: 'Until your seat begins you can read about the project on its public page.',
	noProgrammeTitle: 'You are not in a project just now',
	noProgrammeText:
		'When you say yes to an invitation, the project stands here. If you had a seat, it has ended or been handed over, and what you wrote is still there.'
});
