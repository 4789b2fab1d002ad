/**
 * The interface's language. Signed in it follows the person's own choice (me.locale);
 * signed out it is remembered in this browser.
 */
export type Locale = 'da' | 'en';

const key = 'sluse.locale';

class CurrentLocale {
	#value = $state<Locale>('da');

	/** The language in use now. */
	get current(): Locale {
		return this.#value;
	}

	/** Switches at once, everywhere, and remembers it in this browser. */
	set(next: Locale) {
		this.#value = next;
		if (typeof document !== 'undefined') document.documentElement.lang = next;
		try {
			localStorage.setItem(key, next);
		} catch {
			// A browser that stores nothing still shows the language until it is closed.
		}
	}

	/** Reads what this browser remembers; Danish when it remembers nothing. */
	restore() {
		let stored: string | null;
		try {
			stored = localStorage.getItem(key);
		} catch {
			stored = null;
		}
		this.set(isLocale(stored) ? stored : 'da');
	}
}

/** Says whether a text names one of our languages. */
export function isLocale(value: unknown): value is Locale {
	return value === 'da' || value === 'en';
}

export const locale = new CurrentLocale();
