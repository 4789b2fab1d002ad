import { dictionary } from './dictionary';

const words = ['ingen', 'én', 'to', 'tre', 'fire', 'fem', 'seks', 'syv', 'otte', 'ni', 'ti'];
const inWords = (n: number) => words[n] ?? String(n);
const capital = (text: string) => text.charAt(0).toLocaleUpperCase('da-DK') + text.slice(1);

const da = {
	title: 'Netværket',
	lead: (joined: number, all: number) => `${joined} af landets ${all} kommuner.`,
	freeSeats: (n: number) =>
		n === 0
			? 'Alle pladser er optaget.'
			: n === 1
				? 'Én plads er ledig.'
				: `${capital(inWords(n))} pladser er ledige.`,
	freeSeatsHere: (n: number) =>
		n === 0
			? 'Alle jeres pladser er optaget.'
			: n === 1
				? 'Én af jeres pladser er ledig.'
				: `${capital(inWords(n))} af jeres pladser er ledige.`,
	view: 'Korttype',
	map: 'Kort',
	tiles: 'Felter',
	download: 'Hent tabel',
	invitations: 'Invitationer',
	mapLabel: (text: string) => `Danmarkskort. ${text} Listen har de samme oplysninger.`,
	tilesLabel: (text: string) => `Danmark som lige store felter. ${text} Listen har de samme oplysninger.`,
	keys: 'Piletasterne går fra kommune til kommune, Enter viser mere.',
	colours: 'Farver på kortet',
	kinds: {
		owner: 'Ansvarlig styrelse',
		adviser: 'Samarbejdspart',
		partner: 'Partnerskabskommune',
		reference: 'Referencekommune',
		none: 'Ikke med'
	},
	groups: {
		reference: 'Referencekommuner',
		partner: 'Partnerskabskommuner',
		others: 'Styrelse og samarbejdsparter',
		none: 'Ikke med'
	},
	chair: 'Formandskommune',
	you: 'jer',
	sizes: {
		under_30000: 'under 30.000',
		'30000_60000': '30–60.000',
		'60000_100000': '60–100.000',
		'100000_up': 'over 100.000'
	},
	municipality: 'Kommune',
	organisation: 'Organisation',
	role: 'Deltager som',
	region: 'Region',
	inhabitants: 'Indbyggere',
	seats: 'Pladser',
	people: 'Personer',
	placesOf: (n: number, limit: number) => (limit > 0 ? `${n} af ${limit} pladser` : `${n}`),
	noneOf: (n: number) => (n === 1 ? 'Én kommune er ikke med' : `${n} kommuner er ikke med`),
	used: (used: number, total: number) =>
		total > 0 ? `${used} af ${total} pladser er besat` : used === 1 ? '1 person' : `${used} personer`,
	invited: (n: number) => (n === 1 ? '1 er inviteret' : `${n} er inviteret`),
	free: (n: number) => (n === 1 ? '1 ledig plads' : `${n} ledige pladser`),
	find: 'Find en person eller en kommune',
	filters: 'Filtre',
	filtersOn: (n: number) => `Filtre (${n})`,
	all: 'Alle',
	allRegions: 'Hele landet',
	onlyFree: 'Kun ledige pladser',
	size: 'Størrelse',
	clear: 'Vis alle',
	shown: (n: number) => (n === 1 ? '1 passer' : `${n} passer`),
	noMatch: 'Ingen passer på det hele',
	noMatchText: 'Prøv med en del af navnet, eller tag et filter væk.',
	nobody: 'Ingen er med endnu',
	nobodyText:
		'Når en projektkoordinator tager kommuner med i projektet, farves de her, og deres pladser kan besættes.',
	resembles: 'Ligner netværket landet?',
	baseReference: (n: number) =>
		n === 1 ? 'Den ene referencekommune' : `De ${n <= 10 ? inWords(n) : n} referencekommuner`,
	basePartner: (n: number) =>
		n === 1 ? 'Den ene partnerskabskommune' : `De ${n <= 10 ? inWords(n) : n} partnerskabskommuner`,
	line: (base: string) => `${base}. Stregen er så mange, der ville være, hvis de var fordelt som landets 98.`,
	missing: (what: string) => `Ingen endnu fra ${what}.`,
	missingSize: (what: string) => `Ingen endnu med ${what} indbyggere.`,
	asTable: 'Se som tabel',
	inNetwork: 'Netværket',
	inCountry: 'Landet',
	share: (n: number, percent: number) => `${n} (${percent} %)`,
	populationNote: 'Indbyggertal pr. 1. januar 2020 fra Danmarks Statistik.',
	comingRegion: (names: string, name: string, when: string) =>
		`Fra den ${when} er ${names} én region: ${name}.`,
	becomes: (name: string, when: string) => `${name} fra den ${when}`,
	since: 'Med siden',
	cluster: 'Klynge',
	notIn: 'Kommunen er ikke med i projektet.',
	nobodyHere: 'Ingen har fået en plads endnu.',
	freeSeat: 'Ledig plads',
	invitedSeat: 'Inviteret, har ikke svaret endnu',
	invite: 'Invitér',
	inviteTo: (name: string) => `Invitér til ${name}`,
	me: 'Dig',
	roles: { coordinator: 'Projektkoordinator', observer: 'Observatør' },
	publicMap: (partners: number, references: number) =>
		[
			partners > 0 ? `${partners} ${partners === 1 ? 'partnerskabskommune' : 'partnerskabskommuner'}` : '',
			references > 0 ? `${references} ${references === 1 ? 'referencekommune' : 'referencekommuner'}` : ''
		]
			.filter(Boolean)
			.join(' og ') + ' er farvet.'
};

/** Texts of the network page and its map. */
export const network = dictionary(da, {
	title: 'The network',
	lead: (joined, all) => `${joined} of the country's ${all} municipalities.`,
	freeSeats: (n) =>
		n === 0 ? 'All seats are taken.' : n === 1 ? 'One seat is free.' : `${n} seats are free.`,
	freeSeatsHere: (n) =>
		n === 0
			? 'All your seats are taken.'
			: n === 1
				? 'One of your seats is free.'
				: `${n} of your seats are free.`,
	view: 'Kind of map',
	map: 'Map',
	tiles: 'Tiles',
	download: 'Get the table',
	invitations: 'Invitations',
	mapLabel: (text) => `Map of Denmark. ${text} The list has the same.`,
	tilesLabel: (text) => `Denmark as tiles of one size. ${text} The list has the same.`,
	keys: 'Arrow keys go from municipality to municipality, Enter shows more.',
	colours: 'Colours on the map',
	kinds: {
		owner: 'Owner',
		adviser: 'Adviser',
		partner: 'Partner municipality',
		reference: 'Reference municipality',
		none: 'Does not take part'
	},
	groups: {
		reference: 'Reference municipalities',
		partner: 'Partner municipalities',
		others: 'Agency and advisers',
		none: 'Does not take part'
	},
	chair: 'Chair',
	you: 'you',
	sizes: {
		under_30000: 'under 30,000',
		'30000_60000': '30–60,000',
		'60000_100000': '60–100,000',
		'100000_up': 'over 100,000'
	},
	municipality: 'Municipality',
	organisation: 'Organisation',
	role: 'Takes part as',
	region: 'Region',
	inhabitants: 'Population',
	seats: 'Seats',
	people: 'People',
	placesOf: (n, limit) => (limit > 0 ? `${n} of ${limit} places` : `${n}`),
	noneOf: (n) => (n === 1 ? 'One municipality does not take part' : `${n} municipalities do not take part`),
	used: (used, total) =>
		total > 0 ? `${used} of ${total} seats are taken` : used === 1 ? '1 person' : `${used} people`,
	invited: (n) => (n === 1 ? '1 is invited' : `${n} are invited`),
	free: (n) => (n === 1 ? '1 free seat' : `${n} free seats`),
	find: 'Find a person or a municipality',
	filters: 'Filters',
	filtersOn: (n) => `Filters (${n})`,
	all: 'All',
	allRegions: 'The whole country',
	onlyFree: 'Free seats only',
	size: 'Size',
	clear: 'Show all',
	shown: (n) => (n === 1 ? '1 fits' : `${n} fit`),
	noMatch: 'Nothing fits all of that',
	noMatchText: 'Try a part of the name, or take a filter away.',
	nobody: 'Nobody takes part yet',
	nobodyText:
		'When a project coordinator takes municipalities in, they get their colour here, and their seats can be filled.',
	resembles: 'Does the network resemble the country?',
	baseReference: (n) => (n === 1 ? 'The one reference municipality' : `The ${n} reference municipalities`),
	basePartner: (n) => (n === 1 ? 'The one partner municipality' : `The ${n} partner municipalities`),
	line: (base) => `${base}. The line is how many there would be if they were spread as the country's 98.`,
	missing: (what) => `None yet from ${what}.`,
	missingSize: (what) => `None yet with a population ${what}.`,
	asTable: 'See as a table',
	inNetwork: 'The network',
	inCountry: 'The country',
	share: (n, percent) => `${n} (${percent}%)`,
	populationNote: 'Population on 1 January 2020, from Statistics Denmark.',
	comingRegion: (names, name, when) => `From ${when} ${names} are one region: ${name}.`,
	becomes: (name, when) => `${name} from ${when}`,
	since: 'Takes part since',
	cluster: 'Cluster',
	notIn: 'The municipality does not take part in the project.',
	nobodyHere: 'Nobody has a seat yet.',
	freeSeat: 'Free seat',
	invitedSeat: 'Invited, has not answered yet',
	invite: 'Invite',
	inviteTo: (name) => `Invite to ${name}`,
	me: 'You',
	roles: { coordinator: 'Project coordinator', observer: 'Observer' },
	publicMap: (partners, references) =>
		[
			partners > 0 ? `${partners} partner ${partners === 1 ? 'municipality' : 'municipalities'}` : '',
			references > 0 ? `${references} reference ${references === 1 ? 'municipality' : 'municipalities'}` : ''
		]
			.filter(Boolean)
			.join(' and ') + ' have a colour.'
});
