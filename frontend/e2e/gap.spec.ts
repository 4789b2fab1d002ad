import { networkAway } from './support/guard';
import { Server, Wire } from './support/server';
import { expect, test as base } from './support/test';
import { fresh, ThreadPage } from './support/thread';

/** More than a client that was away is given one by one (activity.MaxMissed). */
const tooMany = 510;

/** A server that takes so many posts in a row. */
const test = base.extend<object, { server: Server }>({
	server: [
		async ({ postgres }, use) => {
			const server = await Server.start(postgres || undefined, undefined, () =>
				Promise.resolve({ SLUSE_UNLIMITED: 'true' })
			);
			await use(server);
			await server.stop();
		},
		{ scope: 'worker', timeout: 60_000 }
	]
});

test(
	'who missed more than is kept for them begins anew: nothing twice, nothing missing',
	{ tag: ['@crucial', '@desk'] },
	async ({ join, server, guard }) => {
		test.slow();
		guard.allow(networkAway);
		const wire = await Wire.to(server);
		const signe = await join('reference');
		const mette = await join('partner');
		const { id } = await mette.api.openThread(fresh('Længe væk'), 'Inden.');
		const told = new Set<string>();
		signe.page.on('websocket', (socket) =>
			socket.on('framereceived', ({ payload }) => {
				const frame = JSON.parse(String(payload)) as { type: string; topic?: string };
				told.add(`${frame.type} ${frame.topic ?? ''}`);
			})
		);
		const thread = new ThreadPage(signe.page, wire.origin);
		await thread.open(id);
		await expect.poll(() => [...told]).toContain(`subscribed thread:${id}`);

		wire.cut();
		await signe.context.setOffline(true);
		const missed = Array.from({ length: tooMany }, (_, i) => `Nr. ${i + 1}.`);
		for (const text of missed) await mette.api.post(id, text);
		expect([...told]).not.toContain(`reset thread:${id}`);
		wire.mend();
		await signe.context.setOffline(false);

		await expect.poll(() => [...told], { timeout: 40_000 }).toContain(`reset thread:${id}`);
		await thread.say('Så er jeg her igen.');
		await mette.api.post(id, 'Velkommen tilbage.');
		await expect(thread.post('Velkommen tilbage.')).toHaveCount(1);
		// Upwards to where she was: every post is there once, in the one order.
		await expect(async () => {
			await thread.list.evaluate((list) => {
				let scrolls: Element | null = list;
				while (scrolls && getComputedStyle(scrolls).overflowY !== 'auto') scrolls = scrolls.parentElement;
				if (scrolls) scrolls.scrollTop = 0;
			});
			await expect(thread.post('Inden.')).toHaveCount(1, { timeout: 200 });
		}).toPass({ timeout: 60_000 });
		expect(await thread.texts()).toEqual(['Inden.', ...missed, 'Så er jeg her igen.', 'Velkommen tilbage.']);
		wire.close();
	}
);
