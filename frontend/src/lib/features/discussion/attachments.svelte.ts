import type { PostFile } from '$lib/api/types';
import { forgetFile, type FileInfo } from '$lib/features/document/api';
import { Sending } from '$lib/features/document/sending.svelte';
import { attachment } from '$lib/i18n/attachment';
import { live } from '$lib/live/live.svelte';

/** What the server takes on one post. */
const most = 10;
/** The server forgets files that belong to nothing after a day. */
const keptMs = 23 * 60 * 60_000;

class Entering extends Sending<FileInfo> {
	protected finish(taken: FileInfo): Promise<FileInfo> {
		return Promise.resolve(taken);
	}
}

/** One file of a post that is being written. */
export class Attachment {
	/** What the server knows of it, once it has it. */
	info = $state.raw<PostFile | undefined>();
	alt = $state('');
	readonly sending: Entering | undefined;

	constructor(
		from: Entering | PostFile,
		/** It stands on a post already: taking it off is for the post's editing to say. */
		readonly standing = false
	) {
		if (from instanceof Entering) this.sending = from;
		else [this.info, this.alt] = [from, from.alt];
	}

	get key(): string {
		return this.sending?.id ?? this.info?.id ?? '';
	}
	get name(): string {
		return this.info?.name ?? this.sending?.file.name ?? '';
	}
	get size(): number {
		return this.info?.size ?? this.sending?.file.size ?? 0;
	}
	get extension(): string {
		return /\.([^.]+)$/.exec(this.name)?.[1]?.toLowerCase() ?? '';
	}
	get picture(): boolean {
		return this.info?.mediaType.startsWith('image/') === true;
	}
	get failed(): boolean {
		return this.sending?.state === 'failed';
	}
	get state() {
		return this.info ? 'done' : (this.sending?.state ?? 'failed');
	}
}

/** The files of a post that is being written, sent in while it is. */
export class Attachments {
	list = $state.raw<Attachment[]>([]);
	/** What is to be said of the list as a whole. */
	note = $state('');
	#running = false;
	#unlisten: () => void;

	constructor(
		private readonly slug: string,
		private readonly onchange: () => void
	) {
		// What the lost connection stopped goes on by itself.
		this.#unlisten = live.onreturn(() =>
			this.list.filter((a) => a.sending?.again).forEach((a) => this.retry(a))
		);
	}

	get busy(): boolean {
		return this.list.some((a) => !a.info && !a.failed);
	}

	get failed(): boolean {
		return this.list.some((a) => a.failed);
	}

	/** What can go with a post, as the server knows it. */
	get ready(): PostFile[] {
		return this.list.flatMap((a) => (a.info ? [{ ...a.info, alt: a.alt.trim() }] : []));
	}

	add(files: Iterable<File>) {
		const fresh = [...files].map((file) => new Attachment(new Entering(this.slug, file)));
		const all = [...this.list, ...fresh];
		this.note = all.length > most ? attachment.t.many(most) : '';
		this.list = all.slice(0, most);
		void this.#work();
	}

	/** Puts back what a draft or a post that was not taken had. */
	restore(files: PostFile[] = [], at = Date.now()) {
		if (files.length === 0) return;
		if (Date.now() - at > keptMs) {
			this.note = attachment.t.old;
			return;
		}
		this.list = [...this.list, ...files.map((file) => new Attachment(file))].slice(0, most);
	}

	/** Takes over what stands on the post that is edited, or what it was being edited to at a time. */
	edit(files: PostFile[], kept: PostFile[] = files, at = Date.now()) {
		const stands = (file: PostFile) => files.some((one) => one.id === file.id);
		const good = kept.filter((file) => stands(file) || Date.now() - at < keptMs);
		if (good.length < kept.length) this.note = attachment.t.old;
		this.list = good.map((file) => new Attachment(file, stands(file)));
	}

	/** The editing is given up: what was sent in for it is forgotten. */
	forget() {
		for (const one of this.list)
			if (one.info && !one.standing) void forgetFile(one.info.id).catch(() => undefined);
	}

	retry(one: Attachment) {
		if (!one.sending || one.sending.state !== 'failed') return;
		one.sending.again = false;
		one.sending.state = 'waiting';
		void this.#work();
	}

	remove(one: Attachment) {
		one.sending?.cancel();
		if (one.info && !one.standing) void forgetFile(one.info.id).catch(() => undefined);
		this.list = this.list.filter((a) => a !== one);
		this.note = '';
		this.onchange();
	}

	/** They have gone with their post. */
	clear() {
		this.list = [];
		this.note = '';
	}

	/** Whoever wrote goes away: what is under way is given up, what is there is kept with the draft. */
	stop() {
		this.#unlisten();
		for (const one of this.list) if (!one.info) one.sending?.cancel();
	}

	async #work() {
		if (this.#running) return;
		this.#running = true;
		const next = () => this.list.find((a) => a.sending?.state === 'waiting' && !a.info);
		for (let one = next(); one; one = next()) {
			const taken = await one.sending?.run();
			if (!taken || !this.list.includes(one)) continue;
			const { id, name, extension, size, mediaType, preview } = taken;
			one.info = { id, name, extension, size, mediaType, preview, alt: '' };
			this.onchange();
		}
		this.#running = false;
	}
}
