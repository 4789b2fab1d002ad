import { dictionary } from './dictionary';

const da = {
	picture:
		'En kanal løber i et S gennem et landskab. Syv sluser står i rækken: beskrevet, afprøvet, drøftet, bæredygtig, i håndbogen, taget i brug og fastholdt. De fire første er åbne, og en båd er på vej mod den femte.',
	gates: {
		0: 'Beskrevet',
		1: 'Afprøvet',
		2: 'Drøftet',
		3: 'Bæredygtig',
		4: 'I håndbogen',
		5: 'Taget i brug',
		6: 'Fastholdt'
	} as Record<number, string>
};

export const canalWords = dictionary(da, {
	picture:
		'A canal runs in an S through a landscape. Seven gates stand in a row: described, tried, discussed, sustainable, in the handbook, in use and kept. The first four are open, and a boat is on its way to the fifth.',
	gates: {
		0: 'Described',
		1: 'Tried',
		2: 'Discussed',
		3: 'Sustainable',
		4: 'In handbook',
		5: 'In use',
		6: 'Kept'
	}
});
