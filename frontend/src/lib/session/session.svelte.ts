import { goto } from '$app/navigation';
import { onExpired } from '$lib/api/client';
import { ApiFault } from '$lib/api/fault';
import type { Installation, Me, Membership } from '$lib/api/types';
import { getInstallation, getMe, signOut as endSession } from '$lib/features/account/api';
import { isLocale, locale } from '$lib/i18n/locale.svelte';
import { paths } from '$lib/paths';

const hintKey = 'sluse.signed-in';
const programmeKey = 'sluse.programme';

/** Who is signed in, in which installation, and in which programme they stand. */
class Session {
	me = $state<Me | null>(null);
	installation = $state<Installation | null>(null);
	/** Slug of the programme that was looked at last. */
	programme = $state('');
	/** Who was here last in this tab. */
	#was = '';
	/** I am signing out myself. */
	#goes = false;
	#leaving = new Set<(person: string, forget: boolean) => void>();

	/** Asks the server who I am; null when signed out. */
	async load(): Promise<Me | null> {
		if (this.me) return this.me;
		try {
			this.enter(await getMe());
		} catch (thrown) {
			if (!(thrown instanceof ApiFault) || thrown.kind !== 'unauthenticated') throw thrown;
			remember(hintKey, null);
			this.me = null;
		}
		return this.me;
	}

	/** On public pages: asks only where this browser was signed in before. */
	async peek(): Promise<Me | null> {
		if (this.me || !recall(hintKey)) return this.me;
		try {
			return await this.load();
		} catch {
			return null;
		}
	}

	/** What this installation is; asked once. */
	async about(): Promise<Installation | null> {
		try {
			this.installation ??= await getInstallation();
		} catch {
			return null;
		}
		return this.installation;
	}

	/** Takes over a fresh answer about me. */
	enter(me: Me) {
		this.me = me;
		remember(hintKey, me.id);
		if (isLocale(me.locale)) locale.set(me.locale);
		if (!this.membership(this.programme)) this.stand(recall(programmeKey) ?? '');
	}

	/** My membership in a programme. */
	membership(slug: string): Membership | undefined {
		return this.me?.memberships?.find((m) => m.programmeSlug === slug);
	}

	/** The membership I look at now. */
	get current(): Membership | undefined {
		return this.membership(this.programme) ?? this.me?.memberships?.[0];
	}

	/** Goes and stands in a programme, if it is mine; else in the first that runs. */
	stand(slug: string) {
		const mine = this.me?.memberships ?? [];
		const found =
			mine.find((m) => m.programmeSlug === slug) ?? mine.find((m) => m.state === 'running') ?? mine[0];
		this.programme = found?.programmeSlug ?? '';
		if (found) remember(programmeKey, found.programmeSlug);
	}

	/** Somebody else is here than whom this tab has shown: nothing of theirs may stay in it. */
	get other(): boolean {
		return this.#was !== '' && this.me !== null && this.me.id !== this.#was;
	}

	/** Nobody else has signed in since, in another tab of this browser. */
	get mine(): boolean {
		const last = recall(hintKey);
		return !this.me || last === null || last === this.me.id;
	}

	/** The server no longer knows this session. Drafts and unsent posts stay in this browser. */
	expire() {
		if (!this.me || this.#goes) return;
		this.#leave();
		const here = location.pathname + location.search;
		void goto(`${paths.signIn(here)}&expired=1`);
	}

	/** Is told when I am here no longer; with `forget` also what was kept in this browser goes. */
	onleave(handler: (person: string, forget: boolean) => void): () => void {
		this.#leaving.add(handler);
		return () => this.#leaving.delete(handler);
	}

	/** Signs out, and forgets what was kept in this browser. */
	async signOut() {
		// The connection ends before the answer is here.
		this.#goes = true;
		try {
			await endSession();
		} finally {
			this.#goes = false;
		}
		this.#leave(true);
		remember(hintKey, null);
		await goto(paths.home);
	}

	#leave(forget = false) {
		const person = this.me?.id;
		this.me = null;
		this.#was = person ?? this.#was;
		if (person) for (const handler of this.#leaving) handler(person, forget);
	}
}

function recall(key: string): string | null {
	try {
		return localStorage.getItem(key);
	} catch {
		return null;
	}
}

function remember(key: string, value: string | null) {
	try {
		if (value === null) localStorage.removeItem(key);
		else localStorage.setItem(key, value);
	} catch {
		// Without storage we ask the server each time.
	}
}

export const session = new Session();
onExpired(
	() => session.expire(),
	() => session.mine
);
if (typeof addEventListener === 'function')
	addEventListener('storage', (event) => {
		if (event.key === hintKey && !session.mine) session.expire();
	});
