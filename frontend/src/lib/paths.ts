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
	profile: '/settings/profile',
	devices: '/settings/devices',
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
