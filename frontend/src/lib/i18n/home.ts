import { dictionary } from './dictionary';

const da = {
	belongs: (organisation: string) => `Din mailadresse hører til ${organisation}.`,
	inviteOnly:
		'Du kommer med, når nogen inviterer dig. Det kan en kollega, der er med som partner eller reference, og projektkoordinatoren.',
	takesPart: (organisation: string) => `${organisation} er med her`,
	takesPartIn: 'Spørg en kollega, der er med, eller skriv til projektets kontakt.',
	none: (organisation: string) => `${organisation} er ikke med i et åbent projekt lige nu.`,
	seeAll: 'Se alle projekter',
	as: {
		owner: 'ansvarlig styrelse',
		adviser: 'samarbejdspart',
		partner: 'partnerskabskommune',
		reference: 'referencekommune'
	},
	help: (email: string) => `Går det ikke, så skriv til ${email}.`,
	elsewhere: (home: string, invited: string) =>
		`Din mailadresse hører til ${home}, men pladsen er hos ${invited}. Du kan godt sige ja. Er det en fejl, så skriv til den, der inviterede dig.`,
	elsewhereNote: (home: string) => `Adressen hører til ${home}`,
	elsewherePreview: (n: number) =>
		n === 1
			? 'Én adresse hører til en anden organisation end pladsen. Du kan godt sende, hvis det er rigtigt.'
			: `${n} adresser hører til en anden organisation end pladsen. Du kan godt sende, hvis det er rigtigt.`
};

/** Texts of the organisation that a mail domain belongs to. */
export const home = dictionary(da, {
	belongs: (organisation) => `Your mail address belongs to ${organisation}.`,
	inviteOnly:
		'You come in when somebody invites you. A colleague who takes part as partner or reference can, and so can the project coordinator.',
	takesPart: (organisation) => `${organisation} takes part here`,
	takesPartIn: 'Ask a colleague who takes part, or write to the contact of the project.',
	none: (organisation) => `${organisation} takes part in no public project just now.`,
	seeAll: 'See all projects',
	as: {
		owner: 'owner',
		adviser: 'adviser',
		partner: 'partner municipality',
		reference: 'reference municipality'
	},
	help: (email) => `If that does not help, write to ${email}.`,
	elsewhere: (home, invited) =>
		`Your mail address belongs to ${home}, but the seat is at ${invited}. You can say yes all the same. If it is a mistake, write to whoever invited you.`,
	elsewhereNote: (home) => `The address belongs to ${home}`,
	elsewherePreview: (n) =>
		n === 1
			? 'One address belongs to another organisation than the seat. You can send all the same, if that is right.'
			: `${n} addresses belong to another organisation than the seat. You can send all the same, if that is right.`
});
