import { locale } from './locale.svelte';

/** A page of plain text: headings with paragraphs. */
export interface TextPage {
	title: string;
	lead: string;
	parts: { title: string; text: string[] }[];
}

/** All plain pages in one language. */
interface Texts {
	accessibility: TextPage;
	privacy: TextPage;
	help: TextPage;
	write: string;
	nobody: string;
}

const da: Texts = {
	accessibility: {
		title: 'Tilgængelighedserklæring',
		lead: 'Sluse skal kunne bruges af alle, også med tastatur, skærmlæser, forstørrelse og kontrasttema.',
		parts: [
			{
				title: 'Hvad vi lever op til',
				text: [
					'Siderne er bygget efter WCAG 2.1 niveau AA og EN 301 549. Hver side og hver tilstand bliver prøvet automatisk, i lyst og mørkt tema, hver gang programmet ændres.',
					'Alt kan gøres med tastaturet. Fokus kan altid ses. Teksten kan forstørres til 400 %, uden at noget går tabt, og bevægelse holdes nede, hvis du har bedt din enhed om det.'
				]
			},
			{
				title: 'Det ved vi ikke endnu',
				text: [
					'En automatisk prøve finder ikke alt. Siderne er endnu ikke gennemgået af mennesker, der bruger skærmlæser til daglig. Finder du noget, der ikke virker for dig, så skriv til os. Vi svarer og retter.'
				]
			},
			{
				title: 'Klag, hvis vi ikke hjælper dig',
				text: [
					'Er du ikke tilfreds med svaret, kan du gå til Digitaliseringsstyrelsen, som fører tilsyn med loven om tilgængelighed af offentlige organers websteder.'
				]
			}
		]
	},
	privacy: {
		title: 'Privatliv',
		lead: 'Her står, hvad Sluse gemmer om dig, hvorfor, og hvad du kan gøre ved det.',
		parts: [
			{
				title: 'Hvad vi gemmer',
				text: [
					'Dit navn, din titel, din e-mail, den organisation du kommer fra, dine pladser i projekter, det du skriver, de filer du lægger op, hvad du har læst, dine valg af mails, og hvor du er logget ind. Det bruges til, at I kan arbejde sammen, og til intet andet.',
					'Er du inviteret, gemmer vi det navn og den e-mail, du er inviteret med. Siger ingen ja, slettes det 30 dage efter, at linket er udløbet.',
					'Kladder og indlæg, der ikke er sendt, ligger kun i din egen browser. De slettes, når du logger ud.'
				]
			},
			{
				title: 'Aldrig om et barn',
				text: [
					'Sluse handler om praksis, ikke om sager. Der må ikke stå noget, der kan føre til et barn eller en familie. Tekster bliver undersøgt for CPR-numre, mens du skriver, og et indlæg med et CPR-nummer kan ikke sendes.'
				]
			},
			{
				title: 'Hvem kan se, hvad du har gjort?',
				text: [
					'Det gemmes, hvem der har logget ind, skrevet, rettet, slettet og hentet noget, og hvem der har set lister med personer, invitationer og dokumenter, der ikke er offentlige. Projektets koordinatorer kan se det, der er sket i projektet. Administratorer kan se det, der ikke hører til et projekt.'
				]
			},
			{
				title: 'Hvor længe',
				text: [
					'Hver nat slettes det, der ikke længere er brug for: forsøg på at logge ind efter et døgn, log ind efter 14 dage uden brug, »Nyt til dig« efter 120 dage, oplysninger om sendte mails efter 30 dage og filer, der ikke blev brugt, efter et døgn. Hvem der gjorde hvad, gemmes i 24 måneder, hvis ikke din installation har valgt et andet tal.',
					'Har du ikke haft en plads i et projekt i 24 måneder, får du en mail og bliver slettet 30 dage efter, hvis du ikke logger ind. Sikkerhedskopier ligger, så længe den, der driver Sluse, har bestemt.'
				]
			},
			{
				title: 'Cookies',
				text: [
					'Vi sætter én cookie, når du logger ind. Den husker, at det er dig, og slettes, når du logger ud. Den følger dig ikke andre steder hen, og der hentes intet fra andre websteder. Derfor spørger vi ikke om lov til cookies.'
				]
			},
			{
				title: 'Dine rettigheder',
				text: [
					'Du kan se og rette dit navn og din titel på din profil, rette og slette det, du har skrevet, og se, hvor du er logget ind. Under »Dine data« i indstillingerne kan du hente en kopi af alt, hvad vi ved om dig, og blive slettet med det samme. Det, du har skrevet, bliver stående som skrevet af »Tidligere medlem«, med den organisation du kom fra.',
					'Kan du ikke logge ind, så skriv til os eller din koordinator, der kan gøre det for dig. Du kan klage til Datatilsynet.'
				]
			}
		]
	},
	help: {
		title: 'Hjælp og kontakt',
		lead: 'Det meste kan I spørge jeres projektkoordinator om. Resten svarer vi på.',
		parts: [
			{
				title: 'Jeg kan ikke logge ind',
				text: [
					'Brug den e-mail, du er inviteret med. Koden kommer inden for et par minutter og virker i et kvarter. Kig i uønsket post. Har du skiftet job, skal din projektkoordinator give pladsen videre til din nye adresse.'
				]
			},
			{
				title: 'Mit indlæg venter på forbindelse',
				text: [
					'Det er gemt i din browser og bliver sendt af sig selv, når du er på nettet igen, også hvis du lukker siden imens. Det bliver aldrig sendt to gange.'
				]
			},
			{
				title: 'Jeg får for mange mails',
				text: [
					'Vælg på din profil, hvad du vil have mail om, eller tryk på linket nederst i en mail. En enkelt drøftelse kan gøres lydløs på dens egen side.'
				]
			},
			{
				title: 'Hvem kan læse det, jeg skriver?',
				text: [
					'Alle med en plads i projektet, medmindre drøftelsen kun er for partnere. Det står øverst i drøftelsen. Ingen uden for projektet kan læse med.'
				]
			}
		]
	},
	write: 'Skriv til os',
	nobody: 'Der er ikke angivet en adresse. Spørg din projektkoordinator.'
};

const en: Texts = {
	accessibility: {
		title: 'Accessibility statement',
		lead: 'Sluse is for everybody, also with a keyboard, a screen reader, magnification and high contrast.',
		parts: [
			{
				title: 'What we meet',
				text: [
					'The pages are built to WCAG 2.1 level AA and EN 301 549. Every page and state is tested automatically, light and dark, whenever the program changes.',
					'Everything can be done with the keyboard. The focus is always visible. Text can be magnified to 400 % without loss, and motion is kept down if you asked your device for it.'
				]
			},
			{
				title: 'What we do not know yet',
				text: [
					'An automatic test does not find everything. The pages have not yet been reviewed by people who use a screen reader every day. If something does not work for you, write to us. We answer and correct it.'
				]
			},
			{
				title: 'Complain if we do not help you',
				text: [
					'If you are not satisfied with the answer, turn to the Danish Agency for Digital Government, which supervises the law on the accessibility of public bodies’ websites.'
				]
			}
		]
	},
	privacy: {
		title: 'Privacy',
		lead: 'What Sluse keeps about you, why, and what you can do about it.',
		parts: [
			{
				title: 'What we keep',
				text: [
					'Your name, title, e-mail, the organisation you come from, your seats in projects, what you write, the files that you send in, what you have read, your choices of mails, and where you are signed in. It is used for your work together and for nothing else.',
					'If you are invited, we keep the name and e-mail that you were invited with. If nobody accepts, it is deleted 30 days after the link expired.',
					'Drafts and posts that are not sent lie only in your own browser. They are deleted when you sign out.'
				]
			},
			{
				title: 'Never about a child',
				text: [
					'Sluse is about practice, not cases. Nothing that could lead to a child or a family may stand here. Texts are looked through for CPR numbers while you write, and a post with one cannot be sent.'
				]
			},
			{
				title: 'Who can see what you did?',
				text: [
					'It is kept who signed in, wrote, changed, deleted and took out something, and who looked at lists of people, invitations and documents that are not public. The project’s coordinators see what happened in the project. Administrators see what belongs to no project.'
				]
			},
			{
				title: 'For how long',
				text: [
					'Every night what is no longer needed is deleted: tries to sign in after a day, sign-ins after 14 days without use, »News for you« after 120 days, what is known of sent mails after 30 days, and files that were not used after a day. Who did what is kept for 24 months, unless your installation has chosen another number.',
					'If you have had no seat in a project for 24 months you get a mail, and are deleted 30 days later if you do not sign in. Backups are kept for as long as whoever runs Sluse has decided.'
				]
			},
			{
				title: 'Cookies',
				text: [
					'We set one cookie when you sign in. It remembers that it is you and is deleted when you sign out. It does not follow you elsewhere, and nothing is fetched from other sites. That is why we do not ask about cookies.'
				]
			},
			{
				title: 'Your rights',
				text: [
					'You can see and correct your name and title on your profile, edit and delete what you wrote, and see where you are signed in. Under »Your data« in the settings you can download a copy of all that we know about you, and be deleted at once. What you wrote stays, as written by »Former member«, with the organisation that you came from.',
					'If you cannot sign in, write to us or to your coordinator, who can do it for you. You can complain to the Danish Data Protection Agency.'
				]
			}
		]
	},
	help: {
		title: 'Help and contact',
		lead: 'Your project coordinator can answer most of it. We answer the rest.',
		parts: [
			{
				title: 'I cannot sign in',
				text: [
					'Use the e-mail you were invited with. The code comes within a few minutes and works for a quarter of an hour. Look in your junk mail. If you changed jobs, your project coordinator must move the seat to your new address.'
				]
			},
			{
				title: 'My post waits for a connection',
				text: [
					'It is kept in your browser and sent by itself when you are online again, also if you close the page meanwhile. It is never sent twice.'
				]
			},
			{
				title: 'I get too many mails',
				text: [
					'Choose on your profile what you want mail about, or press the link at the foot of a mail. A single discussion can be muted on its own page.'
				]
			},
			{
				title: 'Who can read what I write?',
				text: [
					'Everybody with a seat in the project, unless the discussion is for partners only. It says so at the top of the discussion. Nobody outside the project can read it.'
				]
			}
		]
	},
	write: 'Write to us',
	nobody: 'No address is given. Ask your project coordinator.'
};

/** Texts of the plain pages, in the language in use. */
export const pages = {
	get t(): Texts {
		return locale.current === 'en' ? en : da;
	}
};
