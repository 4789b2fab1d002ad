import { redirect } from '@sveltejs/kit';
import type { Persona } from '$lib/api/types';
import { listPersonas } from '$lib/features/account/api';
import { browserKnowsPasskeys } from '$lib/features/account/webauthn';
import { safeNext } from '$lib/paths';
import { away } from '$lib/session/away';
import { session } from '$lib/session/session.svelte';
import type { PageLoad } from './$types';

export const load: PageLoad = async ({ url }) => {
	const next = safeNext(url.searchParams.get('next'));
	if (await session.peek()) {
		// Straight back to the same page would leave it as the one before had it.
		if (session.other) await away(next);
		redirect(307, next);
	}
	const about = await session.about();
	let personas: Persona[] = [];
	if (about?.demo) personas = (await listPersonas().catch(() => ({ items: [] }))).items;
	const passkeys = (about?.passkeys ?? false) && browserKnowsPasskeys();
	const provider = about?.provider ?? '';
	return {
		next,
		personas,
		passkeys,
		provider,
		trouble: url.searchParams.get('trouble') ?? '',
		organisation: url.searchParams.get('organisation') ?? '',
		expired: url.searchParams.has('expired')
	};
};
