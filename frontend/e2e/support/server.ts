import { execFileSync, spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { connect, createServer, type Server as NetServer, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';

const binary = resolve(process.env.SLUSE_BINARY ?? '../bin/sluse');
const readyWithinMs = 30_000;

/** How long a mail about a post waits in the tests; long enough for its reader to be there first. */
export const mailDelayMs = 2_000;

/** One line of the program's log. */
interface LogLine {
	level: string;
	msg: string;
	status?: number;
	[key: string]: unknown;
}

/** A program of its own: the real binary with demo data, its own port, folder and database. */
export class Server {
	readonly origin: string;
	readonly dataDir: string;
	#port: number;
	#database: Database | undefined;
	#process: ChildProcess | undefined;
	#log: string[] = [];
	#more: Record<string, string> = {};

	private constructor(port: number, database: Database | undefined, host: string) {
		this.#port = port;
		this.origin = `http://${host}:${port}`;
		this.dataDir = mkdtempSync(join(tmpdir(), 'sluse-e2e-'));
		this.#database = database;
	}

	/**
	 * Starts a server on SQLite, or on a fresh PostgreSQL database of the server that `postgres` names.
	 * People come to it by a number, or by the name that `host` gives, which passkeys need.
	 * What else it is set to may depend on where it will be.
	 */
	static async start(
		postgres?: string,
		host = '127.0.0.1',
		more?: (origin: string) => Promise<Record<string, string>>
	): Promise<Server> {
		const server = new Server(await freePort(), postgres ? Database.create(postgres) : undefined, host);
		server.#more = (await more?.(server.origin)) ?? {};
		await server.start();
		return server;
	}

	/** Starts it, again at the same address, and waits until it takes requests. */
	async start() {
		const child = spawn(binary, ['serve', '--demo'], {
			env: { ...process.env, ...this.#settings() },
			stdio: ['ignore', 'ignore', 'pipe']
		});
		this.#process = child;
		let rest = '';
		child.stderr?.setEncoding('utf8').on('data', (chunk: string) => {
			const lines = (rest + chunk).split('\n');
			rest = lines.pop() ?? '';
			this.#log.push(...lines);
		});
		await this.#ready(child);
	}

	/** Ends it as a power cut would. */
	async kill() {
		await this.#end('SIGKILL');
	}

	/** Ends it and removes what it left. */
	async stop() {
		await this.#end('SIGTERM');
		this.#database?.drop();
		rmSync(this.dataDir, { recursive: true, force: true });
	}

	/** Runs one of the operator's commands beside the server. */
	command(...args: string[]): string {
		return execFileSync(binary, args, { env: { ...process.env, ...this.#settings() }, encoding: 'utf8' });
	}

	/** What the program said went wrong since this was last asked. */
	troubles(): string[] {
		return this.#log.splice(0).filter((line) => {
			const said = parse(line);
			return !said || said.level === 'ERROR' || (said.msg === 'request' && (said.status ?? 0) >= 500);
		});
	}

	#settings(): Record<string, string> {
		return {
			SLUSE_ADDR: `127.0.0.1:${this.#port}`,
			SLUSE_BASE_URL: this.origin,
			SLUSE_DATA_DIR: this.dataDir,
			SLUSE_DATABASE_URL: this.#database?.url ?? '',
			SLUSE_DEMO: 'true',
			SLUSE_MAIL_DELAY: `${mailDelayMs}ms`,
			SLUSE_SUPPORT_EMAIL: 'hjaelp@sluse.example',
			SLUSE_LOG: 'json',
			...this.#more
		};
	}

	async #ready(child: ChildProcess) {
		const giveUp = Date.now() + readyWithinMs;
		while (Date.now() < giveUp && child.exitCode === null) {
			const answer = await fetch(`${this.origin}/readyz`).catch(() => undefined);
			if (answer?.ok) return;
			await pause(25);
		}
		throw new Error(`${binary} did not get ready:\n${this.#log.join('\n')}`);
	}

	async #end(signal: NodeJS.Signals) {
		const child = this.#process;
		this.#process = undefined;
		if (!child || child.exitCode !== null) return;
		const gone = once(child, 'exit');
		child.kill(signal);
		await gone;
	}
}

/** A database of its own in a PostgreSQL server that tests may fill. */
class Database {
	private constructor(
		readonly url: string,
		private readonly server: string,
		private readonly name: string
	) {}

	static create(server: string): Database {
		const name = `sluse_e2e_${process.pid}_${Date.now()}`;
		psql(server, `CREATE DATABASE ${name}`);
		return new Database(server.replace(/^(postgres(?:ql)?:\/\/[^/]*\/)[^?]*/, `$1${name}`), server, name);
	}

	drop() {
		psql(this.server, `DROP DATABASE IF EXISTS ${this.name} WITH (FORCE)`);
	}
}

function psql(url: string, statement: string) {
	execFileSync('psql', ['--no-psqlrc', '--quiet', '--dbname', url, '--command', statement], {
		stdio: 'pipe'
	});
}

function parse(line: string): LogLine | undefined {
	try {
		return JSON.parse(line) as LogLine;
	} catch {
		return undefined;
	}
}

/** The line between a browser and the server, which can be cut like a train's in a tunnel. */
export class Wire {
	#server: NetServer;
	#ends = new Set<Socket>();
	#cut = false;
	#left = Infinity;

	private constructor(to: number) {
		this.#server = createServer((near) => {
			if (this.#cut) return void near.destroy();
			const far = connect(to, '127.0.0.1');
			for (const end of [near, far]) {
				this.#ends.add(end);
				end
					.on('error', () => undefined)
					.on('close', () => {
						this.#ends.delete(end);
						near.destroy();
						far.destroy();
					});
			}
			near.on('data', (bytes: Buffer) => {
				this.#left -= bytes.length;
				if (this.#left <= 0) near.unpipe(far).pause();
			});
			near.pipe(far).pipe(near);
		});
	}

	static async to(server: Server): Promise<Wire> {
		const wire = new Wire(Number(new URL(server.origin).port));
		await once(wire.#server.listen(0, '127.0.0.1'), 'listening');
		return wire;
	}

	/** Where the browser finds the server through this line. */
	get origin(): string {
		const address = this.#server.address();
		if (!address || typeof address === 'string') throw new Error('the line is not up');
		return `http://127.0.0.1:${address.port}`;
	}

	cut() {
		this.#cut = true;
		for (const end of this.#ends) end.destroy();
	}

	/** Takes so many bytes to the server and then no more, as where a train stands at the edge of a net. */
	stall(after: number) {
		this.#left = after;
	}

	mend() {
		this.#cut = false;
		this.#left = Infinity;
	}

	/** What is open carries nothing any more and is not closed either, as when a laptop sleeps; what is opened later does. */
	sleep() {
		for (const end of this.#ends) {
			end.unpipe();
			end.pause();
		}
	}

	close() {
		this.cut();
		this.#server.close();
	}
}

async function freePort(): Promise<number> {
	const probe = createServer().listen(0, '127.0.0.1');
	await once(probe, 'listening');
	const address = probe.address();
	probe.close();
	await once(probe, 'close');
	if (!address || typeof address === 'string') throw new Error('no free port');
	return address.port;
}
