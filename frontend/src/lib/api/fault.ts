/** Kinds of faults, by HTTP status, as the server's house rules name them. */
export type FaultKind =
	| 'invalid'
	| 'unauthenticated'
	| 'forbidden'
	| 'notfound'
	| 'conflict'
	| 'gone'
	| 'limited'
	| 'unavailable'
	| 'offline'
	| 'internal';

/** One field's fault, to be shown at the field. */
export interface FieldFault {
	field: string;
	code: string;
	params?: Record<string, unknown>;
	message?: string;
}

const kinds: Record<number, FaultKind> = {
	400: 'invalid',
	401: 'unauthenticated',
	403: 'forbidden',
	404: 'notfound',
	409: 'conflict',
	410: 'gone',
	422: 'invalid',
	429: 'limited',
	503: 'unavailable'
};

/** What the server answered instead of what was asked for; or that it did not answer. */
export class ApiFault extends Error {
	override readonly name = 'ApiFault';

	constructor(
		readonly kind: FaultKind,
		readonly status: number,
		readonly code: string,
		readonly params: Record<string, unknown> = {},
		readonly fields: FieldFault[] = [],
		readonly requestId = ''
	) {
		super(code || kind);
	}

	/** The network or the server was away; trying again later may help. */
	get passing(): boolean {
		return (
			this.kind === 'offline' ||
			this.kind === 'unavailable' ||
			this.kind === 'limited' ||
			this.kind === 'internal'
		);
	}

	/** The code of one field's fault, if the server named it. */
	field(name: string): FieldFault | undefined {
		return this.fields.find((f) => f.field === name || f.field.endsWith(`.${name}`));
	}
}

/** No answer: the network, a proxy or a restart. */
export function offlineFault(): ApiFault {
	return new ApiFault('offline', 0, 'offline');
}

/** Reads an application/problem+json body; anything else becomes a fault by its status. */
export function faultFrom(status: number, body: unknown): ApiFault {
	const kind = kinds[status] ?? (status >= 502 ? 'unavailable' : 'internal');
	if (typeof body !== 'object' || body === null) return new ApiFault(kind, status, '');
	const problem = body as Record<string, unknown>;
	const errors = Array.isArray(problem.errors) ? (problem.errors as Record<string, unknown>[]) : [];
	return new ApiFault(
		kind,
		status,
		text(problem.code),
		record(problem.params),
		errors.map((e) => ({
			field: text(e.field) || text(e.location).replace(/^body\./, ''),
			code: text(e.code),
			params: record(e.params),
			message: text(e.message)
		})),
		text(problem.requestId)
	);
}

/** Any thrown thing as a fault. */
export function asFault(thrown: unknown): ApiFault {
	if (thrown instanceof ApiFault) return thrown;
	return new ApiFault('internal', 0, '');
}

function text(value: unknown): string {
	return typeof value === 'string' ? value : '';
}

function record(value: unknown): Record<string, unknown> {
	return typeof value === 'object' && value !== null && !Array.isArray(value)
		? (value as Record<string, unknown>)
		: {};
}
