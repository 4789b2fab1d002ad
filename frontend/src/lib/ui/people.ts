/** How people and organisations are shown as small round and square marks. */

/** 'Signe Lauritsen' is SL; 'Bo' is B. */
export function initials(name: string): string {
	const words = name.trim().split(/\s+/).filter(Boolean);
	const first = words[0]?.charAt(0) ?? '';
	const last = words.length > 1 ? (words[words.length - 1]?.charAt(0) ?? '') : '';
	return (first + last).toLocaleUpperCase('da-DK');
}

/** One of six colours, always the same for the same person. */
export function colour(id: string): number {
	let sum = 0;
	for (const char of id) sum = (sum * 31 + (char.codePointAt(0) ?? 0)) >>> 0;
	return (sum % 6) + 1;
}

/** 'Thisted Kommune' is Th. */
export function tileText(name: string): string {
	return name.trim().slice(0, 2);
}
