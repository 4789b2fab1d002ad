/** Shapes of the server's answers. */

export interface Person {
	id: string;
	name: string;
	title: string;
	organisationId: string;
	organisation: string;
}

export interface Organisation {
	id: string;
	name: string;
	short: string;
	kind: string;
	municipalityCode?: string;
}

export type Role = 'coordinator' | 'partner' | 'reference' | 'observer';

export interface Membership {
	programmeId: string;
	programmeSlug: string;
	programmeName: string;
	programmeShort: string;
	role: Role;
	organisationId: string;
	organisation: string;
	fictional: boolean;
	state: ProgrammeState;
}

export interface MailWishes {
	answers: boolean;
	mentions: boolean;
}

export interface Me {
	id: string;
	name: string;
	email: string;
	title: string;
	locale: string;
	administrator: boolean;
	demo: boolean;
	memberships: Membership[];
	mailWishes: MailWishes;
}

export interface Session {
	id: string;
	current: boolean;
	createdAt: string;
	lastSeenAt: string;
	device: string;
	browser: string;
}

export interface Persona {
	key: string;
	name: string;
	title: string;
	organisation: string;
	role: Role | '';
	programme: string;
}

export interface DemoMail {
	id: string;
	to: string;
	subject: string;
	text: string;
	html: string;
	at: string;
	headers?: Record<string, string>;
}

export interface Installation {
	demo: boolean;
	name: string;
	supportEmail: string;
	supportName: string;
	version: string;
}

export type ProgrammeState = 'running' | 'finished' | 'recruiting';

export interface ProgrammeSummary {
	id: string;
	slug: string;
	name: string;
	shortName: string;
	aliases: string[];
	fictional: boolean;
	state: ProgrammeState;
	starts: string;
	/** The last day; empty where it is open. */
	ends: string;
	summary: string;
	fields: string[];
	partners: number;
	references: number;
}

export interface Participation {
	organisationId: string;
	kind: 'owner' | 'adviser' | 'partner' | 'reference';
	chair: boolean;
	cluster: string;
	region: string;
	starts: string;
	ends: string;
}

export interface Element {
	id: string;
	name: string;
	text: string;
}

export interface Contact {
	name: string;
	title: string;
	/** What to ask this contact about. */
	role: string;
	email: string;
	phone: string;
}

export interface CallFacts {
	published: string;
	/** The last day, until midnight in Denmark. */
	deadline: string;
	limit: number;
	seats: number;
	length: string;
	requirement: string;
	questions: string[];
	meetings: string[];
	gives: string[];
}

export interface ProgrammePage extends ProgrammeSummary {
	purpose: string;
	background: string;
	targetGroup: string;
	outcome: string;
	network: string;
	funding: string;
	periods: { name: string; starts: string; ends: string }[];
	participations: Participation[];
	organisations: Record<string, Organisation>;
	coreElements: Element[];
	prerequisites: Element[];
	contacts: Contact[];
	callFacts?: CallFacts;
	seatLimit: number;
	referenceLimit: number;
	updatedAt: string;
}

export interface Publication {
	id: string;
	slug: string;
	title: string;
	year: number;
	summary: string;
	audience: string;
	basis: string;
	forms: string;
	contents: string[];
	updatedAt: string;
}

export interface DirectoryPerson extends Person {
	role: Role;
	seat: string;
}

export interface OrganisationSeats extends Organisation {
	participation: Participation['kind'];
	chair: boolean;
	cluster: string;
	region: string;
	population: number;
	sizeClass: string;
	seatsUsed: number;
	/** 0 where there is no limit. */
	seatsTotal: number;
}

export interface Mentionable {
	kind: 'person' | 'organisation';
	id: string;
	name: string;
	detail: string;
}

export type ReactionKind = 'same' | 'question' | 'thanks' | 'agree';

export type Follow = 'default' | 'following' | 'muted';
export type Audience = 'members' | 'partners';

/** A thread as everybody who may read it sees it. */
export interface ThreadCore {
	id: string;
	programmeId: string;
	subjectType: string;
	subjectId: string;
	anchor?: string;
	title: string;
	audience: Audience;
	state: 'open' | 'closed';
	createdAt: string;
	createdBy: string;
	closedAt?: string;
	closedBy?: string;
	lastPostAt: string;
	lastPostBy: string;
	postCount: number;
	/** Place of the newest post. */
	lastSeq: number;
	rev: number;
}

/** What I may do in a thread; what may be done to a post follows from it and from who wrote the post. */
export interface May {
	post: boolean;
	moderate: boolean;
	pin: boolean;
	close: boolean;
	rename: boolean;
	narrow: boolean;
}

/** A thread as I see it. */
export interface Thread extends ThreadCore {
	unread: number;
	/** One of the unread posts names me. */
	mentioned: boolean;
	follow: Follow;
	may: May;
}

export interface Quote {
	postId: string;
	authorId: string;
	text: string;
}

export interface Reaction {
	kind: ReactionKind;
	people: string[];
}

export interface Post {
	id: string;
	threadId: string;
	/** Its place in the thread: larger is later. */
	seq: number;
	authorId: string;
	/** Made by the writer's client, which recognises its own post by it. */
	clientId: string;
	/** As written; empty once deleted. */
	text: string;
	/** Sanitised by the server: safe to show. */
	html: string;
	quote?: Quote;
	mentions: Mention[];
	/** Those that somebody gave, in their fixed order. */
	reactions: Reaction[];
	createdAt: string;
	editedAt?: string;
	deletedAt?: string;
	deletedBy?: string;
	deletedReason?: string;
	pinned: boolean;
	/** Counts the versions of the text. */
	rev: number;
}

export interface Mention {
	kind: string;
	id: string;
	name: string;
}

export type People = Record<string, Person>;
export type Organisations = Record<string, Organisation>;

export interface ThreadList {
	items: Thread[];
	next: string;
	people: People;
	organisations: Organisations;
}

export interface PostPage {
	items: Post[];
	people: People;
	organisations: Organisations;
	/** Cursor of the older posts; empty when there are none. */
	next: string;
	/** Cursor of the newer posts; empty when there are none. */
	newer: string;
	/** The topic's seq that this page is as new as: subscribe after it. */
	seq: number;
	/** The last post that I had read. */
	readUpTo?: string;
	firstUnread?: string;
}

export interface PostVersion {
	text: string;
	html?: string;
	at: string;
	authorId?: string;
	[key: string]: unknown;
}

export interface CprFinding {
	start: number;
	end: number;
	masked: string;
	confidence: string;
}

export interface SearchHit {
	threadId: string;
	threadTitle: string;
	postId: string;
	authorId: string;
	at: string;
	snippet: { text: string; hit: boolean }[];
}

export interface OverviewTask {
	id: string;
	kind: string;
	icon?: string;
	titleCode: string;
	params?: Record<string, unknown>;
	due?: string | null;
	minutes?: number | null;
	href: string;
	action?: string;
}

export interface OverviewNews {
	id: string;
	verb: string;
	actorId: string;
	at: string;
	href: string;
	titleCode: string;
	params?: Record<string, unknown>;
	excerpt?: string | null;
}

export interface Overview {
	tasks: OverviewTask[];
	news: OverviewNews[];
	since: string;
	unreadThreads: Thread[];
	people: People;
	organisations: Organisations;
	seats: unknown;
}
