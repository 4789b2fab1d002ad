/** A piece of a text; one with an address is a link. */
export interface Piece {
	text: string;
	href?: string;
}

/** Finds the addresses in a plain text. A link to ourselves stays on the address one came by. */
export function linked(text: string): Piece[] {
	const pieces: Piece[] = [];
	let at = 0;
	for (const match of text.matchAll(/https?:\/\/[^\s<>"]+[^\s<>".,;:!?)]/g)) {
		if (match.index > at) pieces.push({ text: text.slice(at, match.index) });
		pieces.push({ text: match[0], href: match[0] });
		at = match.index + match[0].length;
	}
	if (at < text.length) pieces.push({ text: text.slice(at) });
	return pieces;
}
