import type { APIRequestContext } from '@playwright/test';
import { randomUUID } from 'node:crypto';
import type { Audience, DemoMail, Me, Persona, Post, Thread } from '../../src/lib/api/types';

/** The fictional programme that the tests work in, and its short address. */
export const slug = 'sammen-om-opfoelgning';
export const programmeName = 'Sammen om opfølgning';

/** The API as one person's browser speaks it: to put things in place, not to test it. */
export class Api {
	constructor(
		private readonly request: APIRequestContext,
		private readonly origin: string
	) {}

	async call<T>(method: string, path: string, data?: unknown): Promise<T> {
		const answer = await this.request.fetch(`${this.origin}/api${path}`, {
			method,
			data: data as object | undefined,
			headers: { Origin: this.origin }
		});
		if (!answer.ok()) throw new Error(`${method} ${path}: ${answer.status()} ${await answer.text()}`);
		return (answer.status() === 204 ? undefined : await answer.json()) as T;
	}

	/** Signs in as one of the demo's personas. */
	async become(key: string): Promise<Me> {
		return this.call<Me>('POST', '/demo/sign-ins', { key });
	}

	/** Signs in as anybody of the demo, by the code in the mail. */
	async becomeByMail(email: string): Promise<Me> {
		const asked = await this.nextSignIn(email);
		const { requestId } = await this.call<{ requestId: string }>('POST', '/sign-in-requests', { email });
		const mail = await asked();
		const code = /\b(\d{6})\b/.exec(mail.text)?.[1];
		return this.call<Me>('POST', '/sign-ins', { requestId, code });
	}

	/** What waits for the mail of the sign-in that is asked for after this, not of one before it. */
	async nextSignIn(email: string): Promise<() => Promise<DemoMail>> {
		const before = new Set((await this.mails()).map((m) => m.id));
		return () => this.mail((m) => m.to === email && !before.has(m.id) && m.text.includes('/sign-in/confirm'));
	}

	async personas(): Promise<Persona[]> {
		return (await this.call<{ items: Persona[] }>('GET', '/demo/personas')).items;
	}

	async mails(): Promise<DemoMail[]> {
		return (await this.call<{ items: DemoMail[] | null }>('GET', '/demo/mails')).items ?? [];
	}

	/** Waits for a mail, newest first. */
	async mail(wanted: (mail: DemoMail) => boolean, withinMs = 15_000): Promise<DemoMail> {
		const giveUp = Date.now() + withinMs;
		for (;;) {
			const found = (await this.mails()).find(wanted);
			if (found) return found;
			if (Date.now() > giveUp) throw new Error('the mail did not come');
			await new Promise((done) => setTimeout(done, 100));
		}
	}

	/** Opens a thread with a first post. */
	async openThread(title: string, text: string, audience: Audience = 'members'): Promise<Thread> {
		return this.call<Thread>('POST', `/programmes/${slug}/threads`, {
			title,
			text,
			audience,
			clientId: randomUUID()
		});
	}

	async threads(): Promise<Thread[]> {
		return (await this.call<{ items: Thread[] }>('GET', `/programmes/${slug}/threads`)).items;
	}

	async posts(threadId: string): Promise<Post[]> {
		return (await this.call<{ items: Post[] }>('GET', `/threads/${threadId}/posts?limit=100`)).items;
	}

	async post(threadId: string, text: string, quoteId?: string): Promise<Post> {
		return this.call<Post>('POST', `/threads/${threadId}/posts`, { clientId: randomUUID(), text, quoteId });
	}
}
