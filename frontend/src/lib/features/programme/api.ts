import { call } from '$lib/api/client';
import type {
	DirectoryPerson,
	Organisations,
	OrganisationSeats,
	ProgrammePage,
	ProgrammeSummary,
	Publication
} from '$lib/api/types';

export const listProgrammes = () => call<{ items: ProgrammeSummary[] }>('get', '/api/programmes');
export const getProgramme = (slug: string) =>
	call<ProgrammePage>('get', '/api/programmes/{slug}', { path: { slug } });
export const listPublications = () => call<{ items: Publication[] }>('get', '/api/publications');

/** Everybody with a seat, or named coordinator. */
export const listPeople = (slug: string) =>
	call<{ items: DirectoryPerson[]; organisations: Organisations }>('get', '/api/programmes/{slug}/people', {
		path: { slug }
	});

export const listOrganisations = (slug: string) =>
	call<{ items: OrganisationSeats[] }>('get', '/api/programmes/{slug}/organisations', { path: { slug } });
