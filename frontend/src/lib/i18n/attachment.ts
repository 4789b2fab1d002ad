import { dictionary } from './dictionary';

const da = {
	attach: 'Vedhæft filer',
	attached: 'Vedhæftede filer',
	dropHere: 'Slip filerne for at vedhæfte dem',
	altLabel: 'Hvad viser billedet?',
	altHint: 'Læses op for dem, der ikke kan se det',
	altOf: (name: string) => `Hvad viser ${name}?`,
	noAlt: (name: string) => `Billede: ${name}`,
	show: (what: string) => `Vis ${what}`,
	remove: (name: string) => `Fjern ${name}`,
	ready: (name: string) => `${name} er vedhæftet`,
	many: (max: number) => `Der kan være ${max} filer på et indlæg. Resten er ikke med.`,
	whenReady: 'Indlægget bliver sendt, når filerne er klar',
	notReady: 'En fil kom ikke med. Prøv den igen, eller fjern den, så kan du sende.',
	offline: 'Venter på forbindelse',
	former: (names: string[]) => `Vedhæftet: ${names.join(', ')}`,
	old: 'Filer fra i går er ikke gemt med kladden. Vedhæft dem igen.'
};

/** Texts of files on posts. */
export const attachment = dictionary(da, {
	attach: 'Attach files',
	attached: 'Attached files',
	dropHere: 'Drop the files to attach them',
	altLabel: 'What does the picture show?',
	altHint: 'Read aloud to those who cannot see it',
	altOf: (name: string) => `What does ${name} show?`,
	noAlt: (name: string) => `Picture: ${name}`,
	show: (what: string) => `Show ${what}`,
	remove: (name: string) => `Remove ${name}`,
	ready: (name: string) => `${name} is attached`,
	many: (max: number) => `A post holds ${max} files. The rest was left out.`,
	whenReady: 'The post is sent when the files are ready',
	notReady: 'A file did not come along. Try it again, or remove it, and then send.',
	offline: 'Waiting for the connection',
	former: (names) => `Attached: ${names.join(', ')}`,
	old: 'Files from yesterday were not kept with the draft. Attach them again.'
});
