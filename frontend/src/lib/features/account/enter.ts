import { goto } from '$app/navigation';
import type { Me } from '$lib/api/types';
import { session } from '$lib/session/session.svelte';

/** I am in: goes on to where I was going. */
export async function enter(me: Me, next: string) {
	session.enter(me);
	await goto(next, { replaceState: true, invalidateAll: true });
}
