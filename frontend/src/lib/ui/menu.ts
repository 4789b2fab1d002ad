/** One line of a menu. */
export interface MenuEntry {
	label: string;
	detail?: string;
	icon?: string;
	href?: string;
	onselect?: () => void;
	/** Of a choice of one: whether it is the chosen one. */
	checked?: boolean;
	danger?: boolean;
	/** A line above it. */
	rule?: boolean;
	lang?: string;
}

interface Box {
	left: number;
	right: number;
	top: number;
	bottom: number;
	width: number;
	height: number;
}

/** Puts a menu under its button (above, where there is no room), inside the window. */
export function place(button: Box, menu: Box, width = innerWidth, height = innerHeight) {
	const left = button.left + menu.width > width - 8 ? button.right - menu.width : button.left;
	const below = button.bottom + 6;
	const top = below + menu.height > height - 8 ? button.top - 6 - menu.height : below;
	return {
		left: Math.max(8, Math.min(left, width - menu.width - 8)),
		top: Math.max(8, Math.min(top, height - menu.height - 8))
	};
}

/** The item a key leads to: arrows, Home, End, or a first letter. */
export function step<T extends { textContent: string | null }>(
	key: string,
	items: T[],
	at: number
): T | undefined {
	if (items.length === 0) return undefined;
	if (key === 'ArrowDown') return items[(at + 1) % items.length];
	if (key === 'ArrowUp') return items[(at - 1 + items.length) % items.length];
	if (key === 'Home') return items[0];
	if (key === 'End') return items[items.length - 1];
	if (key.length !== 1 || key === ' ') return undefined;
	const letter = key.toLocaleLowerCase('da-DK');
	const turned = [...items.slice(at + 1), ...items.slice(0, at + 1)];
	return turned.find((item) => item.textContent?.trim().toLocaleLowerCase('da-DK').startsWith(letter));
}
