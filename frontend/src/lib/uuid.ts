/**
 * A fresh id of version 7 (RFC 9562, section 5.7), which begins with the time: what is
 * sent together lies together in the server's indexes.
 */
export function uuid(): string {
	const bytes = crypto.getRandomValues(new Uint8Array(16));
	const now = Date.now();
	const view = new DataView(bytes.buffer);
	view.setUint16(0, Math.floor(now / 2 ** 32));
	view.setUint32(2, now % 2 ** 32);
	bytes[6] = ((bytes[6] ?? 0) & 0x0f) | 0x70;
	bytes[8] = ((bytes[8] ?? 0) & 0x3f) | 0x80;
	const hex = [...bytes].map((b) => b.toString(16).padStart(2, '0')).join('');
	return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join('-');
}
