/**
 * Logic puzzles in process, one thread, task by task: entries made and answers judged a second, and
 * at the end their medians over the tasks.
 */
import { generate, logic, taskByName } from '../verifiers/logic/index.ts';
import type { Bench, Figure } from './report.ts';

const entries = 20;
const strict = { mode: 'strict', extract: 'raw' } as const;

interface Measure {
  readonly name: string;
  readonly unit: string;
  readonly workload: string;
  /** What is timed, ready to be called with 0, 1, 2, … */
  work(task: string): (i: number) => unknown;
}

const measures: readonly Measure[] = [
  {
    name: 'entries made',
    unit: 'entries/s',
    workload: 'default config, own answer checked',
    work: (task) => (index) => generate({ task, seed: 7, index }),
  },
  {
    name: 'answers judged',
    unit: 'answers/s',
    workload: `${entries} entries, a third of the answers wrong but well formed, strict; what an entry's own answer earns is worked out once`,
    work: (task) => judging(task, (i) => (i % 3 === 0 ? i + 1 : i)),
  },
  {
    name: 'wrong answers judged',
    unit: 'answers/s',
    workload: `${entries} entries, each judged by the answer of the next, strict`,
    work: (task) => judging(task, (i) => i + 1),
  },
];

const bench: Bench = async function* ({ quick }) {
  const ms = quick ? 100 : 1_000;
  const found = measures.map(() => [] as number[]);
  for (const task of taskByName.keys()) {
    for (const [k, measure] of measures.entries()) {
      const rate = rateOf(ms, measure.work(task));
      found[k]?.push(rate);
      yield figure(`${task} ${measure.name}`, rate, measure);
    }
  }
  for (const [k, measure] of measures.entries()) {
    const rates = (found[k] ?? []).sort((a, b) => a - b);
    yield figure(`median task, ${measure.name}`, rates[rates.length >> 1] ?? 0, measure);
    yield figure(`slowest task, ${measure.name}`, rates[0] ?? 0, measure);
  }
};

export default bench;

function figure(name: string, value: number, { unit, workload }: Measure): Figure {
  return { bench: 'logic', figure: name, value, unit, workload };
}

/** Judges entries by the answers of the entries that `whose` names. */
function judging(task: string, whose: (i: number) => number): (i: number) => unknown {
  const made = Array.from({ length: entries }, (_, index) => generate({ task, seed: 7, index }));
  const samples = made.map(({ entry, config }, i) => ({
    prompt: undefined,
    response: made[whose(i) % entries]?.entry.answer ?? '',
    reference: { task, entry, config },
    options: strict,
  }));
  return (i) => logic.score(samples[i % entries] as (typeof samples)[number]);
}

/** Calls a second, over about `ms` milliseconds after a fifth of that to warm up. */
function rateOf(ms: number, work: (i: number) => unknown): number {
  repeat(ms / 5, work);
  const { calls, spent } = repeat(ms, work);
  return (1_000 * calls) / spent;
}

function repeat(ms: number, work: (i: number) => unknown): { calls: number; spent: number } {
  const start = performance.now();
  let calls = 0;
  let spent = 0;
  while (spent < ms) {
    for (let n = 0; n < 10; n++) work(calls++);
    spent = performance.now() - start;
  }
  return { calls, spent };
}
