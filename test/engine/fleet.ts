/** Parts of a fleet for tests: worker processes, rows that take a while, verdicts to compare. */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Verdict } from '../../verifiers/contract.ts';
import type { TestRedis } from '../support/redis.ts';

const bin = join(import.meta.dirname, '../../bin/assay.js');

export interface WorkerProcess extends AsyncDisposable {
  readonly child: ChildProcess;
  /** What it said so far. */
  said(): string;
  /** Ends it and waits; its exit code, null after a signal. */
  end(signal: NodeJS.Signals): Promise<number | null>;
}

/** Starts `assay worker` and waits until it takes jobs. */
export async function startWorker(
  url: string,
  args: readonly string[] = [],
  env: Readonly<Record<string, string>> = {},
): Promise<WorkerProcess> {
  const lease = ['--lease-ms', '1500', '--workers', '1', '--max-level', 'isolate'];
  const child = spawn(process.execPath, [bin, 'worker', ...lease, ...args], {
    env: { PATH: process.env.PATH, ASSAY_QUEUE: url, ASSAY_SANDBOX: 'lazy', ...env },
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  let said = '';
  child.stderr?.setEncoding('utf8').on('data', (text: string) => {
    said += text;
  });
  const end = async (signal: NodeJS.Signals) => {
    if (child.exitCode !== null || child.signalCode !== null) return child.exitCode;
    const gone = once(child, 'exit');
    child.kill(signal);
    const [code] = await gone;
    return code as number | null;
  };
  try {
    await until(() => {
      if (child.exitCode !== null) throw new Error(`Expected a worker, it ended: ${said}`);
      return said.includes('taking jobs');
    });
  } catch (error) {
    await end('SIGKILL'); // it would take the jobs of the tests after this one
    throw error;
  }
  return {
    child,
    said: () => said,
    end,
    async [Symbol.asyncDispose]() {
      await end('SIGKILL');
    },
  };
}

/** Polls until it is so; fails after two minutes, long even for a busy machine. */
export async function until(is: () => boolean | Promise<boolean>): Promise<void> {
  const start = performance.now();
  while (!(await is())) {
    if (performance.now() - start > 120_000) throw new Error(`Expected ${is} within 120 s`);
    await sleep(20);
  }
}

/** How many jobs of the queue `score` wait, are worked on, or are to be tried again. */
export async function jobsIn(
  redis: TestRedis,
  list: 'wait' | 'active' | 'delayed',
): Promise<number> {
  const ask = list === 'delayed' ? 'ZCARD' : 'LLEN'; // BullMQ sorts these by their time
  return Number((await redis.ask(ask, `assay:score:${list}`)).slice(1));
}

/** Rows whose verdicts differ, some of which take a while: one in eight runs a program. */
export function rows(count: number, tag: string): object[] {
  return Array.from({ length: count }, (_, i) => {
    const id = `${tag}-${i}`;
    if (i % 8 !== 7) {
      const response = `${tag} gives \\boxed{${i % 3 ? i : `\\frac{${2 * i}}{2}`}}`;
      return { id, verifier: 'math', response, reference: { answer: `${i % 5 ? i : i + 1}` } };
    }
    const response = `\`\`\`javascript\nfunction f(x) { let s = 0; for (let i = 0; i < 2e7; i++) s += i & 1; return x + ${i}; } // ${tag}\n\`\`\``;
    const tests = {
      kind: 'function',
      fn_name: 'f',
      inputs: [[0], [1]],
      outputs: [i, i % 16 ? i + 1 : 0],
    };
    return { id, verifier: 'code', response, reference: { language: 'javascript', tests } };
  });
}

/** A verdict without what no two runs share. */
export function timeless(verdict: Verdict | undefined): unknown {
  return JSON.parse(
    JSON.stringify(verdict, (key, value) => (key === 'ms' || key === 'max_rss_bytes' ? 0 : value)),
  );
}
