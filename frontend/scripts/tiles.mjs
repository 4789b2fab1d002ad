// Gives each municipality a tile of its own in a grid, as near as can be to where it lies.

/** The cheapest way to give every row a column of its own (the Hungarian method). */
export function cheapest(cost) {
	const [n, m] = [cost.length, cost[0].length];
	const u = new Array(n + 1).fill(0);
	const v = new Array(m + 1).fill(0);
	const taken = new Array(m + 1).fill(0);
	const way = new Array(m + 1).fill(0);
	for (let i = 1; i <= n; i++) {
		taken[0] = i;
		let column = 0;
		const least = new Array(m + 1).fill(Infinity);
		const used = new Array(m + 1).fill(false);
		do {
			used[column] = true;
			const row = taken[column];
			let [delta, next] = [Infinity, 0];
			for (let j = 1; j <= m; j++) {
				if (used[j]) continue;
				const reduced = cost[row - 1][j - 1] - u[row] - v[j];
				if (reduced < least[j]) [least[j], way[j]] = [reduced, column];
				if (least[j] < delta) [delta, next] = [least[j], j];
			}
			for (let j = 0; j <= m; j++) {
				if (used[j]) {
					u[taken[j]] += delta;
					v[j] -= delta;
				} else least[j] -= delta;
			}
			column = next;
		} while (taken[column] !== 0);
		do {
			const previous = way[column];
			taken[column] = taken[previous];
			column = previous;
		} while (column);
	}
	const given = new Array(n).fill(-1);
	for (let j = 1; j <= m; j++) if (taken[j]) given[taken[j] - 1] = j - 1;
	return given;
}

/** Even ranks between 0 and 1: what is crowded on the ground gets room. */
function spread(places, key) {
	const sorted = [...places].sort((a, b) => key(a) - key(b));
	return new Map(sorted.map((p, i) => [p.code, i / (places.length - 1)]));
}

/** Column and row of each place's tile, from 0. */
export function assign(places, columns, rows) {
	const [xs, ys] = [places.map((p) => p.middle[0]), places.map((p) => p.middle[1])];
	const [left, right, top, bottom] = [Math.min(...xs), Math.max(...xs), Math.min(...ys), Math.max(...ys)];
	const [acrossRank, downRank] = [spread(places, (p) => p.middle[0]), spread(places, (p) => p.middle[1])];
	const cells = [];
	for (let row = 0; row < rows; row++)
		for (let column = 0; column < columns; column++) cells.push([column, row]);
	// The fuller the grid, the more the order counts and the less the distance on the ground.
	const full = places.length / cells.length;
	const cost = places.map((p) => {
		const across = (1 - full) * ((p.middle[0] - left) / (right - left)) + full * acrossRank.get(p.code);
		const down = (1 - full) * ((p.middle[1] - top) / (bottom - top)) + full * downRank.get(p.code);
		return cells.map(
			([column, row]) => (column - across * (columns - 1)) ** 2 + (row - down * (rows - 1)) ** 2
		);
	});
	const given = cheapest(cost);
	return new Map(places.map((p, i) => [p.code, cells[given[i]]]));
}
