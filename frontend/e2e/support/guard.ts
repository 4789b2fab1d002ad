import type { BrowserContext, ConsoleMessage, Request, Response, WebError } from '@playwright/test';

/** Listens for everything that a page must not do behind its reader's back. */
export class Guard {
	#troubles: string[] = [];
	#allowed: RegExp[] = [];

	/** Takes a browser's every page under observation, until what it answers is called. */
	watch(context: BrowserContext, who: string): () => void {
		const say = (what: string) => this.#troubles.push(`${who}: ${what}`);
		// A violated content security policy is said as a console error, and so fails the test as well.
		const said = (message: ConsoleMessage) => {
			if (message.type() === 'error' || message.type() === 'warning')
				say(`console ${message.type()}: ${message.text()} (${message.location().url})`);
		};
		const thrown = (problem: WebError) =>
			say(`uncaught: ${problem.error().stack ?? problem.error().message}`);
		const failed = (request: Request) => {
			const why = request.failure()?.errorText ?? '';
			// A page that is left gives up what it was fetching.
			if (why !== 'net::ERR_ABORTED') say(`request failed: ${request.url()} ${why}`);
		};
		const answered = (response: Response) => {
			const asset = !new URL(response.url()).pathname.startsWith('/api/');
			if (asset && response.status() >= 400) say(`${response.status()} for ${response.url()}`);
		};
		context.on('console', said).on('weberror', thrown).on('requestfailed', failed).on('response', answered);
		return () =>
			void context
				.off('console', said)
				.off('weberror', thrown)
				.off('requestfailed', failed)
				.off('response', answered);
	}

	/** Excuses what the test itself provokes, such as errors of the network while it is away. */
	allow(...patterns: RegExp[]) {
		this.#allowed.push(...patterns);
	}

	/** What happened and was not excused. */
	unexcused(): string[] {
		return this.#troubles.filter((trouble) => !this.#allowed.some((pattern) => pattern.test(trouble)));
	}
}

/** What browsers say of a network or a server that is away. */
export const networkAway =
	/net::ERR_(INTERNET_DISCONNECTED|CONNECTION_REFUSED|CONNECTION_RESET|EMPTY_RESPONSE|SOCKET_NOT_CONNECTED|NETWORK_CHANGED|NETWORK_IO_SUSPENDED)|WebSocket connection to .* failed/;

/** What browsers say of an answer with this status. */
export const status = (code: number) => new RegExp(`status of ${code}\\b`);
