import { call } from '$lib/api/client';

export const listMunicipalities = () => call('get', '/api/municipalities');

/** Where the network lies as a file for a spreadsheet. */
export const tableAddress = (slug: string) => `/api/programmes/${encodeURIComponent(slug)}/network.csv`;
