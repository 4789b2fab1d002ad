import { asFault } from '$lib/api/fault';
import { discussion } from '$lib/i18n/discussion';
import { faultText } from '$lib/i18n/fault';
import { toasts } from '$lib/ui/toasts.svelte';
import { closeThread, reopenThread } from './api';
import type { Room } from './room.svelte';

/** Closes the thread, or opens it again; either can be undone at once. */
export async function closing(room: Room) {
	const thread = room.thread;
	if (!thread) return;
	const open = thread.state === 'open';
	try {
		room.setThread(await (open ? closeThread(thread.id) : reopenThread(thread.id)));
		toasts.add(open ? discussion.t.closedToast : discussion.t.reopenedToast);
	} catch (thrown) {
		toasts.add(faultText(asFault(thrown)));
	}
}
