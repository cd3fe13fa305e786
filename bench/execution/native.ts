/**
 * Execution of native programs. A stdin test is a process of its own behind all walls, against the
 * same program under plain `python3 -I -S`, one process a test, with no wall at all. Both run by
 * turns, so that the machine is the same for both.
 */
import { spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import {
  type Backend,
  type Case,
  defaultLimits,
  type LanguageId,
  type RunResult,
} from '../../sandbox/contract.ts';
import { findHost } from '../../sandbox/process/host.ts';
import { openProcessBackend, probeProcess } from '../../sandbox/process/index.ts';
import type { BenchOptions, Figure } from '../report.ts';

const bench = 'execution';
const source = 'print(int(input()) * 2)\n';
const concurrency = 2;
const crowd = 64;
const testsOfSample = 10;
const plainSpawn = 'python3 -I -S spawn per test';

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
  const tests = quick ? 100 : 300;
  await inLanes(concurrency, 8, () => sample(backend));
  const [ours, crowded, theirs, single]: [Lap[], Lap[], Lap[], Lap[]] = [[], [], [], []];
  for (let round = 0; round < rounds; round++) {
    ours.push(await inLanes(concurrency, tests / testsOfSample, () => sample(backend)));
    crowded.push(await inLanes(crowd, tests / testsOfSample, () => sample(backend)));
    theirs.push(await inLanes(concurrency, tests / 2, () => plainTest(python)));
    single.push(await inLanes(concurrency, tests / 2, () => oneTest(backend)));
  }
  const isolated = perSecond(ours) * testsOfSample;
  const plain = perSecond(theirs);
  const workload = `double an integer, samples of ${testsOfSample} tests`;
  const at = (lanes: number) => `${workload}, concurrency ${lanes}`;
  yield {
    bench,
    figure: 'python stdin tests, namespaces',
    value: isolated,
    unit: 'tests/s',
    baseline: plainSpawn,
    ratio: isolated / plain,
    workload: at(concurrency),
  };
  yield {
    bench,
    figure: `python stdin tests, concurrency ${crowd}`,
    value: perSecond(crowded) * testsOfSample,
    unit: 'tests/s',
    baseline: `the same at concurrency ${concurrency}`,
    ratio: (perSecond(crowded) * testsOfSample) / isolated,
    workload: at(crowd),
  };
  for (const share of [0.5, 0.99]) {
    const [value, base] = [single, theirs].map((laps) => quantile(laps, share)) as [number, number];
    yield {
      bench,
      figure: `python stdin test, namespaces, p${share * 100}`,
      value,
      unit: 'ms',
      baseline: plainSpawn,
      ratio: base / value,
      workload: `double an integer, samples of one test, concurrency ${concurrency}`,
    };
  }
  yield* calls(backend, quick ? 10 : 40);
  yield* compiled(backend);
  yield* mixed(backend, quick ? 100 : 1_000);
  return plain;
}

/** Function tests share one load: what a further call costs. */
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

/** Ten tests of one C++ program cost one compile step; so does the same program once more. */
async function* compiled(backend: Backend): AsyncIterable<Figure> {
  if (!backend.languages.includes('cpp')) {
    console.error(`${bench}: no g++ here`);
    return;
  }
  const program = (n: number) => ({
    language: 'cpp' as const,
    source: `#include <iostream>\nint main() { int x; std::cin >> x; std::cout << x * ${n} << '\\n'; }\n`,
  });
  const timed = async (n: number, count: number) => {
    const cases = Array.from({ length: count }, () => ({ kind: 'script', stdin: '21\n' }) as const);
    const started = performance.now();
    const results = await backend.run(program(n), cases, defaultLimits);
    expect(results, `${21 * n}\n`);
    return performance.now() - started;
  };
  const one = await timed(3, 1);
  const ten = await timed(4, testsOfSample);
  const again = await timed(4, testsOfSample);
  const workload = 'a program with iostream, g++ -O2';
  yield {
    bench,
    figure: 'C++ sample of 10 tests',
    value: ten,
    unit: 'ms',
    baseline: '10 times the sample of 1 test',
    ratio: (10 * one) / ten,
    workload,
  };
  yield {
    bench,
    figure: 'C++ sample of 10 tests, compiled before',
    value: again,
    unit: 'ms',
    baseline: 'the first time',
    ratio: ten / again,
    workload,
  };
}

const hostile: readonly string[] = [
  'while True: pass',
  'a = []\nwhile True: a.append(bytearray(1 << 20))',
  'import os\nwhile True:\n    try: os.fork()\n    except OSError: pass',
  'while True: print("x" * 4096)',
  'import os\nos.kill(1, 9)\nos._exit(0)',
];
const mixedLimits = { ...defaultLimits, testMs: 1000, totalMs: 1000, memoryMb: 128 };

/** One in twenty programs is hostile: what the others lose by it, beyond its time limit. */
async function* mixed(backend: Backend, count: number): AsyncIterable<Figure> {
  const stdin: readonly Case[] = [{ kind: 'script', stdin: '21\n' }];
  const run = async (programs: readonly string[]): Promise<number> => {
    let next = 0;
    const lap = await inLanes(concurrency, programs.length, async () => {
      const program = { language: 'python' as const, source: programs[next++] as string };
      const results = await backend.run(program, stdin, mixedLimits);
      if (!hostile.includes(program.source)) expect(results, '42\n');
    });
    return lap.wall;
  };
  const kinds = hostile.length;
  const programs = Array.from({ length: count }, (_, i) =>
    i % 20 === 19 ? (hostile[((i - 19) / 20) % kinds] as string) : source,
  );
  const alone = await run(programs.filter((one) => one === source));
  const both = await run(programs);
  const allowed = alone + ((count / 20) * mixedLimits.testMs) / concurrency;
  yield {
    bench,
    figure: 'mixed programs, 5 % hostile',
    value: both / 1000,
    unit: 's',
    baseline: "the honest ones alone plus the hostile ones' time limits",
    ratio: allowed / both,
    workload: `${count} programs, hostile ones cut at 1 s, concurrency ${concurrency}`,
  };
}

/** RSS of this process and of all that it started, MiB. */
export function residentMb(): number {
  const children = (pid: string): string[] => {
    try {
      const text = readFileSync(`/proc/${pid}/task/${pid}/children`, 'latin1');
      return text.split(' ').filter(Boolean);
    } catch {
      return [];
    }
  };
  const tree = (pid: string): string[] => [pid, ...children(pid).flatMap(tree)];
  const pss = (pid: string) => {
    try {
      const text = readFileSync(`/proc/${pid}/smaps_rollup`, 'latin1');
      return Number(/^Pss:\s+(\d+)/m.exec(text)?.[1] ?? 0);
    } catch {
      return 0;
    }
  };
  return tree(String(process.pid)).reduce((sum, pid) => sum + pss(pid), 0) / 1024;
}

function expect(results: readonly RunResult[], stdout: string): void {
  const bad = results.find((result) => result.stdout !== stdout);
  if (bad) throw new Error(`Expected ${stdout}, got ${bad.status}: ${bad.error}`);
}

async function sample(backend: Backend): Promise<void> {
  const cases = Array.from(
    { length: testsOfSample },
    () => ({ kind: 'script', stdin: '21\n' }) as const,
  );
  expect(
    await backend.run({ language: 'python' as LanguageId, source }, cases, defaultLimits),
    '42\n',
  );
}

async function oneTest(backend: Backend): Promise<void> {
  const cases = [{ kind: 'script', stdin: '21\n' }] as const;
  expect(await backend.run({ language: 'python', source }, cases, defaultLimits), '42\n');
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

/** How long each run took, and all of them together, milliseconds. */
interface Lap {
  readonly each: readonly number[];
  readonly wall: number;
}

async function inLanes(lanes: number, count: number, run: () => Promise<void>): Promise<Lap> {
  const each: number[] = [];
  let left = count;
  const lane = async () => {
    while (left-- > 0) {
      const started = performance.now();
      await run();
      each.push(performance.now() - started);
    }
  };
  const started = performance.now();
  await Promise.all(Array.from({ length: lanes }, lane));
  return { each, wall: performance.now() - started };
}

function perSecond(laps: readonly Lap[]): number {
  const sum = (of: (lap: Lap) => number) => laps.reduce((total, lap) => total + of(lap), 0);
  return (1000 * sum(({ each }) => each.length)) / sum(({ wall }) => wall);
}

function quantile(laps: readonly Lap[], share: number): number {
  const sorted = laps.flatMap(({ each }) => each).sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))] ?? Number.NaN;
}
