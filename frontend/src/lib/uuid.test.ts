import { afterEach, describe, expect, it, vi } from 'vitest';
import { uuid } from './uuid';

describe('uuid', () => {
	afterEach(() => {
		vi.useRealTimers();
	});

	it('is of version 7 and begins with the time, to the millisecond', () => {
		vi.useFakeTimers({ now: 0x0195_4a3c_8fe1 });
		expect(uuid()).toMatch(/^01954a3c-8fe1-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
	});

	it('is another one each time', () => {
		const made = new Set(Array.from({ length: 1000 }, uuid));
		expect(made.size).toBe(1000);
	});

	it('sorts by when it was made', () => {
		vi.useFakeTimers({ now: 0xffff_ffff });
		const before = uuid();
		vi.advanceTimersByTime(1);
		expect(before < uuid()).toBe(true);
	});
});
