/** Dates, times and numbers in Danish habits (and English), always in Copenhagen's time. */
import { locale, type Locale } from './locale.svelte';

const zone = 'Europe/Copenhagen';

const words = {
	da: {
		days: ['søndag', 'mandag', 'tirsdag', 'onsdag', 'torsdag', 'fredag', 'lørdag'],
		months: [
			'januar',
			'februar',
			'marts',
			'april',
			'maj',
			'juni',
			'juli',
			'august',
			'september',
			'oktober',
			'november',
			'december'
		],
		today: 'i dag',
		yesterday: 'i går',
		tomorrow: 'i morgen'
	},
	en: {
		days: ['Sunday', 'Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday'],
		months: [
			'January',
			'February',
			'March',
			'April',
			'May',
			'June',
			'July',
			'August',
			'September',
			'October',
			'November',
			'December'
		],
		today: 'today',
		yesterday: 'yesterday',
		tomorrow: 'tomorrow'
	}
} as const;

export type Instant = string | number | Date;

interface Parts {
	year: number;
	month: number;
	day: number;
	hour: number;
	minute: number;
}

const clock = new Intl.DateTimeFormat('en-GB', {
	timeZone: zone,
	year: 'numeric',
	month: 'numeric',
	day: 'numeric',
	hour: 'numeric',
	minute: 'numeric',
	hourCycle: 'h23'
});

function partsOf(at: Instant): Parts {
	const found: Record<string, number> = {};
	for (const part of clock.formatToParts(new Date(at))) found[part.type] = Number(part.value);
	return {
		year: found.year ?? 0,
		month: found.month ?? 1,
		day: found.day ?? 1,
		hour: found.hour ?? 0,
		minute: found.minute ?? 0
	};
}

/** A whole day (YYYY-MM-DD) is that day; an instant is the day it falls on in Copenhagen. */
function dayParts(at: Instant): Parts {
	const whole = typeof at === 'string' && /^(\d{4})-(\d{2})-(\d{2})$/.exec(at);
	if (!whole) return partsOf(at);
	return { year: Number(whole[1]), month: Number(whole[2]), day: Number(whole[3]), hour: 0, minute: 0 };
}

function dayNumber(p: Parts): number {
	return Math.floor(Date.UTC(p.year, p.month - 1, p.day) / 86_400_000);
}

function weekday(p: Parts): number {
	return new Date(Date.UTC(p.year, p.month - 1, p.day)).getUTCDay();
}

/** Days from now's date to the date of `at`: 0 today, -1 yesterday. */
export function daysUntil(at: Instant, now: Instant = Date.now()): number {
	return dayNumber(dayParts(at)) - dayNumber(partsOf(now));
}

/** Key of the local day an instant falls on, to group by. */
export function dayKey(at: Instant): string {
	const p = dayParts(at);
	return `${p.year}-${String(p.month).padStart(2, '0')}-${String(p.day).padStart(2, '0')}`;
}

/** '15.02' · '15:02' */
export function time(at: Instant, lang: Locale = locale.current): string {
	const p = partsOf(at);
	const minute = String(p.minute).padStart(2, '0');
	return lang === 'da' ? `${p.hour}.${minute}` : `${p.hour}:${minute}`;
}

/** '12. november' · '12 November', with the year when it is another than now's. */
export function date(at: Instant, now: Instant = Date.now(), lang: Locale = locale.current): string {
	const p = dayParts(at);
	const year = p.year === partsOf(now).year ? '' : ` ${p.year}`;
	return `${p.day}${lang === 'da' ? '.' : ''} ${words[lang].months[p.month - 1]}${year}`;
}

/** 'lørdag den 28. marts 2026' · 'Saturday 28 March 2026' */
export function longDate(at: Instant, lang: Locale = locale.current): string {
	const p = dayParts(at);
	const day = words[lang].days[weekday(p)];
	const month = words[lang].months[p.month - 1];
	return lang === 'da' ? `${day} den ${p.day}. ${month} ${p.year}` : `${day} ${p.day} ${month} ${p.year}`;
}

/** 'lørdag den 28. marts 2026 kl. 12.00' · 'Saturday 28 March 2026 at 12:00' */
export function longDateTime(at: Instant, lang: Locale = locale.current): string {
	return `${longDate(at, lang)} ${lang === 'da' ? 'kl.' : 'at'} ${time(at, lang)}`;
}

/** ISO week number, as in every Danish calendar. */
export function week(at: Instant): number {
	const p = dayParts(at);
	const thursday = new Date(Date.UTC(p.year, p.month - 1, p.day + 4 - (weekday(p) || 7)));
	const first = Date.UTC(thursday.getUTCFullYear(), 0, 1);
	return Math.ceil(((thursday.getTime() - first) / 86_400_000 + 1) / 7);
}

/**
 * When something happened, as one would say it: 'i dag kl. 10.47', 'i går kl. 15.20',
 * 'tirsdag kl. 9.05' within the week, else '12. november'.
 */
export function ago(at: Instant, now: Instant = Date.now(), lang: Locale = locale.current): string {
	const days = daysUntil(at, now);
	const w = words[lang];
	const clockPart = `${lang === 'da' ? 'kl.' : 'at'} ${time(at, lang)}`;
	if (days === 0) return `${w.today} ${clockPart}`;
	if (days === -1) return `${w.yesterday} ${clockPart}`;
	if (days < 0 && days > -7) return `${w.days[weekday(dayParts(at))]} ${clockPart}`;
	return date(at, now, lang);
}

/** 'i dag 10.47', 'i går 16.30', 'tirsdag 15.02', '12. november': for narrow columns. */
export function shortAgo(at: Instant, now: Instant = Date.now(), lang: Locale = locale.current): string {
	return ago(at, now, lang).replace(' kl. ', ' ').replace(' at ', ' ');
}

/** The line above a day's posts: 'i går, onsdag den 18. november'. */
export function dayLine(at: Instant, now: Instant = Date.now(), lang: Locale = locale.current): string {
	const p = dayParts(at);
	const w = words[lang];
	const days = daysUntil(at, now);
	const year = p.year === partsOf(now).year ? '' : ` ${p.year}`;
	const named =
		lang === 'da'
			? `${w.days[weekday(p)]} den ${p.day}. ${w.months[p.month - 1]}${year}`
			: `${w.days[weekday(p)]} ${p.day} ${w.months[p.month - 1]}${year}`;
	if (days === 0) return `${w.today}, ${named}`;
	if (days === -1) return `${w.yesterday}, ${named}`;
	return named;
}

/** A deadline in words: 'i morgen kl. 12.00', 'senest'-phrases are the caller's. */
export function due(at: Instant, now: Instant = Date.now(), lang: Locale = locale.current): string {
	const days = daysUntil(at, now);
	const w = words[lang];
	const whole = typeof at === 'string' && at.length === 10;
	const clockPart = whole ? '' : ` ${lang === 'da' ? 'kl.' : 'at'} ${time(at, lang)}`;
	if (days === 0) return w.today + clockPart;
	if (days === 1) return w.tomorrow + clockPart;
	const p = dayParts(at);
	const named = `${w.days[weekday(p)]} ${lang === 'da' ? `den ${p.day}. ` : `${p.day} `}${w.months[p.month - 1]}`;
	return named + (Math.abs(days) < 60 ? '' : ` ${p.year}`);
}

/** Hour of the day in Copenhagen, for the greeting. */
export function hourOf(at: Instant): number {
	return partsOf(at).hour;
}

/** First year–last year of a programme: '2019–2022'. */
export function years(from?: string | null, to?: string | null): string {
	const a = from?.slice(0, 4) ?? '';
	const b = to?.slice(0, 4) ?? '';
	if (!b || a === b) return a;
	return a ? `${a}–${b}` : b;
}

/** '1.234' · '1,234' */
export function number(value: number, lang: Locale = locale.current): string {
	return new Intl.NumberFormat(lang === 'da' ? 'da-DK' : 'en-GB').format(value);
}

/** First letter as a capital, for the start of a sentence. */
export function capital(text: string): string {
	return text.charAt(0).toLocaleUpperCase('da-DK') + text.slice(1);
}

const collator = new Intl.Collator('da-DK', { sensitivity: 'base', numeric: true });

/** Sorts texts as Danes do: æ, ø and å last. */
export function compare(a: string, b: string): number {
	return collator.compare(a, b);
}

/** 'Roskilde, Herlev og Silkeborg' */
export function list(items: string[], lang: Locale = locale.current): string {
	if (items.length < 2) return items[0] ?? '';
	return `${items.slice(0, -1).join(', ')} ${lang === 'da' ? 'og' : 'and'} ${items[items.length - 1]}`;
}

/** Joins what there is, and says nothing twice: a title is often the name of the role. */
export function once(separator: string, ...parts: (string | undefined)[]): string {
	const said = new Set<string>();
	return parts
		.filter((part): part is string => {
			const key = part?.trim().toLocaleLowerCase('da-DK') ?? '';
			const fresh = key !== '' && !said.has(key);
			said.add(key);
			return fresh;
		})
		.join(separator);
}
