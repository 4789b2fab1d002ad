import { need } from '$lib/api/loading';
import { listPublications } from '$lib/features/programme/api';

export const load = async () => ({ publications: (await need(listPublications())).items ?? [] });
