/**
 * Whole data sets through `assay score`, a process of its own, against the engine alone on rows that
 * are in memory already: rows a second, and the most memory that the process had. `npm run build`
 * first measures what an installed package does.
 */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openWriter } from '../datasets/io/writer.ts';
import type { Backend } from '../src/engine/backends/contract.ts';
import { openLocal } from '../src/engine/backends/local.ts';
import type { Bench, Figure } from './report.ts';
import { codeSample, mathSample } from './samples.ts';

/** What an installed package runs, where it has been built; reading the sources takes memory too. */
const compiled = join(import.meta.dirname, '../dist/src/cli/main.js');
const isCompiled = existsSync(compiled);
const bin = isCompiled ? compiled : join(import.meta.dirname, '../bin/assay.js');

interface Workload {
  readonly name: string;
  readonly rows: number;
  readonly quick: number;
  /** Rows that the engine alone is measured with, and first warmed with. */
  readonly alone: number;
  readonly warm: number;
  /** No two rows are equal, so that none is scored as a duplicate. */
  row(n: number): Record<string, unknown>;
}

const workloads: readonly Workload[] = [
  {
    name: 'math',
    rows: 1_000_000,
    quick: 12_000,
    alone: 60_000,
    warm: 10_000,
    row: (n) => ({ id: `row-${n}`, ...mathSample(n, 4) }),
  },
  {
    name: 'code',
    rows: 20_000,
    quick: 600,
    alone: 4_000,
    warm: 200,
    row: (n) => ({ id: `row-${n}`, ...codeSample(n) }),
  },
];

const bench: Bench = async function* ({ quick }) {
  const folder = mkdtempSync(join(tmpdir(), 'assay-bench-'));
  try {
    const startMs = await startOf(folder);
    for (const work of workloads) {
      const rows = quick ? work.quick : work.rows;
      for (const [name, input, output] of [
        ['JSON lines', 'rows.jsonl', 'out.jsonl'],
        ['Parquet', 'rows.parquet', 'out.parquet'],
      ] as const) {
        await write(join(folder, input), work, rows);
        const before = await engineRate(work, rows);
        const { ms, peakMb } = await score(folder, [input, '--output', output]);
        const after = await engineRate(work, rows);
        const rate = (1000 * rows) / (ms - startMs);
        const workload = `${rows} ${work.name} rows, ${input} to ${output}${isCompiled ? '' : ', from sources'}`;
        const figure = (what: string, value: number, unit: string): Figure => ({
          bench: 'datasets',
          figure: `${name}, ${work.name}, ${what}`,
          value,
          unit,
          workload,
        });
        yield {
          ...figure('rows scored', rate, 'rows/s'),
          baseline: 'the engine in process',
          ratio: (2 * rate) / (before + after),
        };
        yield figure('most memory', peakMb, 'MiB');
        for (const file of [input, output]) rmSync(join(folder, file));
      }
    }
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
};

export default bench;

async function write(path: string, { row }: Workload, rows: number): Promise<void> {
  const writer = await openWriter(path);
  for (let n = 0; n < rows; n++) await writer.write(row(n));
  await writer.commit();
}

/** What a process needs before its first row, and after its last. */
async function startOf(folder: string): Promise<number> {
  await write(join(folder, 'one.jsonl'), workloads[0] as Workload, 1);
  await score(folder, ['one.jsonl']); // the disk's cache is warm
  return (await score(folder, ['one.jsonl'])).ms;
}

/** Samples a second of the engine, its threads, sandboxes and code warm. */
async function engineRate({ row, alone, warm }: Workload, rows: number): Promise<number> {
  await using backend = await openLocal({});
  const most = Math.min(rows, alone);
  await through(backend, row, most, warm);
  const start = performance.now();
  await through(backend, row, 0, most);
  return (1000 * most) / (performance.now() - start);
}

async function through(
  backend: Backend,
  row: Workload['row'],
  from: number,
  count: number,
): Promise<void> {
  let next = from;
  const lane = async () => {
    while (next < from + count) {
      const start = next;
      next += backend.batch;
      const length = Math.min(backend.batch, from + count - start);
      const verdicts = await backend.score(Array.from({ length }, (_, k) => row(start + k)));
      const wrong = verdicts.find(({ correct }) => !correct);
      if (wrong) throw new Error(`Expected full marks, got ${JSON.stringify(wrong)}`);
    }
  };
  await Promise.all(Array.from({ length: backend.ahead }, lane));
}

async function score(folder: string, args: readonly string[]) {
  const start = performance.now();
  const child = spawn(process.execPath, [bin, 'score', ...args], {
    cwd: folder,
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  let said = '';
  child.stderr.setEncoding('utf8').on('data', (text) => {
    said += text;
  });
  let peakMb = 0;
  const timer = setInterval(() => {
    peakMb = Math.max(peakMb, peakOf(child));
  }, 50);
  const [status] = await once(child, 'close');
  clearInterval(timer);
  if (status !== 0 || !/ 0 unscorable/.test(said)) throw new Error(`assay score failed: ${said}`);
  return { ms: performance.now() - start, peakMb };
}

/** The high-water mark of resident memory, MiB; 0 where the system does not tell. */
function peakOf({ pid }: ChildProcess): number {
  try {
    const [, kb] = /VmHWM:\s*(\d+) kB/.exec(readFileSync(`/proc/${pid}/status`, 'utf8')) ?? [];
    return Number(kb ?? 0) / 1024;
  } catch {
    return 0; // it has just ended
  }
}
