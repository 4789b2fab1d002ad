import type { ReactionKind } from '$lib/api/types';

/** The reactions, in the order they are shown. */
export const reactionKinds: ReactionKind[] = ['same', 'question', 'thanks', 'agree'];
