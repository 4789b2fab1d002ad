import { describe, expect, it } from 'vitest';
import { bytes, text } from './webauthn';

describe('base64url', () => {
	it('comes back as it went, whatever the length', () => {
		for (let length = 0; length < 70; length++) {
			const some = Uint8Array.from({ length }, (_, at) => (at * 37 + 251) % 256);
			expect(text(some.buffer)).toMatch(/^[\w-]*$/);
			expect([...bytes(text(some.buffer))]).toEqual([...some]);
		}
	});

	it('knows the two signs that differ from base64', () => {
		expect(text(Uint8Array.of(0xfb, 0xff).buffer)).toBe('-_8');
		expect([...bytes('-_8')]).toEqual([0xfb, 0xff]);
	});
});
