import { asFault } from '$lib/api/fault';
import { checkPasted, type Pasted, type Role, type Room } from './api';
import { troubleWords } from './words';

/** How long one has stopped writing before the list is read. */
const restMs = 300;

/** Reads a pasted list while it is written; the server does, so that it is read in one way only. */
export class Paste {
	lines = $state.raw<Pasted[]>([]);
	room = $state.raw<Room | null>(null);
	busy = $state(false);
	trouble = $state('');
	#timer: ReturnType<typeof setTimeout> | undefined;
	#asked: AbortController | undefined;
	#waiting: (() => void)[] = [];

	/** Reads the text once its writer rests; an older answer never overtakes a newer one. */
	read(slug: string, organisation: string, role: Role, text: string) {
		clearTimeout(this.#timer);
		this.#asked?.abort();
		if (!organisation) {
			this.lines = [];
			this.room = null;
			this.#rest();
			return;
		}
		this.busy = true;
		this.#timer = setTimeout(() => void this.#ask(slug, organisation, role, text), restMs);
	}

	async #ask(slug: string, organisation: string, role: Role, text: string) {
		const asked = (this.#asked = new AbortController());
		try {
			const answer = await checkPasted(slug, organisation, role, text, asked.signal);
			if (asked.signal.aborted) return;
			this.lines = answer.items;
			this.room = answer.room;
			this.trouble = '';
		} catch (thrown) {
			if (asked.signal.aborted) return;
			this.trouble = troubleWords(asFault(thrown));
		}
		this.#rest();
	}

	/** Resolves once what is written has been read, or could not be. */
	settled(): Promise<void> {
		return this.busy ? new Promise((done) => this.#waiting.push(done)) : Promise.resolve();
	}

	#rest() {
		this.busy = false;
		for (const done of this.#waiting.splice(0)) done();
	}

	stop() {
		clearTimeout(this.#timer);
		this.#asked?.abort();
	}
}
