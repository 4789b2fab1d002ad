import type { CprFinding } from '$lib/api/types';
import { checkCpr } from './api';

const pauseMs = 600;
const settleMs = 2_500;

/** Looks for CPR numbers while one writes, so that nobody has to find out by a refusal. */
export class CprWatch {
	findings = $state.raw<CprFinding[]>([]);
	#checked = '';
	#timer: ReturnType<typeof setTimeout> | undefined;
	#running: AbortController | undefined;

	/** A likely number: nothing is sent with it. */
	get likely(): CprFinding | undefined {
		return this.findings.find((f) => f.confidence.toLowerCase().startsWith('likely'));
	}

	/** A number that might be one. */
	get doubtful(): CprFinding | undefined {
		return this.likely ? undefined : this.findings[0];
	}

	/** The text has changed: looks when the writer pauses. */
	watch(text: string) {
		clearTimeout(this.#timer);
		if (!suspicious(text)) {
			this.#forget(text);
			return;
		}
		this.#timer = setTimeout(() => void this.#check(text), pauseMs);
	}

	/** Before sending: makes sure that just this text was looked at; the server looks again in any case. */
	async settle(text: string): Promise<boolean> {
		clearTimeout(this.#timer);
		if (suspicious(text) && this.#checked !== text) {
			const limit = new Promise<void>((done) => setTimeout(done, settleMs));
			await Promise.race([this.#check(text), limit]);
		}
		return this.likely === undefined;
	}

	stop() {
		clearTimeout(this.#timer);
		this.#running?.abort();
	}

	#forget(text: string) {
		this.#running?.abort();
		this.#checked = text;
		if (this.findings.length > 0) this.findings = [];
	}

	async #check(text: string) {
		this.#running?.abort();
		const running = (this.#running = new AbortController());
		try {
			const { findings } = await checkCpr(text, running.signal);
			if (running.signal.aborted) return;
			this.findings = findings ?? [];
			this.#checked = text;
		} catch {
			// Without an answer the writer is not stopped; the server refuses what it must.
		}
	}
}

/** A CPR number has ten digits; a text with fewer needs no asking. */
export function suspicious(text: string): boolean {
	return (text.match(/\p{Nd}/gu)?.length ?? 0) >= 10;
}
