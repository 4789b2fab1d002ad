import { discussion } from '$lib/i18n/discussion';

const gatherMs = 2_500;

/** Tells a screen reader what came, gathered, so that a lively thread does not shout. */
export class Herald {
	said = $state('');
	#names: string[] = [];
	#timer: ReturnType<typeof setTimeout> | undefined;

	/** A post came from somebody. */
	tell(name: string) {
		this.#names.push(name);
		this.#timer ??= setTimeout(() => {
			this.#timer = undefined;
			const names = this.#names;
			this.#names = [];
			const one = names.length === 1 && names[0];
			this.said = one ? discussion.t.newFrom(one) : discussion.t.newPlain(names.length);
		}, gatherMs);
	}

	stop() {
		clearTimeout(this.#timer);
	}
}
