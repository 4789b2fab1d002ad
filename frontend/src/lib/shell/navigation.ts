import { shell } from '$lib/i18n/shell';
import { paths } from '$lib/paths';
import { document, forum, groups, home, person, search } from '$lib/ui/icons';

/** One place of the signed-in part. */
export interface Place {
	href: string;
	label: string;
	icon: string;
	unread?: number;
	/** Only on a phone; a desk has it elsewhere in the frame. */
	phoneOnly?: boolean;
	matches(pathname: string): boolean;
}

/** The places of a programme, in the order of the menu. */
export function navigation(slug: string, unread: number): Place[] {
	const under = (start: string) => (pathname: string) =>
		pathname === start || pathname.startsWith(`${start}/`);
	const t = shell.t;
	const overview: Place = {
		href: paths.overview,
		label: t.overview,
		icon: home,
		matches: under(paths.overview)
	};
	const me: Place = {
		href: paths.profile,
		label: t.me,
		icon: person,
		phoneOnly: true,
		matches: under('/settings')
	};
	if (!slug) return [overview, me];
	return [
		overview,
		{
			href: paths.discussions(slug),
			label: t.discussions,
			icon: forum,
			unread,
			matches: under(paths.discussions(slug))
		},
		{
			href: paths.documents(slug),
			label: t.documents,
			icon: document,
			matches: under(paths.documents(slug))
		},
		{ href: paths.people(slug), label: t.network, icon: groups, matches: under(paths.people(slug)) },
		{
			href: paths.search(slug),
			label: t.search,
			icon: search,
			phoneOnly: true,
			matches: under(paths.search(slug))
		}
	];
}
