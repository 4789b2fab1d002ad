/**
 * What browsers do with passkeys, with binary values in base64url as the server writes them. By hand
 * rather than by parseRequestOptionsFromJSON: that is missing in browsers which can all the rest.
 */

interface Named {
	id: string;
	type: string;
	transports?: string[];
}
interface RequestOptions {
	challenge: string;
	rpId?: string;
	timeout?: number;
	userVerification?: UserVerificationRequirement;
}
interface CreationOptions {
	challenge: string;
	rp: PublicKeyCredentialRpEntity;
	user: { id: string; name: string; displayName: string };
	pubKeyCredParams: PublicKeyCredentialParameters[];
	timeout?: number;
	excludeCredentials?: Named[];
	authenticatorSelection?: AuthenticatorSelectionCriteria;
	attestation?: AttestationConveyancePreference;
}

/** Whether this browser knows passkeys at all. */
export const browserKnowsPasskeys = () => typeof window !== 'undefined' && 'PublicKeyCredential' in window;

/** Whether this browser offers passkeys in a field that one types in. */
export async function offersInField(): Promise<boolean> {
	return browserKnowsPasskeys() && ((await PublicKeyCredential.isConditionalMediationAvailable?.()) ?? false);
}

/** Has a passkey made, and returns what the server checks. */
export async function make(asked: unknown): Promise<object> {
	const options = asked as CreationOptions;
	const credential = (await navigator.credentials.create({
		publicKey: {
			...options,
			challenge: bytes(options.challenge),
			user: { ...options.user, id: bytes(options.user.id) },
			excludeCredentials: (options.excludeCredentials ?? []).map((c) => ({
				id: bytes(c.id),
				type: 'public-key',
				transports: c.transports as AuthenticatorTransport[] | undefined
			}))
		}
	})) as PublicKeyCredential;
	const response = credential.response as AuthenticatorAttestationResponse;
	return {
		...head(credential),
		response: {
			clientDataJSON: text(response.clientDataJSON),
			attestationObject: text(response.attestationObject),
			transports: response.getTransports?.() ?? []
		}
	};
}

/** Lets the person choose a passkey; with `inField` the browser offers them where one types. */
export async function sign(asked: unknown, signal: AbortSignal, inField: boolean): Promise<object> {
	const options = asked as RequestOptions;
	const credential = (await navigator.credentials.get({
		publicKey: { ...options, challenge: bytes(options.challenge) },
		mediation: inField ? 'conditional' : 'required',
		signal
	})) as PublicKeyCredential;
	const response = credential.response as AuthenticatorAssertionResponse;
	return {
		...head(credential),
		response: {
			clientDataJSON: text(response.clientDataJSON),
			authenticatorData: text(response.authenticatorData),
			signature: text(response.signature),
			userHandle: response.userHandle ? text(response.userHandle) : undefined
		}
	};
}

/** The person, or we ourselves, stopped it; nothing is wrong. */
export const stopped = (thrown: unknown) =>
	thrown instanceof DOMException && (thrown.name === 'NotAllowedError' || thrown.name === 'AbortError');

/** The device has a passkey for this person already. */
export const already = (thrown: unknown) =>
	thrown instanceof DOMException && thrown.name === 'InvalidStateError';

function head(credential: PublicKeyCredential) {
	return {
		id: credential.id,
		rawId: text(credential.rawId),
		type: credential.type,
		authenticatorAttachment: credential.authenticatorAttachment ?? undefined,
		clientExtensionResults: {}
	};
}

/** Reads base64url. */
export function bytes(text: string): Uint8Array<ArrayBuffer> {
	const plain = atob(text.replaceAll('-', '+').replaceAll('_', '/'));
	return Uint8Array.from(plain, (c) => c.charCodeAt(0));
}

/** Writes base64url. */
export function text(buffer: ArrayBuffer): string {
	const plain = String.fromCharCode(...new Uint8Array(buffer));
	return btoa(plain).replaceAll('+', '-').replaceAll('/', '_').replace(/=+$/, '');
}
