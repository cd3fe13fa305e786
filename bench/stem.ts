/**
 * Answers judged a second by the STEM verifier, one thread, one figure a kind of answer. The
 * workload is the repository's own case tables; mathjs's units, converting and comparing the plain
 * quantities both can read, are the baseline of the quantity figure.
 */
import { readFileSync } from 'node:fs';
import { unit } from 'mathjs';
import { type StemOptions, type StemReference, stem } from '../verifiers/stem/index.ts';
import type { Bench, BenchOptions, Figure } from './report.ts';

interface Work {
  readonly response: string;
  readonly reference: StemReference;
  readonly options: StemOptions;
}

const files = { quantity: 'quantity', mcq: 'mcq', chemistry: 'chemistry', text: 'text' } as const;

function load(name: string): Work[] {
  return readFileSync(new URL(`../test/cases/stem-${name}.jsonl`, import.meta.url), 'utf8')
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => {
      const { response, options = {}, ...reference } = JSON.parse(line);
      return {
        response,
        reference: stem.reference.parse(reference),
        options: stem.options.parse(options),
      };
    });
}

/** Calls of `work` a second, warmed up, over about `ms` milliseconds. */
function rate(work: () => void, calls: number, ms: number): number {
  work();
  let rounds = 0;
  const start = performance.now();
  let spent = 0;
  while (spent < ms) {
    work();
    rounds++;
    spent = performance.now() - start;
  }
  return (1000 * rounds * calls) / spent;
}

const judge = (work: readonly Work[]) => (): void => {
  for (const task of work) stem.score({ ...task, prompt: undefined });
};

const pairs = [
  ['9.81 m/s^2', '981 cm/s^2'],
  ['2 atm', '202.65 kPa'],
  ['90 min', '1.5 hours'],
  ['5 L', '5000 mL'],
  ['1 eV', '1.602e-19 J'],
  ['10 kg', '22.05 lb'],
  ['1 N', '1 kg m/s^2'],
  ['50 mi/h', '22.35 m/s'],
] as const;

const bench: Bench = async function* ({ quick }: BenchOptions): AsyncIterable<Figure> {
  const ms = quick ? 1_000 : 4_000;
  for (const [kind, file] of Object.entries(files)) {
    const work = load(file);
    yield {
      bench: 'stem',
      figure: `${kind} answers`,
      value: rate(judge(work), work.length, ms),
      unit: 'answers/s',
      workload: `${work.length} rows of test/cases/stem-${file}.jsonl, one thread`,
    };
  }
  const ours = pairs.map(([answer, response]) => ({
    response,
    reference: stem.reference.parse({ answer, kind: 'quantity' }),
    options: stem.options.parse({}),
  }));
  const value = rate(judge(ours), pairs.length, ms);
  const theirs = rate(
    () => {
      for (const [gold, answer] of pairs) {
        const asked = unit(gold);
        const given = unit(answer).to(asked.formatUnits());
        if (Math.abs(given.toNumber(asked.formatUnits()) / asked.toNumber() - 1) > 0.01) return;
      }
    },
    pairs.length,
    ms,
  );
  yield {
    bench: 'stem',
    figure: 'unit conversions, extraction included',
    value,
    unit: 'answers/s',
    workload: `${pairs.length} pairs of quantities, one thread`,
    baseline: 'mathjs unit() and to(), no extraction',
    ratio: value / theirs,
  };
};

export default bench;
