/** Short messages about what was just done; they go by themselves. */
export interface Toast {
	id: number;
	text: string;
	action?: { label: string; run: () => void };
}

const visibleMs = 6000;

class Toasts {
	list = $state<Toast[]>([]);
	#last = 0;

	/** Shows a message, with at most one thing to do about it. */
	add(text: string, action?: Toast['action']) {
		const id = ++this.#last;
		this.list = [...this.list.slice(-2), { id, text, action }];
		setTimeout(() => this.remove(id), action ? visibleMs * 2 : visibleMs);
	}

	remove(id: number) {
		this.list = this.list.filter((t) => t.id !== id);
	}
}

export const toasts = new Toasts();
