import { uuid } from '$lib/uuid';
import { forgetFile, type FileInfo } from './api';
import { foresee, sendFile } from './upload';
import { trouble } from './words';

/** One file on its way in, and then to what it is for. */
export abstract class Sending<T> {
	state = $state<'waiting' | 'sending' | 'checking' | 'done' | 'failed'>('waiting');
	sent = $state(0);
	trouble = $state('');
	/** Nothing was wrong with the file itself, so it may be tried again. */
	again = $state(false);
	readonly id = uuid();
	#sending = new AbortController();
	#taken: FileInfo | undefined;

	constructor(
		readonly slug: string,
		readonly file: File
	) {
		const refusal = foresee(file);
		if (refusal) this.fail(refusal);
	}

	/** What is done with the file once the server has it. */
	protected abstract finish(taken: FileInfo): Promise<T>;

	get settled(): boolean {
		return this.state === 'done' || this.state === 'failed';
	}

	/** Sends it, unless that is done, and puts it where it belongs. */
	async run(): Promise<T | undefined> {
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
			const finished = await this.finish(this.#taken);
			this.state = 'done';
			return finished;
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
