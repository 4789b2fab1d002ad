import type { Membership } from '$lib/api/types';
import { live } from '$lib/live/live.svelte';
import type { EventFrame, Subscription } from '$lib/live/socket';

/** How long changes gather before the network is fetched again, in ms. */
const gatherMs = 150;

/** Whether an event changes who takes part, holds a seat, or is invited to one. */
export function aboutNetwork(verb: string): boolean {
	return verb === 'programme.changed' || /^(member|seat|invitation)\./.test(verb);
}

/**
 * Tells when the network of a programme has changed, by whoever; returns what ends it. The topics of the
 * programme and of oneself are listened to already; invitations are a coordinator's.
 */
export function watchNetwork(
	membership: Membership | undefined,
	me: string,
	changed: () => void
): () => void {
	if (!membership) return () => undefined;
	let timer: ReturnType<typeof setTimeout> | undefined;
	let sub: Subscription | undefined;
	const soon = () => {
		timer ??= setTimeout(() => {
			timer = undefined;
			changed();
		}, gatherMs);
	};
	const follower = {
		event: (frame: EventFrame) => {
			if (aboutNetwork(frame.verb)) soon();
		},
		reset: soon
	};
	const listen = () => {
		sub = live.subscribe(`invitations:${membership.programmeId}`, -1, {
			event: soon,
			reset: () => {
				live.unsubscribe(sub);
				listen();
				soon();
			}
		});
	};
	if (membership.role === 'coordinator') listen();
	const ends = [
		live.follow(`programme:${membership.programmeId}`, follower),
		live.follow(`person:${me}`, follower),
		live.onreturn(soon)
	];
	return () => {
		clearTimeout(timer);
		live.unsubscribe(sub);
		for (const end of ends) end();
	};
}
