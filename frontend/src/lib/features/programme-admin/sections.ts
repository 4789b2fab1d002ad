import type { ProgrammeText } from './api';
import type { Part } from './compare';

/** The parts of the public page, as one writes them: one at a time, in this order. */
export const sections = [
	'names',
	'summary',
	'purpose',
	'time',
	'core',
	'prerequisites',
	'network',
	'call',
	'contacts',
	'visibility'
] as const;

export type Section = (typeof sections)[number];

/** What is saved in each. */
export const holds: Record<Section, Part[]> = {
	names: ['name', 'shortName', 'aliases'],
	summary: ['summary'],
	purpose: ['purpose', 'background', 'targetGroup', 'outcome', 'fields'],
	time: ['starts', 'ends', 'periods', 'funding'],
	core: ['coreElements'],
	prerequisites: ['prerequisites'],
	network: ['network', 'referenceLimit', 'seatLimit'],
	call: ['callFacts'],
	contacts: ['contacts'],
	visibility: ['hidden']
};

/** Whether a section says something yet. */
export function written(section: Section, text: ProgrammeText): boolean {
	switch (section) {
		case 'names':
			return text.name !== '';
		case 'purpose':
			return text.purpose !== '';
		case 'time':
			return text.funding !== '' || text.periods.length > 0;
		case 'network':
			return text.network !== '';
		case 'call': {
			const { limit, seats, ...rest } = text.callFacts;
			return limit + seats > 0 || Object.values(rest).some((value) => (value?.length ?? 0) > 0);
		}
		case 'visibility':
			return !text.hidden;
		default:
			return holds[section].some((part) => {
				const value = text[part];
				return (typeof value === 'string' || Array.isArray(value)) && value.length > 0;
			});
	}
}

/** The section in which a place like 'contacts[1].name' stands. */
export function sectionOf(place: string): Section {
	const part = place.replace(/[[.].*$/, '');
	return sections.find((section) => holds[section].some((p) => p === part)) ?? 'names';
}

/** The id of the field at a place. */
export function fieldId(place: string): string {
	const listed = /^(.+?)\[(\d+)\](?:\.(\w+))?$/.exec(place);
	if (!listed) return `t-${place}`;
	const [, list, at, key] = listed;
	const first = !key || key === 'name' || key === 'text';
	return `t-${list}-${at}${first ? '' : `-${key}`}`;
}
