/**
 * Whole data sets through `assay score`, a process of its own, against the engine alone on rows that
 * are in memory already: rows a second, and the most memory that the process had.
 */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openWriter } from '../datasets/io/writer.ts';
import type { Backend } from '../src/engine/backends/contract.ts';
import { openLocal } from '../src/engine/backends/local.ts';
import type { Bench, Figure } from './report.ts';

const bin = join(import.meta.dirname, '../bin/assay.js');
const filler = 'Let us look at each case in turn and write down what follows from it. '.repeat(4);

/** No two rows are equal, so that none is scored as a duplicate. */
const row = (n: number) => ({
  id: `row-${n}`,
  verifier: 'math',
  response: `${filler}So the answer is \\boxed{${n % 2 ? `\\frac{${n}}{8}` : n / 8}}.`,
  reference: { answer: `\\frac{${n}}{8}` },
});

const bench: Bench = async function* ({ quick }) {
  const rows = quick ? 12_000 : 1_000_000;
  const folder = mkdtempSync(join(tmpdir(), 'assay-bench-'));
  try {
    const startMs = await startOf(folder);
    for (const [name, input, output] of [
      ['JSON lines', 'rows.jsonl', 'out.jsonl'],
      ['Parquet', 'rows.parquet', 'out.parquet'],
    ] as const) {
      await write(join(folder, input), rows);
      const before = await engineRate(rows);
      const { ms, peakMb } = await score(folder, [input, '--output', output]);
      const after = await engineRate(rows);
      const rate = (1000 * rows) / (ms - startMs);
      const workload = `${rows} math rows, ${input} to ${output}`;
      const figure = (what: string, value: number, unit: string): Figure => ({
        bench: 'datasets',
        figure: `${name}, ${what}`,
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
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
};

export default bench;

async function write(path: string, rows: number): Promise<void> {
  const writer = await openWriter(path);
  for (let n = 0; n < rows; n++) await writer.write(row(n));
  await writer.commit();
}

/** What a process needs before its first row, and after its last. */
async function startOf(folder: string): Promise<number> {
  await write(join(folder, 'one.jsonl'), 1);
  await score(folder, ['one.jsonl']); // the disk's cache is warm
  return (await score(folder, ['one.jsonl'])).ms;
}

/** Samples a second of the engine, its threads and code warm. */
async function engineRate(rows: number): Promise<number> {
  await using backend = await openLocal({});
  const most = Math.min(rows, 60_000);
  await through(backend, most, 10_000);
  const start = performance.now();
  await through(backend, 0, most);
  return (1000 * most) / (performance.now() - start);
}

async function through(backend: Backend, from: number, count: number): Promise<void> {
  let next = from;
  const lane = async () => {
    while (next < from + count) {
      const start = next;
      next += backend.batch;
      const samples = Array.from({ length: backend.batch }, (_, k) => row(start + k));
      const verdicts = await backend.score(samples);
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
