import { addDocument, type Category, type DocEvent, type FileInfo } from './api';
import { Sending } from './sending.svelte';
import { titleFrom } from './words';

/** One file on its way into the library. */
export class Upload extends Sending<DocEvent> {
	constructor(
		slug: string,
		file: File,
		readonly category: Category
	) {
		super(slug, file);
	}

	protected finish(taken: FileInfo): Promise<DocEvent> {
		return addDocument(this.slug, {
			clientId: this.id,
			title: titleFrom(taken.name),
			category: this.category,
			fileId: taken.id
		});
	}
}

/** The files on their way, sent one at a time so that each gets through. */
export class Uploads {
	list = $state<Upload[]>([]);
	#running = false;

	constructor(private readonly onadded: (event: DocEvent) => void) {}

	get busy(): boolean {
		return this.list.some((u) => !u.settled);
	}

	add(slug: string, files: Iterable<File>, category: Category) {
		this.list = [...this.list, ...[...files].map((file) => new Upload(slug, file, category))];
		void this.#work();
	}

	retry(upload: Upload) {
		upload.state = 'waiting';
		void this.#work();
	}

	remove(upload: Upload) {
		upload.cancel();
		this.list = this.list.filter((u) => u !== upload);
	}

	clear() {
		this.list = this.list.filter((u) => !u.settled);
	}

	async #work() {
		if (this.#running) return;
		this.#running = true;
		for (let next = this.#next(); next; next = this.#next()) {
			const event = await next.run();
			if (event) this.onadded(event);
		}
		this.#running = false;
	}

	#next(): Upload | undefined {
		return this.list.find((u) => u.state === 'waiting');
	}
}
