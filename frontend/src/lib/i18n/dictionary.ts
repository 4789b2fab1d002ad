import { locale } from './locale.svelte';

/** The same keys with the same parameters, in another language. */
export type Translation<T> = {
	[K in keyof T]: T[K] extends (...args: infer A) => string
		? (...args: A) => string
		: T[K] extends string
			? string
			: Translation<T[K]>;
};

/** A feature's texts; `t` is the current language's, and changes with it. */
export interface Dictionary<T> {
	readonly t: Translation<T>;
	readonly da: Translation<T>;
	readonly en: Translation<T>;
}

/**
 * Binds the Danish and the English texts of one feature together. The English ones are typed by
 * the Danish ones, so that a missing key or parameter does not compile.
 */
export function dictionary<T extends object>(da: T, en: Translation<T>): Dictionary<T> {
	return {
		da: da as Translation<T>,
		en,
		get t() {
			return locale.current === 'en' ? en : (da as Translation<T>);
		}
	};
}

/** 'one' for 1, else 'other'; both languages have the same two forms. */
export function plural(count: number, one: string, other: string): string {
	return count === 1 ? one : other;
}
