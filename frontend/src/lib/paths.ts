/** Addresses of the pages. */
export const paths = {
	home: '/',
	overview: '/overview',
	programme: (slug: string) => `/programmes/${slug}`,
	publications: '/publications',
	discussions: (slug: string) => `/p/${slug}/discussions`,
	newThread: (slug: string) => `/p/${slug}/discussions/new`,
	thread: (slug: string, id: string) => `/p/${slug}/discussions/${id}`,
	post: (slug: string, thread: string, post: string) => `/p/${slug}/discussions/${thread}?post=${post}`,
	search: (slug: string) => `/p/${slug}/search`,
	people: (slug: string) => `/p/${slug}/people`,
	documents: (slug: string) => `/p/${slug}/documents`,
	admin: '/admin',
	newProgramme: '/admin/new',
	adminPeople: '/admin/people',
	adminTrail: '/admin/trail',
	adminRetention: '/admin/retention',
	adminMails: '/admin/mails',
	programmeAdmin: (slug: string, part = '') => `/p/${slug}/admin${part ? `?part=${part}` : ''}`,
	programmeParticipants: (slug: string) => `/p/${slug}/admin/participants`,
	programmeCoordinators: (slug: string) => `/p/${slug}/admin/coordinators`,
	programmePrivacy: (slug: string) => `/p/${slug}/admin/privacy`,
	inbox: '/inbox',
	invitations: (slug: string) => `/p/${slug}/invitations`,
	/** To invite, to an organisation's seats where one is known. */
	newInvitation: (slug: string, organisation = '', role = '') =>
		`/p/${slug}/invitations/new${organisation ? `?organisation=${organisation}&role=${role}` : ''}`,
	seats: (slug: string) => `/p/${slug}/invitations/seats`,
	profile: '/settings/profile',
	mail: '/settings/mail',
	devices: '/settings/devices',
	data: '/settings/data',
	accessibility: '/accessibility',
	privacy: '/privacy',
	help: '/help',
	demoMail: '/demo/mail',
	signIn: (next?: string) => (next ? `/sign-in?next=${encodeURIComponent(next)}` : '/sign-in')
};

/** Only an address of our own may be gone on to after signing in. */
export function safeNext(next: string | null): string {
	if (!next || !next.startsWith('/') || next.startsWith('//') || next.includes('\\')) return paths.overview;
	return next.startsWith('/sign-in') ? paths.overview : next;
}
