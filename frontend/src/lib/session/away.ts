/** Leaves the page, and all that the tab knows, for another one; nothing happens after it. */
export function away(address: string): Promise<never> {
	location.assign(address);
	return new Promise(() => undefined);
}
