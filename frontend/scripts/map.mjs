// Writes src/lib/features/network/shapes.ts: the 98 municipalities as small outlines and as tiles.
//
// The outlines are those of the npm package react-denmark-map (MIT); we take its data only, by the
// official codes, for it spells some names differently. The curves become straight lines, points
// that nobody would miss at the size of a page are left out, and so are islands of a few pixels.
// Bornholm, far off in the east, stands in a box in the empty sea.
import { readFileSync, writeFileSync } from 'node:fs';
import { execFileSync } from 'node:child_process';
import { assign } from './tiles.mjs';

const width = 1000; // units of the picture; integers keep the paths short
const sourceWidth = 10116;
const tolerance = 2.2; // units that a line may be off
const smallestIsland = 26; // square units
const box = { x: 770, y: 40, width: 150, height: 160 };
const bornholm = '0400';

/** Names at the size of a tile, where the first three letters would be shared with another. */
const short = {
	'0101': 'Kbh',
	'0147': 'Frb',
	'0153': 'Brb',
	'0169': 'HTå',
	'0190': 'Fur',
	'0210': 'Fbg',
	'0217': 'Hel',
	'0219': 'Hil',
	'0230': 'Rud',
	'0250': 'Fss',
	'0329': 'Rin',
	'0390': 'Vor',
	'0480': 'Nfy',
	'0482': 'Lan',
	'0607': 'Fra',
	'0630': 'Vej',
	'0575': 'Vjn',
	'0657': 'Her',
	'0163': 'Hlv',
	'0661': 'Hol',
	'0316': 'Hbk',
	'0707': 'Ndj',
	'0760': 'R-S',
	'0813': 'Frh',
	'0820': 'Vhl',
	'0330': 'Sla',
	'0740': 'Sil',
	'0746': 'Skb',
	'0779': 'Ski',
	'0376': 'Gul'
};

function outlines() {
	const source = readFileSync(
		new URL('../node_modules/react-denmark-map/dist/esm/index.js', import.meta.url),
		'utf8'
	);
	const found = new Map();
	for (const [text] of source.matchAll(/\{[^{}]*?code:"\d+"[^{}]*?\}/g)) {
		const code = /code:"(\d+)"/.exec(text)[1].padStart(4, '0');
		if (Number(code) < 1000) found.set(code, /[,{]d:"([^"]*)"/.exec(text)[1]);
	}
	return found;
}

function municipalities() {
	const file = new URL('../../internal/domain/programme/municipalities.csv', import.meta.url);
	const [, ...rows] = readFileSync(file, 'utf8').trim().split('\n');
	return rows.map((row) => {
		const [code, name, , , lat, lon] = row.split(',');
		return { code, name, lat: Number(lat), lon: Number(lon) };
	});
}

/** The rings of a path; the package writes M, m, c, l, C, L and Z only. */
function rings(d) {
	const tokens = d.match(/[A-Za-z]|-?\d*\.?\d+(?:e-?\d+)?/g);
	const all = [];
	let ring = [];
	let [x, y, command, at] = [0, 0, '', 0];
	const close = () => {
		if (ring.length > 2) all.push(ring);
		ring = [];
	};
	const next = () => Number(tokens[at++]);
	while (at < tokens.length) {
		if (/[A-Za-z]/.test(tokens[at])) command = tokens[at++];
		const [ox, oy] = command === command.toLowerCase() ? [x, y] : [0, 0];
		switch (command.toLowerCase()) {
			case 'z':
				if (ring.length) [x, y] = ring[0];
				close();
				break;
			case 'm':
				close();
				[x, y] = [ox + next(), oy + next()];
				ring.push([x, y]);
				command = command === 'm' ? 'l' : 'L';
				break;
			case 'l':
				[x, y] = [ox + next(), oy + next()];
				ring.push([x, y]);
				break;
			case 'c': {
				const p = [x, y, ox + next(), oy + next(), ox + next(), oy + next(), ox + next(), oy + next()];
				for (let step = 1; step <= 4; step++) ring.push(bezier(p, step / 4));
				[x, y] = [p[6], p[7]];
				break;
			}
			default:
				throw new Error(`path command ${command}`);
		}
	}
	close();
	return all;
}

function bezier([x0, y0, x1, y1, x2, y2, x3, y3], t) {
	const [a, b, c, e] = [(1 - t) ** 3, 3 * t * (1 - t) ** 2, 3 * t * t * (1 - t), t ** 3];
	return [a * x0 + b * x1 + c * x2 + e * x3, a * y0 + b * y1 + c * y2 + e * y3];
}

/** Leaves out the points that are nearer than the tolerance to the line between those that stay. */
function simplify(points) {
	if (points.length < 3) return points;
	const [first, last] = [points[0], points.at(-1)];
	const [dx, dy] = [last[0] - first[0], last[1] - first[1]];
	const length = Math.hypot(dx, dy);
	let [worst, at] = [0, 0];
	for (let i = 1; i < points.length - 1; i++) {
		const [px, py] = [points[i][0] - first[0], points[i][1] - first[1]];
		const off = length ? Math.abs(px * dy - py * dx) / length : Math.hypot(px, py);
		if (off > worst) [worst, at] = [off, i];
	}
	if (worst <= tolerance) return [first, last];
	return [...simplify(points.slice(0, at + 1)).slice(0, -1), ...simplify(points.slice(at))];
}

/** A ring has no ends: it is cut at its two points that are far apart. */
function simplifyRing(ring) {
	const far = ring.reduce(
		(best, p, i) => (distance(p, ring[0]) > distance(ring[best], ring[0]) ? i : best),
		0
	);
	const there = simplify(ring.slice(0, far + 1));
	const back = simplify([...ring.slice(far), ring[0]]);
	return [...there.slice(0, -1), ...back.slice(0, -1)];
}

const distance = (a, b) => Math.hypot(a[0] - b[0], a[1] - b[1]);

function area(ring) {
	let sum = 0;
	for (let i = 0; i < ring.length; i++) {
		const [a, b] = [ring[i], ring[(i + 1) % ring.length]];
		sum += a[0] * b[1] - b[0] * a[1];
	}
	return Math.abs(sum) / 2;
}

function bounds(points) {
	const [xs, ys] = [points.map((p) => p[0]), points.map((p) => p[1])];
	return { x: Math.min(...xs), y: Math.min(...ys), right: Math.max(...xs), bottom: Math.max(...ys) };
}

/** Relative integers: each step from the point as rounded, so that errors do not add up. */
function path(all) {
	let [x, y] = [0, 0];
	let d = '';
	for (const ring of all) {
		const points = ring.map((p) => p.map(Math.round));
		points.forEach(([px, py], i) => {
			if (i && px === x && py === y) return;
			const pair = `${px - x}${py - y < 0 ? '' : ' '}${py - y}`;
			d += i === 0 ? `m${pair}` : d.endsWith('l') || pair.startsWith('-') ? pair : ` ${pair}`;
			if (i === 0) d += 'l';
			[x, y] = [px, py];
		});
		d += 'z';
		[x, y] = points[0];
	}
	return d;
}

/** The middle of the largest piece, where a finger would point. */
function middle(ring) {
	const b = bounds(ring);
	let best = [(b.x + b.right) / 2, (b.y + b.bottom) / 2];
	let room = -1;
	for (let i = 1; i < 12; i++) {
		for (let j = 1; j < 12; j++) {
			const p = [b.x + ((b.right - b.x) * i) / 12, b.y + ((b.bottom - b.y) * j) / 12];
			const free = inside(p, ring) ? Math.min(...ring.map((q) => distance(p, q))) : -1;
			if (free > room) [best, room] = [p, free];
		}
	}
	return best.map(Math.round);
}

function inside([x, y], ring) {
	let is = false;
	for (let i = 0, j = ring.length - 1; i < ring.length; j = i++) {
		const [[xi, yi], [xj, yj]] = [ring[i], ring[j]];
		if (yi > y !== yj > y && x < ((xj - xi) * (y - yi)) / (yj - yi) + xi) is = !is;
	}
	return is;
}

function shapeOf(code, d) {
	const scale = width / sourceWidth;
	let all = rings(d).map((ring) => ring.map(([x, y]) => [x * scale, y * scale]));
	if (code === bornholm) {
		const b = bounds(all.flat());
		const [dx, dy] = [
			box.x + box.width / 2 - (b.x + b.right) / 2,
			box.y + box.height / 2 - (b.y + b.bottom) / 2
		];
		all = all.map((ring) => ring.map(([x, y]) => [x + dx, y + dy]));
	}
	all.sort((a, b) => area(b) - area(a));
	const kept = all.filter((ring, i) => i === 0 || area(ring) >= smallestIsland).map(simplifyRing);
	return { kept, d: path(kept), middle: middle(kept[0]), bounds: bounds(kept.flat()) };
}

const list = municipalities();
const source = outlines();
const shapes = new Map(
	list.map(({ code, name }) => {
		const d = source.get(code);
		if (!d) throw new Error(`${code} ${name}: no outline`);
		return [code, shapeOf(code, d)];
	})
);
const everything = bounds([...shapes.values()].flatMap((s) => s.kept.flat()));
const height = Math.ceil(everything.bottom) + 8;

const places = list.map((m) => ({ ...m, middle: shapes.get(m.code).middle }));
const wide = assign(places, 11, 14);
const narrow = assign(places, 6, 18);
const letters = new Set();
const rows = list.map(({ code, name }) => {
	const shape = shapes.get(code);
	const text = short[code] ?? name.slice(0, 3);
	if (letters.has(text)) throw new Error(`${name}: ${text} is taken`);
	letters.add(text);
	const b = [shape.bounds.x, shape.bounds.y, shape.bounds.right, shape.bounds.bottom].map(Math.round);
	const numbers = [...shape.middle, ...b, ...wide.get(code), ...narrow.get(code)];
	return `\t['${code}', '${text}', [${numbers.join(', ')}], '${shape.d}']`;
});

const file = new URL('../src/lib/features/network/shapes.ts', import.meta.url);
writeFileSync(
	file,
	`// Written by scripts/map.mjs. Outlines from react-denmark-map (MIT, © 2022 Martin Polley), simplified.

/** The picture's own size. */
export const size = { width: ${Math.ceil(everything.right) + 8}, height: ${height} };

/** Bornholm's frame in the empty sea. */
export const frame = ${JSON.stringify(box)};

/**
 * Official code; letters of its tile; middle x y, bounds left top right bottom, column and row of
 * its tile where there is room for eleven and where there is room for six; outline.
 */
export const rows: [code: string, letters: string, numbers: number[], outline: string][] = [
${rows.join(',\n')}
];
`
);
execFileSync('npx', ['prettier', '--log-level=warn', '--write', file.pathname], { stdio: 'inherit' });
