import type { Reporter, TestCase, TestResult } from '@playwright/test/reporter';

/** Says in one line how many pages were looked at for accessibility. */
export default class Summary implements Reporter {
	#passed = 0;
	#failed: string[] = [];

	onTestEnd(test: TestCase, result: TestResult) {
		const look = test.annotations.find((a) => a.type === 'axe');
		if (!look) return;
		if (result.status === 'passed') this.#passed += 1;
		else this.#failed.push(`${look.description} (${test.parent.project()?.name})`);
	}

	onEnd() {
		const all = this.#passed + this.#failed.length;
		if (all === 0) return;
		const bad = this.#failed.length > 0 ? `, not in order: ${this.#failed.join(', ')}` : ', no violation';
		process.stdout.write(`\naxe: ${all} pages and states, each light and dark${bad}\n`);
	}

	printsToStdio() {
		return false;
	}
}
