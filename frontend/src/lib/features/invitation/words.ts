import type { ApiFault, FieldFault } from '$lib/api/fault';
import { faultText, fieldText } from '$lib/i18n/fault';
import { invitation } from '$lib/i18n/invitation';
import type { Invitation, InvitationState, Pasted } from './api';

/** Words for a code of invitations; undefined for one of others. */
export function codeWords(code: string): string | undefined {
	return invitation.t.codes[code];
}

/** What went wrong, and what to do. A field's own fault says more than the whole's. */
export function troubleWords(fault: ApiFault): string {
	const field = fault.fields.map((f) => codeWords(f.code)).find(Boolean);
	return field ?? codeWords(fault.code) ?? faultText(fault);
}

/** The words at one field. */
export function fieldWords(fault: FieldFault | undefined): string | undefined {
	return fault && (codeWords(fault.code) ?? fieldText(fault));
}

export const stateTones = {
	sent: 'slate',
	delivered: 'blue',
	opened: 'violet',
	accepted: 'green',
	expired: 'amber',
	revoked: 'draft',
	bounced: 'red'
} as const satisfies Record<InvitationState, string>;

/** Groups of the list, as one looks for them. */
export type Group = 'all' | 'needs' | 'waiting' | 'done' | 'ended';
export const groups: Group[] = ['all', 'needs', 'waiting', 'done', 'ended'];

/** Whether an invitation belongs to a group. */
export function inGroup(i: Invitation, group: Group): boolean {
	switch (group) {
		case 'needs':
			return i.state === 'bounced' || (!!i.askedAt && i.state !== 'accepted');
		case 'waiting':
			return i.state === 'sent' || i.state === 'delivered' || i.state === 'opened';
		case 'done':
			return i.state === 'accepted';
		case 'ended':
			return i.state === 'expired' || i.state === 'revoked';
		default:
			return true;
	}
}

/** Whether a new link may be sent, or the invitation taken back. */
export function isOpen(i: Invitation): boolean {
	return i.state !== 'accepted' && i.state !== 'revoked';
}

/** What a pasted list comes to. */
export interface Sum {
	good: Pasted[];
	/** Must be corrected by the writer. */
	wrong: Pasted[];
	doubles: Pasted[];
	/** Is in the programme, or invited. */
	there: Pasted[];
}

export function sumUp(lines: Pasted[]): Sum {
	const sum: Sum = { good: [], wrong: [], doubles: [], there: [] };
	for (const line of lines) {
		if (!line.code) sum.good.push(line);
		else if (line.code === 'paste.duplicate') sum.doubles.push(line);
		else if (line.code.startsWith('invitation.')) sum.there.push(line);
		else sum.wrong.push(line);
	}
	return sum;
}
