/**
 * Execution of native programs: one stdin test is one launch behind all walls, against the same
 * program under plain `python3 -I -S`, one process a test, with no wall at all. Both run two at a
 * time, by turns, so that the machine is the same for both.
 */
import { spawn } from 'node:child_process';
import { type Backend, defaultLimits } from '../../sandbox/contract.ts';
import { findHost } from '../../sandbox/process/host.ts';
import { openProcessBackend, probeProcess } from '../../sandbox/process/index.ts';
import type { BenchOptions, Figure } from '../report.ts';

const bench = 'execution';
const source = 'print(int(input()) * 2)\n';
const concurrency = 2;

/** Yields the figures; returns the baseline, tests/s, for figures of the same run. */
export async function* nativeFigures({
  quick,
}: BenchOptions): AsyncGenerator<Figure, number | undefined> {
  const found = findHost();
  const probe = await probeProcess();
  if (!found.ok || !probe.ok) {
    console.error(`${bench}: no level namespaces here: ${probe.missing.join('; ')}`);
    return undefined;
  }
  await using backend = await openProcessBackend({ concurrency });
  const python = found.host.python.path;
  const rounds = quick ? 4 : 12;
  const tests = quick ? 60 : 150;
  const isolated: number[] = [];
  const plain: number[] = [];
  await inLanes(8, () => isolatedTest(backend));
  for (let round = 0; round < rounds; round++) {
    isolated.push(...(await inLanes(tests, () => isolatedTest(backend))));
    plain.push(...(await inLanes(tests, () => plainTest(python))));
  }
  const [ours, theirs] = [isolated, plain].map(testsPerSecond) as [number, number];
  const workload = `double an integer, ${isolated.length} tests, concurrency ${concurrency}`;
  yield {
    bench,
    figure: 'python stdin tests, namespaces',
    value: ours,
    unit: 'tests/s',
    baseline: 'python3 -I -S spawn per test',
    ratio: ours / theirs,
    workload,
  };
  for (const share of [0.5, 0.99]) {
    const [value, base] = [isolated, plain].map((all) => quantile(all, share)) as [number, number];
    yield {
      bench,
      figure: `python stdin test, namespaces, p${share * 100}`,
      value,
      unit: 'ms',
      baseline: 'python3 -I -S spawn per test',
      ratio: base / value,
      workload,
    };
  }
  yield* calls(backend, quick ? 10 : 40);
  return theirs;
}

/** Function tests share one launch: what a launch and what a further call costs. */
async function* calls(backend: Backend, rounds: number): AsyncIterable<Figure> {
  const program = { language: 'python', source: 'def f(n):\n    return n * 2\n' } as const;
  const many = Array.from(
    { length: 50 },
    () => ({ kind: 'call', fn: 'f', args: '["l",21]' }) as const,
  );
  const started = performance.now();
  for (let i = 0; i < rounds; i++) await backend.run(program, many, defaultLimits);
  const seconds = (performance.now() - started) / 1000;
  yield {
    bench,
    figure: 'python function tests, namespaces',
    value: (rounds * many.length) / seconds,
    unit: 'tests/s',
    workload: `${rounds} programs of ${many.length} calls, one at a time`,
  };
}

async function isolatedTest(backend: Backend): Promise<void> {
  const program = { language: 'python', source } as const;
  const [result] = await backend.run(program, [{ kind: 'script', stdin: '21\n' }], defaultLimits);
  if (result?.stdout !== '42\n') throw new Error(`Expected 42, got ${result?.status}`);
}

function plainTest(python: string): Promise<void> {
  return new Promise((resolve, reject) => {
    const child = spawn(python, ['-I', '-S', '-c', source], { stdio: ['pipe', 'pipe', 'ignore'] });
    let said = '';
    child.stdout.on('data', (text: Buffer) => {
      said += text;
    });
    child.on('error', reject);
    child.on('close', () =>
      said === '42\n' ? resolve() : reject(new Error(`Expected 42, got ${said}`)),
    );
    child.stdin.end('21\n');
  });
}

/** Milliseconds of each of `count` runs, `concurrency` at a time. */
async function inLanes(count: number, run: () => Promise<void>): Promise<number[]> {
  const times: number[] = [];
  let left = count;
  const lane = async () => {
    while (left-- > 0) {
      const started = performance.now();
      await run();
      times.push(performance.now() - started);
    }
  };
  await Promise.all(Array.from({ length: concurrency }, lane));
  return times;
}

const testsPerSecond = (times: readonly number[]) =>
  (1000 * concurrency * times.length) / times.reduce((sum, ms) => sum + ms, 0);

function quantile(values: readonly number[], share: number): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))] ?? Number.NaN;
}
