/** Leaves the page, and all that the tab knows, for another one. */
export function away(address: string) {
	location.assign(address);
}
