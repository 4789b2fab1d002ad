declare global {
	namespace App {
		interface Error {
			message: string;
			/** Code of the server's fault, when there is one. */
			code?: string;
			/** What to tell support. */
			requestId?: string;
		}
		interface PageState {
			/** Set when the page was opened from another page of the app, so that 'back' may go there. */
			from?: string;
			/** What is opened beside the network's list: a municipality's code, or an organisation's id. */
			place?: string;
		}
	}
}

export {};
