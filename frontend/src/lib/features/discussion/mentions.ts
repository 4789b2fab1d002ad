import type { Mention } from '$lib/api/types';

/**
 * The server keeps a mention as @[Name](person:ID). Nobody should have to see that while writing:
 * in the field it reads @Name, and the names that were chosen are kept beside the text.
 */
export interface Written {
	text: string;
	mentions: Mention[];
}

const markup = /@\[([^\]\n]+)\]\((person|organisation):([^)\s]+)\)/g;

/** From what the server keeps to what one writes in. */
export function toWritten(kept: string): Written {
	const mentions: Mention[] = [];
	const text = kept.replace(markup, (_all, name: string, kind: string, id: string) => {
		if (!mentions.some((m) => m.id === id && m.name === name)) mentions.push({ kind, id, name });
		return `@${name}`;
	});
	return { text, mentions };
}

/** From what one wrote to what the server keeps. A name that was changed is a name no more. */
export function toKept({ text, mentions }: Written): string {
	if (mentions.length === 0) return text;
	const longestFirst = [...mentions].sort((a, b) => b.name.length - a.name.length);
	const names = longestFirst.map((m) => m.name.replace(/[.*+?^${}()|[\]\\]/g, '\\$&'));
	const pattern = new RegExp(`(^|[^\\p{L}\\p{N}@])@(${names.join('|')})(?![\\p{L}\\p{N}])`, 'gu');
	return text.replace(pattern, (all, before: string, name: string) => {
		const found = longestFirst.find((m) => m.name === name);
		return found ? `${before}@[${name}](${found.kind}:${found.id})` : all;
	});
}

/** What is being written after an @ just before the caret. */
export interface Asked {
	/** Where the @ stands. */
	start: number;
	query: string;
}

/** Says whether the caret stands in a name that is being written. */
export function askedAt(text: string, caret: number): Asked | undefined {
	const before = text.slice(0, caret);
	const match = /(?:^|[\s(»"'])@([\p{L}\p{N}.-]*(?: [\p{L}\p{N}.-]+)?)$/u.exec(before);
	if (!match) return undefined;
	const query = match[1] ?? '';
	return { start: caret - query.length - 1, query };
}

/** Puts a chosen name where it was asked for; tells where the caret goes. */
export function insertName(text: string, asked: Asked, caret: number, name: string) {
	const after = text.slice(caret);
	const space = after.startsWith(' ') ? '' : ' ';
	const inserted = `@${name}${space}`;
	return {
		text: text.slice(0, asked.start) + inserted + after,
		caret: asked.start + inserted.length + (space ? 0 : 1)
	};
}
