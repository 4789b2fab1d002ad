import { call } from '$lib/api/client';

export const listProgrammes = () => call('get', '/api/programmes');
export const getProgramme = (slug: string) => call('get', '/api/programmes/{slug}', { path: { slug } });
/** What an organisation takes part in now, as public pages tell. */
export const listProgrammesOf = (organisation: string) =>
	call('get', '/api/organisations/{id}/programmes', { path: { id: organisation } });
export const listPublications = () => call('get', '/api/publications');

/** Everybody with a seat, or named coordinator. */
export const listPeople = (slug: string) =>
	call('get', '/api/programmes/{slug}/people', {
		path: { slug }
	});

export const listOrganisations = (slug: string) =>
	call('get', '/api/programmes/{slug}/organisations', { path: { slug } });
