import { call } from '$lib/api/client';
import type { components } from '$lib/api/schema';

type Schemas = components['schemas'];

export type AdministeredProgramme = Schemas['AdministeredView'];
export type Appointed = Schemas['AppointedView'];
export type KnownPerson = Schemas['KnownPerson'];
export type ManagedParticipation = Schemas['ManagedParticipation'];
export type ParticipationKind = ManagedParticipation['kind'];
export type ProgrammeText = Omit<Schemas['ProgrammeText'], '$schema'>;
export type ProgrammeTextChange = Omit<Schemas['ProgrammeTextChange'], '$schema'>;
export type NamedPerson = Omit<Schemas['NamedPerson'], '$schema'>;
export type SeatRole = 'partner' | 'reference' | 'observer';
export type OrganisationKind = 'agency' | 'consultancy' | 'university_college' | 'other';

export const listAdministered = () => call('get', '/api/administered-programmes');
export const createProgramme = (body: {
	slug: string;
	name: string;
	shortName: string;
	starts: string;
	ends: string;
	seatLimit: number;
	referenceLimit: number;
}) => call('post', '/api/programmes', { body });

export const listCoordinators = (slug: string) =>
	call('get', '/api/programmes/{slug}/coordinators', { path: { slug } });
export const nameCoordinator = (slug: string, body: NamedPerson) =>
	call('post', '/api/programmes/{slug}/coordinators', { path: { slug }, body });

export const getText = (slug: string) => call('get', '/api/programmes/{slug}/text', { path: { slug } });
export const changeText = (slug: string, body: ProgrammeTextChange) =>
	call('patch', '/api/programmes/{slug}/text', { path: { slug }, body });

export const listParticipations = (slug: string) =>
	call('get', '/api/programmes/{slug}/participations', { path: { slug } });
export const addParticipation = (
	slug: string,
	body: {
		organisationId: string;
		kind: ParticipationKind;
		chair: boolean;
		cluster: string;
		starts: string;
		ends: string;
	}
) => call('post', '/api/programmes/{slug}/participations', { path: { slug }, body });
export const changeParticipation = (
	id: string,
	body: { kind: ParticipationKind; chair: boolean; cluster: string; starts: string; ends: string }
) => call('patch', '/api/participations/{id}', { path: { id }, body });
export const endParticipation = (id: string, last: string) =>
	call('post', '/api/participations/{id}/ending', { path: { id }, body: { last } });

export const listSeats = (slug: string) => call('get', '/api/programmes/{slug}/seats', { path: { slug } });
export const giveSeat = (slug: string, body: NamedPerson & { role: SeatRole }) =>
	call('post', '/api/programmes/{slug}/seats', { path: { slug }, body });
export const endSeat = (id: string, last: string) =>
	call('post', '/api/seats/{id}/ending', { path: { id }, body: { last } });

export const listOrganisations = () => call('get', '/api/organisations');
export const addOrganisation = (body: { name: string; short: string; kind: OrganisationKind }) =>
	call('post', '/api/organisations', { body });

export const listPeople = (q: string, cursor = '') => call('get', '/api/people', { query: { q, cursor } });
export const disablePerson = (id: string) => call('put', '/api/people/{id}/disablement', { path: { id } });
export const enablePerson = (id: string) => call('delete', '/api/people/{id}/disablement', { path: { id } });
