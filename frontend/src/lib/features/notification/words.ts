import type { People } from '$lib/api/types';
import { notification } from '$lib/i18n/notification';
import type { InboxItem } from './api';

/** What happened, between who did it and what it is about. */
export function happened(item: InboxItem): string {
	const t = notification.t;
	const many = item.actors.length > 1;
	if (item.verb === 'thread.opened') return t.verbs.opened;
	if (item.verb === 'document.added') return t.verbs.documentAdded;
	if (item.verb === 'document.version_added') return t.verbs.documentVersion;
	if (item.verb === 'member.joined') return t.verbs.joined(many);
	return t.verbs[item.reason === 'new' ? 'followed' : item.reason === 'opened' ? 'inYours' : item.reason];
}

/** 'Mette Dahl, Roskilde' · 'Mette Dahl og Karim Saleh' · 'Mette Dahl og 3 andre'. */
export function whoOf(item: InboxItem, people: People): string {
	const [first, second] = item.actors;
	const name = (id: string | undefined) => (id && people[id]?.name) || notification.t.somebody;
	const others = item.actors.length - 1;
	if (others === 1) return notification.t.two(name(first), name(second));
	if (others > 1) return notification.t.several(name(first), others);
	const organisation = first && people[first]?.organisation;
	return organisation ? `${name(first)}, ${organisation},` : name(first);
}
