/** Takes the files that are pasted into an element or dropped on it; class 'over' while they hang above it. */
export function takesFiles(take: (files: File[]) => void) {
	return (node: HTMLElement) => {
		// Moving over a part of the element leaves and enters again; only the last leave counts.
		let depth = 0;
		const carries = (event: DragEvent) => event.dataTransfer?.types.includes('Files') ?? false;
		const show = () => node.classList.toggle('over', depth > 0);
		const handlers: {
			[K in 'paste' | 'dragenter' | 'dragleave' | 'dragover' | 'drop']: (
				event: HTMLElementEventMap[K]
			) => void;
		} = {
			paste(event) {
				const files = [...(event.clipboardData?.files ?? [])];
				// A table from a spreadsheet comes as text and as a picture of it: the text is meant.
				if (files.length === 0 || event.clipboardData?.types.includes('text/plain')) return;
				event.preventDefault();
				take(files);
			},
			dragenter(event) {
				if (!carries(event)) return;
				depth += 1;
				show();
			},
			dragleave() {
				depth = Math.max(0, depth - 1);
				show();
			},
			dragover(event) {
				if (carries(event)) event.preventDefault();
			},
			drop(event) {
				if (!carries(event)) return;
				event.preventDefault();
				depth = 0;
				show();
				take([...(event.dataTransfer?.files ?? [])]);
			}
		};
		const all = Object.entries(handlers) as [string, EventListener][];
		// A file that misses must not replace the page.
		const missed = (event: DragEvent) => carries(event) && event.preventDefault();
		for (const [name, handler] of all) node.addEventListener(name, handler);
		addEventListener('dragover', missed);
		addEventListener('drop', missed);
		return () => {
			for (const [name, handler] of all) node.removeEventListener(name, handler);
			removeEventListener('dragover', missed);
			removeEventListener('drop', missed);
		};
	};
}
