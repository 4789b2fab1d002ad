/** Whole days as people write them here, dd-mm-åååå, and as the server does, YYYY-MM-DD. */

/** 'YYYY-MM-DD' of a day as one writes it; '' of nothing; undefined of what is no day. */
export function readDay(text: string): string | undefined {
	const trimmed = text.trim();
	if (!trimmed) return '';
	const iso = /^(\d{4})-(\d{2})-(\d{2})$/.exec(trimmed);
	const danish =
		/^(\d{1,2})[-./ ](\d{1,2})[-./ ](\d{4})$/.exec(trimmed) ?? /^(\d{2})(\d{2})(\d{4})$/.exec(trimmed);
	const [year, month, day] = iso ? [iso[1], iso[2], iso[3]] : danish ? [danish[3], danish[2], danish[1]] : [];
	if (!year || !month || !day) return undefined;
	const at = new Date(Date.UTC(Number(year), Number(month) - 1, Number(day)));
	const real = at.getUTCMonth() === Number(month) - 1 && at.getUTCDate() === Number(day);
	return real && Number(year) >= 1900 && Number(year) < 3000 ? at.toISOString().slice(0, 10) : undefined;
}

/** 'dd-mm-åååå' of 'YYYY-MM-DD'. */
export function writeDay(day: string): string {
	return day ? day.split('-').reverse().join('-') : '';
}

/** The day before, both 'YYYY-MM-DD'. */
export function dayBefore(day: string): string {
	const at = new Date(`${day}T00:00:00Z`);
	at.setUTCDate(at.getUTCDate() - 1);
	return at.toISOString().slice(0, 10);
}

/** Today in Denmark, 'YYYY-MM-DD'. */
export function today(): string {
	return new Intl.DateTimeFormat('en-CA', { timeZone: 'Europe/Copenhagen' }).format(new Date());
}

/** A part of an address from a name: 'Sammen om opfølgning' is 'sammen-om-opfoelgning'. */
export function addressOf(name: string): string {
	return name
		.toLocaleLowerCase('da-DK')
		.replaceAll('æ', 'ae')
		.replaceAll('ø', 'oe')
		.replaceAll('å', 'aa')
		.normalize('NFD')
		.replace(/[\u0300-\u036f]/g, '')
		.replace(/[^a-z0-9]+/g, '-')
		.replace(/^-+|-+$/g, '')
		.slice(0, 50)
		.replace(/-+$/, '');
}
