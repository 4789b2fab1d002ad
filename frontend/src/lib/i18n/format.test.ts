import { describe, expect, it } from 'vitest';
import { ago, compare, dayLine, due, list, longDate, longDateTime, once, time, week, years } from './format';

const now = '2026-11-19T09:52:00Z';

describe('dates in Danish habits', () => {
	it('has a whole date with its time', () => {
		expect(longDateTime('2026-03-28T11:00:00Z', 'da')).toBe('lørdag den 28. marts 2026 kl. 12.00');
		expect(longDateTime('2026-03-29T10:00:00Z', 'da')).toBe('søndag den 29. marts 2026 kl. 12.00');
	});

	it('takes a whole day as that day, whatever the zone', () => {
		expect(longDate('2026-12-01', 'da')).toBe('tirsdag den 1. december 2026');
		expect(longDate('2026-12-01', 'en')).toBe('Tuesday 1 December 2026');
	});

	it.each([
		['2026-11-19T09:47:00Z', 'i dag kl. 10.47'],
		['2026-11-18T14:20:00Z', 'i går kl. 15.20'],
		['2026-11-17T08:05:00Z', 'tirsdag kl. 9.05'],
		['2026-11-12T08:05:00Z', '12. november'],
		['2025-11-12T08:05:00Z', '12. november 2025'],
		['2026-11-18T23:10:00Z', 'i dag kl. 0.10']
	])('says %s as »%s«', (at, words) => expect(ago(at, now, 'da')).toBe(words));

	it('has a line above each day', () => {
		expect(dayLine('2026-11-18T14:00:00Z', now, 'da')).toBe('i går, onsdag den 18. november');
		expect(dayLine('2026-11-03T14:00:00Z', now, 'da')).toBe('tirsdag den 3. november');
	});

	it('says a deadline in words', () => {
		expect(due('2026-11-20T11:00:00Z', now, 'da')).toBe('i morgen kl. 12.00');
		expect(due('2026-11-25', now, 'da')).toBe('onsdag den 25. november');
	});

	it('numbers weeks as calendars do', () => {
		expect([week('2026-11-19'), week('2027-01-01'), week('2027-01-12'), week('2026-12-31')]).toEqual([
			47, 53, 2, 53
		]);
	});

	it('writes times without a leading zero, in Copenhagen’s time', () => {
		expect(time('2026-07-01T06:05:00Z', 'da')).toBe('8.05');
		expect(time('2026-07-01T06:05:00Z', 'en')).toBe('8:05');
	});

	it('puts æ, ø and å last', () => {
		expect(['Ærø', 'Aabenraa', 'Åbenrå', 'Ølgod', 'Zealand', 'Billund'].sort(compare)).toEqual([
			'Billund',
			'Zealand',
			'Ærø',
			'Ølgod',
			'Aabenraa',
			'Åbenrå'
		]);
	});

	it('says nothing twice', () => {
		expect(once('. ', 'Projektkoordinator', 'projektkoordinator ')).toBe('Projektkoordinator');
		expect(once(' · ', 'Leder', '', undefined, 'Partner')).toBe('Leder · Partner');
	});

	it('joins names and years', () => {
		expect(list(['Roskilde', 'Herlev', 'Silkeborg'], 'da')).toBe('Roskilde, Herlev og Silkeborg');
		expect([years('2019-01-01', '2022-12-31'), years('2026-01-01', '')]).toEqual(['2019–2022', '2026']);
	});
});
