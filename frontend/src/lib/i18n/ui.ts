import { dictionary } from './dictionary';

const da = {
	close: 'Luk',
	undo: 'Fortryd',
	loading: 'Henter …',
	saved: (at: string) => `Gemt kl. ${at}`,
	gatesOpen: (open: number, all: number) => `${open} af ${all} sluser er åbne`,
	opensNew: 'åbner i en ny fane'
};

/** Texts of the primitives themselves. */
export const uiWords = dictionary(da, {
	close: 'Close',
	undo: 'Undo',
	loading: 'Loading …',
	saved: (at) => `Saved at ${at}`,
	gatesOpen: (open, all) => `${open} of ${all} gates are open`,
	opensNew: 'opens in a new tab'
});
