/** Where the 98 lie in the picture and among the tiles. */
import { rows } from './shapes';

export type Point = readonly [x: number, y: number];

export interface Shape {
	code: string;
	letters: string;
	outline: string;
	middle: Point;
	left: number;
	top: number;
	right: number;
	bottom: number;
	/** Column and row, from 1, where there is room for eleven tiles beside each other. */
	wide: Point;
	/** Column and row, from 1, where there is room for six. */
	narrow: Point;
}

export const shapes: Shape[] = rows.map(([code, letters, n, outline]) => {
	const [x = 0, y = 0, left = 0, top = 0, right = 0, bottom = 0, wc = 0, wr = 0, nc = 0, nr = 0] = n;
	return {
		code,
		letters,
		outline,
		middle: [x, y],
		left,
		top,
		right,
		bottom,
		wide: [wc + 1, wr + 1],
		narrow: [nc + 1, nr + 1]
	};
});

export const shapeOf: ReadonlyMap<string, Shape> = new Map(shapes.map((s) => [s.code, s]));

const directions: Record<string, Point> = {
	ArrowUp: [0, -1],
	ArrowDown: [0, 1],
	ArrowLeft: [-1, 0],
	ArrowRight: [1, 0]
};

/** Whether a key moves about in the picture. */
export function isDirection(key: string): boolean {
	return key in directions;
}

/** The nearest in a key's direction; what lies aside counts as farther. The same one at the edge. */
export function towards(from: string, key: string, points: ReadonlyMap<string, Point>): string {
	const here = points.get(from);
	const direction = directions[key];
	if (!here || !direction) return from;
	let [best, least] = [from, Infinity];
	for (const [code, there] of points) {
		const [dx, dy] = [there[0] - here[0], there[1] - here[1]];
		const ahead = dx * direction[0] + dy * direction[1];
		const aside = Math.abs(dx * direction[1]) + Math.abs(dy * direction[0]);
		const far = ahead + 2 * aside;
		if (ahead > 0 && aside <= ahead * 2 && far < least) [best, least] = [code, far];
	}
	return best;
}

/** The one whose middle is nearest to a point, if it is near enough. */
export function nearest(x: number, y: number, within: number): string | undefined {
	let [best, least]: [string | undefined, number] = [undefined, within];
	for (const shape of shapes) {
		const far = Math.hypot(shape.middle[0] - x, shape.middle[1] - y);
		if (far <= least) [best, least] = [shape.code, far];
	}
	return best;
}

/** A name written on the map. */
export interface Label {
	code: string;
	text: string;
	x: number;
	y: number;
	anchor: 'start' | 'middle' | 'end';
}

interface Box {
	left: number;
	right: number;
	top: number;
	bottom: number;
}

const overlap = (a: Box, b: Box) =>
	a.left < b.right && b.left < a.right && a.top < b.bottom && b.top < a.bottom;

/**
 * Writes names beside their municipalities: under, over, right or left, where no other name stands
 * and the picture does not end. A name that finds no room is left out; the list has it.
 */
export function label(names: { code: string; text: string }[], height: number, width: number): Label[] {
	const taken: Box[] = [];
	const placed: Label[] = [];
	for (const { code, text } of names) {
		const s = shapeOf.get(code);
		if (!s) continue;
		const [long, high] = [text.length * height * 0.58, height * 1.15];
		const [cx, cy] = [(s.left + s.right) / 2, (s.top + s.bottom) / 2];
		const tries: (Box & { anchor: Label['anchor'] })[] = [
			{ anchor: 'middle', left: cx - long / 2, right: cx + long / 2, top: s.bottom, bottom: s.bottom + high },
			{ anchor: 'middle', left: cx - long / 2, right: cx + long / 2, top: s.top - high, bottom: s.top },
			{
				anchor: 'start',
				left: s.right + 6,
				right: s.right + 6 + long,
				top: cy - high / 2,
				bottom: cy + high / 2
			},
			{ anchor: 'end', left: s.left - 6 - long, right: s.left - 6, top: cy - high / 2, bottom: cy + high / 2 }
		];
		const free = tries.find(
			(t) => t.left >= 0 && t.right <= width && t.top >= 0 && !taken.some((b) => overlap(b, t))
		);
		if (!free) continue;
		taken.push(free);
		const x = free.anchor === 'start' ? free.left : free.anchor === 'end' ? free.right : cx;
		placed.push({ code, text, x, y: free.bottom - high * 0.25, anchor: free.anchor });
	}
	return placed;
}
