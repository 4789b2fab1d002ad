import { asFault, type ApiFault } from '$lib/api/fault';
import { faultText, fieldText, savedText } from '$lib/i18n/fault';
import { clearDraft, readDraft, writeDraft } from '$lib/live/drafts';
import { changeText, getText, type ProgrammeText, type ProgrammeTextChange } from './api';
import { clean, filled, placeOf, same, type Part, type Value } from './compare';

/** Every part that is saved by itself. */
export const parts: Part[] = [
	'hidden',
	'name',
	'shortName',
	'aliases',
	'summary',
	'purpose',
	'background',
	'targetGroup',
	'outcome',
	'network',
	'funding',
	'starts',
	'ends',
	'periods',
	'fields',
	'coreElements',
	'prerequisites',
	'contacts',
	'callFacts',
	'seatLimit',
	'referenceLimit'
];

/**
 * A programme's public page while it is written. Each part saves as it is left; what could not be
 * saved stays in this browser. Where somebody else changed the same part, both texts are kept
 * until one is chosen; another part of theirs is simply taken over.
 */
export class Desk {
	/** As the server has it. */
	saved = $state.raw() as ProgrammeText;
	/** As it is written here. */
	value = $state() as ProgrammeText;
	/** 'Gemt kl. 10.54', by part. */
	at = $state<Partial<Record<Part, string>>>({});
	saving = $state<Partial<Record<Part, boolean>>>({});
	/** What is wrong, by place: 'name', 'contacts[1].name'. */
	wrong = $state<Record<string, string>>({});
	/** What somebody else wrote in a part that is being written here. */
	clash = $state.raw<Partial<Record<Part, Value>>>({});
	/** Something was left unsaved by an earlier visit. */
	restored = $state(false);
	/** What the server had when the writing of a part began. */
	#base: Partial<Record<Part, Value>> = {};
	#queue: Promise<unknown> = Promise.resolve();

	constructor(
		private readonly slug: string,
		private readonly person: string,
		text: ProgrammeText
	) {
		this.saved = text;
		this.value = structuredClone(text);
		for (const part of parts) this.#restore(part);
	}

	/** Whether a part is written otherwise than it is saved. */
	dirty(part: Part): boolean {
		return !same(this.value[part], this.saved[part]);
	}

	get unsaved(): Part[] {
		return parts.filter((part) => this.dirty(part));
	}

	/** Keeps what is being written in this browser. */
	keep(part: Part) {
		this.#base[part] ??= structuredClone(this.saved[part]);
		const text = this.dirty(part)
			? JSON.stringify({ value: $state.snapshot(this.value[part]), base: this.#base[part] })
			: '';
		writeDraft(this.person, this.#place(part), { text, at: Date.now() });
	}

	/** Saves a part that was left. */
	leave(part: Part): Promise<void> {
		this.keep(part);
		const work = this.#queue.then(() => this.#save(part));
		this.#queue = work;
		return work;
	}

	/** Saves all that is not; true when nothing is left. */
	async flush(): Promise<boolean> {
		await this.#queue;
		for (const part of this.unsaved) if (!(part in this.clash)) await this.leave(part);
		return this.unsaved.length === 0;
	}

	/** Of two texts, keeps one. */
	async choose(part: Part, mine: boolean) {
		const theirs = this.clash[part];
		const { [part]: _, ...rest } = this.clash;
		this.clash = rest;
		if (!mine && theirs !== undefined) this.#put(part, theirs);
		this.#base[part] = structuredClone(this.saved[part]);
		await this.leave(part);
	}

	async #save(part: Part) {
		if (part in this.clash) return;
		this.#forget(part);
		if (!this.dirty(part)) {
			clearDraft(this.person, this.#place(part));
			return;
		}
		const now = $state.snapshot(this.value[part]) as Value;
		const at = Array.isArray(now) ? filled(now).at : [];
		this.saving[part] = true;
		this.at[part] = '';
		try {
			this.#accept(await this.#send(part, clean(now)));
			if (!this.dirty(part)) {
				this.at[part] = savedText(new Date());
				delete this.#base[part];
				clearDraft(this.person, this.#place(part));
			} else {
				// Written on while it was saved: what one writes on is what has just been saved.
				this.#base[part] = structuredClone(this.saved[part]);
				this.keep(part);
			}
		} catch (thrown) {
			if (thrown !== clashed) this.#explain(part, asFault(thrown), at);
		} finally {
			this.saving[part] = false;
		}
	}

	/** Sends a part; where the page has changed elsewhere, looks whether this part has. */
	async #send(part: Part, sent: unknown): Promise<ProgrammeText> {
		const tries = 4;
		for (let left = tries; ; left--) {
			try {
				return await changeText(this.slug, { rev: this.saved.rev, [part]: sent } as ProgrammeTextChange);
			} catch (thrown) {
				if (asFault(thrown).code !== 'programme.changed_meanwhile' || left === 0) throw thrown;
			}
			const fresh = await getText(this.slug);
			const began = this.#base[part] ?? this.saved[part];
			this.#accept(fresh, part);
			if (same(fresh[part], began) || same(fresh[part], sent)) continue;
			this.clash = { ...this.clash, [part]: fresh[part] };
			throw clashed;
		}
	}

	/** Takes over the server's page; what is being written here stays. */
	#accept(fresh: ProgrammeText, but?: Part) {
		const untouched = parts.filter((part) => part !== but && !this.dirty(part));
		this.saved = fresh;
		for (const part of untouched) if (this.dirty(part)) this.#put(part, fresh[part]);
	}

	#put(part: Part, value: Value) {
		(this.value as Record<Part, Value>)[part] = structuredClone(value);
	}

	#explain(part: Part, fault: ApiFault, at: number[]) {
		if (fault.fields.length === 0) this.wrong[part] = faultText(fault);
		for (const field of fault.fields)
			this.wrong[placeOf(field.field, at)] = fieldText(field) ?? faultText(fault);
	}

	#forget(part: Part) {
		for (const place of Object.keys(this.wrong))
			if (place === part || place.startsWith(`${part}[`) || place.startsWith(`${part}.`))
				delete this.wrong[place];
	}

	#restore(part: Part) {
		const draft = readDraft(this.person, this.#place(part));
		if (!draft) return;
		try {
			const { value, base } = JSON.parse(draft.text) as { value: Value; base: Value };
			if (same(value, this.saved[part])) {
				clearDraft(this.person, this.#place(part));
				return;
			}
			this.#put(part, value);
			this.#base[part] = base;
			this.restored = true;
			if (!same(base, this.saved[part])) this.clash = { ...this.clash, [part]: this.saved[part] };
		} catch {
			clearDraft(this.person, this.#place(part));
		}
	}

	#place(part: Part): string {
		return `page:${this.slug}:${part}`;
	}
}

const clashed = new Error('both wrote');
