import { invalidate } from '$app/navigation';
import { navigating } from '$app/state';
import { untrack } from 'svelte';

/**
 * Fetches anew what a page shows, because somebody else changed it. Not while its reader is on the way
 * to another page: SvelteKit would take that as a change of mind, and their click would come to nothing.
 */
export async function refresh(what: string) {
	if (untrack(() => navigating.to) === null) await invalidate(what);
}
