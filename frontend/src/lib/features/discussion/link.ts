import { discussion } from '$lib/i18n/discussion';
import { toasts } from '$lib/ui/toasts.svelte';

/** Copies words that somebody wrote, and says so. */
export async function copyText(text: string) {
	try {
		await navigator.clipboard.writeText(text);
		toasts.add(discussion.t.textCopied);
	} catch {
		toasts.add(discussion.t.copyTextFailed);
	}
}

/** Copies an address of ours as a whole one, and says so. */
export async function copyLink(path: string) {
	try {
		await navigator.clipboard.writeText(new URL(path, location.origin).href);
		toasts.add(discussion.t.copied);
	} catch {
		toasts.add(discussion.t.copyFailed);
	}
}
