import { call } from '$lib/api/client';

export const listProgrammes = () => call('get', '/api/programmes');
export const getProgramme = (slug: string) => call('get', '/api/programmes/{slug}', { path: { slug } });
export const listPublications = () => call('get', '/api/publications');

/** Everybody with a seat, or named coordinator. */
export const listPeople = (slug: string) =>
	call('get', '/api/programmes/{slug}/people', {
		path: { slug }
	});

export const listOrganisations = (slug: string) =>
	call('get', '/api/programmes/{slug}/organisations', { path: { slug } });
