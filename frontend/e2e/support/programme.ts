import { randomUUID } from 'node:crypto';
import type { Api } from './api';
import type { Seat, Who } from './test';

/** A project that no other test knows, with a coordinator of its own. */
export interface Own {
	slug: string;
	name: string;
	coordinator: Seat;
	/** The coordinator's organisation. */
	agency: string;
}

interface Made {
	id: string;
}

/** Has an administrator make a project and name its coordinator. */
export async function ownProgramme(sit: (who: Who) => Promise<Seat>, title: string): Promise<Own> {
	const { email, ...made } = await makeProgramme((await sit('administrator')).api, title);
	return { ...made, coordinator: await sit(email as Who) };
}

/** The same by an administrator's hand, for whoever then signs in with the coordinator's address. */
export async function makeProgramme(api: Api, title: string) {
	const mark = randomUUID().slice(0, 8);
	const slug = `projekt-${mark}`;
	const name = `${title} ${mark}`;
	await api.call('POST', '/programmes', {
		slug,
		name,
		shortName: `Projekt ${mark}`,
		starts: '2026-01-01',
		seatLimit: 3,
		referenceLimit: 2
	});
	const { id: agency } = await api.call<Made>('POST', '/organisations', {
		name: `Styrelsen ${mark}`,
		short: `Styrelsen ${mark}`,
		kind: 'agency'
	});
	const email = `koordinator.${mark}@styrelsen.example`;
	await api.call('POST', `/programmes/${slug}/coordinators`, {
		email,
		name: 'Kim Koordinator',
		organisationId: agency
	});
	return { slug, name, agency, email };
}

/** The id of one of the 98 municipalities as an organisation. */
export async function municipality(seat: Seat, name: string): Promise<string> {
	const { items } = await seat.api.call<{ items: { id: string; name: string }[] }>('GET', '/organisations');
	const found = items.find((o) => o.name === name);
	if (!found) throw new Error(`no ${name}`);
	return found.id;
}

/** Today in Denmark and some days on, as the server and as people write it. */
export function inDays(days: number): { iso: string; danish: string } {
	const at = new Date(Date.now() + days * 86_400_000);
	const iso = new Intl.DateTimeFormat('en-CA', { timeZone: 'Europe/Copenhagen' }).format(at);
	return { iso, danish: iso.split('-').reverse().join('-') };
}
