import { updateMe } from '$lib/features/account/api';
import { locale, type Locale } from '$lib/i18n/locale.svelte';
import { session } from './session.svelte';

/** Switches the language at once, and remembers it with the person when one is signed in. */
export async function speak(next: Locale) {
	locale.set(next);
	if (!session.me) return;
	try {
		session.enter(await updateMe({ locale: next }));
	} catch {
		// The page already speaks it; the server will be told the next time it is chosen.
		locale.set(next);
	}
}

/** The language that is not spoken now. */
export function otherLocale(): Locale {
	return locale.current === 'da' ? 'en' : 'da';
}
