import { need } from '$lib/api/loading';
import { listProgrammes, listPublications } from '$lib/features/programme/api';

export const load = async () => {
	const [programmes, publications] = await need(Promise.all([listProgrammes(), listPublications()]));
	return {
		programmes: programmes.items ?? [],
		publications: publications.items ?? [],
		fictional: (programmes.items ?? []).some((p) => p.fictional)
	};
};
