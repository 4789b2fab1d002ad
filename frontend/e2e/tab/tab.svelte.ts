/**
 * A tab without a window: the application's own thread page, but for its markup, against the server in
 * SLUSE_TAB_URL. It looks at a thread, writes in it, and says on standard output, one JSON value a line,
 * what is shown. `make torture` runs it beside its own readers.
 *
 * It is told on standard input to `rest`, and then, when nothing waits to be sent any more, for the `whole` of
 * the thread as a reader has it who goes up to the first post.
 */
import { onrefused } from './browser';
import { getMe } from '$lib/features/account/api';
import { waiting } from '$lib/features/discussion/posts';
import { Room } from '$lib/features/discussion/room.svelte';
import { asFault } from '$lib/api/fault';
import type { Post } from '$lib/api/types';
import { live } from '$lib/live/live.svelte';
import { outgoing } from '$lib/session/outgoing.svelte';

const writeEveryMs = 700;
const againMs = 100;

const me = process.env.SLUSE_TAB_PERSON ?? '';
const thread = process.env.SLUSE_TAB_THREAD ?? '';
const room = new Room(thread, me);
const shown = new Set<string>();
const sent = new Set<string>();

function say(what: object, then?: () => void) {
	process.stdout.write(`${JSON.stringify(what)}\n`, then);
}

/** Looks over what a person would see now: posts in order, none twice, and of mine none both sent and waiting. */
function look(posts: Post[]) {
	const seen = new Set<string>();
	const written = new Set<string>();
	let before = -1;
	for (const post of posts) {
		if (seen.has(post.id)) say({ wrong: `post ${post.id} is shown twice` });
		if (post.clientId && written.has(post.clientId))
			say({ wrong: `what was written once is shown twice: ${post.id}` });
		if (post.seq <= before) say({ wrong: `post ${post.id} stands above its place` });
		seen.add(post.id);
		if (post.clientId) written.add(post.clientId);
		before = post.seq;
		if (!shown.has(post.id)) say({ shown: post.id });
		shown.add(post.id);
		if (post.authorId === me) taken(post.id);
	}
	for (const mine of waiting(outgoing.list(thread), posts))
		if (mine.state === 'failed') say({ wrong: `a post was refused: ${mine.code}` });
}

/** The server has it: its answer says so, or that I see it, where the answer was lost. */
function taken(post: string) {
	if (!sent.has(post)) say({ sent: post });
	sent.add(post);
}

/** Several connections came to nothing: the application asks whether it is still signed in. */
async function ask() {
	try {
		await getMe();
	} catch (thrown) {
		if (asFault(thrown).kind === 'unauthenticated') say({ wrong: 'was signed out' });
	}
}

/** Goes up to the first post. Whoever does not get on there tries again. */
async function whole(): Promise<string[]> {
	while (room.older) {
		await room
			.loadOlder(async (change) => change())
			.catch(() => new Promise((again) => setTimeout(again, againMs)));
	}
	return room.posts.map((post) => post.id);
}

let reloads = 0;
let returns = -1; // the first time is no return
let writing = true;

function rest() {
	writing = false;
	const again = setInterval(() => {
		if (outgoing.list(thread).length > 0) return;
		clearInterval(again);
		say({ resting: true });
	}, againMs);
}

async function told(word: string) {
	if (word === 'rest') rest();
	if (word !== 'whole') return;
	// A long word is on its way for a while.
	say({ whole: await whole(), returns }, () => process.exit(0));
}

/** Writes a post, and the next in a while. */
function write(number: number) {
	if (!writing) return;
	setTimeout(() => write(number + 1), writeEveryMs);
	outgoing.add({
		clientId: crypto.randomUUID(),
		threadId: thread,
		text: `Skrevet i en fane, nr. ${number}. Vi følger op hver fjortende dag.`,
		at: new Date().toISOString()
	});
}

onrefused((refused) => say({ refused }));
live.onreturn(() => (returns += 1));
live.start({ onexpired: () => say({ wrong: 'the session ended' }), onrefused: () => void ask() });
live.follow(`thread:${thread}`, { event: () => undefined, reset: () => say({ reloads: (reloads += 1) }) });
outgoing.open(me);
outgoing.onarrived((post) => taken(post.id));
await room.open();
if (room.status !== 'ready') {
	say({ wrong: `the thread did not open: ${room.fault?.code}` });
	process.exit(1);
}
$effect.root(() => {
	$effect(() => look(room.posts));
	$effect(() => {
		if (room.status === 'denied') say({ wrong: 'was denied the thread' });
	});
});
write(0);
let words = '';
process.stdin.setEncoding('utf8').on('data', (text: string) => {
	const lines = (words + text).split('\n');
	words = lines.pop() ?? '';
	for (const line of lines) void told(line);
});
process.stdin.on('end', () => process.exit(0));
say({ ready: true });
