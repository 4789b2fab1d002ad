import { uuid } from '$lib/uuid';
import { addDocument, forgetFile, type Category, type DocEvent, type FileInfo } from './api';
import { foresee, sendFile } from './upload';
import { titleFrom, trouble } from './words';

/** One file on its way into the library. */
export class Upload {
	state = $state<'waiting' | 'sending' | 'checking' | 'done' | 'failed'>('waiting');
	sent = $state(0);
	trouble = $state('');
	readonly id = uuid();
	#sending = new AbortController();
	#taken: FileInfo | undefined;

	constructor(
		readonly slug: string,
		readonly file: File,
		readonly category: Category
	) {
		const refusal = foresee(file);
		if (refusal) this.fail(refusal);
	}

	get settled(): boolean {
		return this.state === 'done' || this.state === 'failed';
	}

	/** Nothing was wrong with the file itself, so it may be tried again. */
	again = $state(false);

	/** Sends it, unless that is done, and puts it on its shelf. */
	async run(): Promise<DocEvent | undefined> {
		this.trouble = '';
		this.sent = 0;
		this.state = 'sending';
		const signal = this.#sending.signal;
		try {
			const onprogress = (sent: number) => {
				this.sent = sent;
				if (sent >= 1) this.state = 'checking';
			};
			this.#taken ??= await sendFile({
				slug: this.slug,
				clientId: this.id,
				file: this.file,
				onprogress,
				signal
			});
			if (signal.aborted) return undefined;
			this.state = 'checking';
			const event = await addDocument(this.slug, {
				clientId: this.id,
				title: titleFrom(this.#taken.name),
				category: this.category,
				fileId: this.#taken.id
			});
			this.state = 'done';
			return event;
		} catch (thrown) {
			if (!signal.aborted) this.fail(thrown);
			return undefined;
		}
	}

	fail(thrown: unknown) {
		this.state = 'failed';
		this.trouble = trouble(thrown);
		this.again = (thrown as { passing?: boolean }).passing === true || codeOf(thrown) === 'file.cut_off';
	}

	/** Stops it; what has been sent already is taken back. */
	cancel() {
		this.#sending.abort();
		if (this.#taken && this.state !== 'done') void forgetFile(this.#taken.id).catch(() => undefined);
	}
}

function codeOf(thrown: unknown): string {
	return (thrown as { code?: string }).code ?? '';
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
