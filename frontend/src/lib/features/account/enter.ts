import { goto } from '$app/navigation';
import type { Me } from '$lib/api/types';
import { paths, safeNext } from '$lib/paths';
import { session } from '$lib/session/session.svelte';

/** I am in: goes on to where I was going. */
export async function enter(me: Me & { next?: string }, next: string) {
	session.enter(me);
	const asked = next === paths.overview && me.next ? safeNext(me.next) : next;
	await goto(asked, { replaceState: true, invalidateAll: true });
}
