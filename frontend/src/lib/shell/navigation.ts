import { shell } from '$lib/i18n/shell';
import { paths } from '$lib/paths';
import { checklist, document, forum, groups, home, person, persons, search } from '$lib/ui/icons';

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

type Under = (start: string) => (pathname: string) => boolean;

/** What an administrator who is in no programme comes for. */
function administration(under: Under): Place[] {
	const people = under(paths.adminPeople);
	return [
		{
			href: paths.admin,
			label: shell.t.programmes,
			icon: checklist,
			matches: (pathname) => under(paths.admin)(pathname) && !people(pathname)
		},
		{ href: paths.adminPeople, label: shell.t.persons, icon: persons, matches: people }
	];
}

/** The places of a programme, in the order of the menu; without one, those of an administrator. */
export function navigation(slug: string, unread: number, administrator: boolean): Place[] {
	const under: Under = (start) => (pathname) => pathname === start || pathname.startsWith(`${start}/`);
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
	if (!slug) return administrator ? [overview, ...administration(under), me] : [overview, me];
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
