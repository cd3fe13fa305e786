/** How many primes lie between two numbers. */
import { z } from 'zod';
import { equal, integer } from '../../../rational.ts';
import { containsOracle, faultyEntry, malformed, right, wrong } from '../../mark.ts';
import { defineTask, ordered } from '../../task.ts';
import { parseNumber } from '../../text/number.ts';

/** Largest number the table of primes is made for. */
const limit = 1_000_000;
const config = z
  .strictObject({
    min_n: z.int().min(1).max(limit).default(1),
    max_n: z.int().min(1).max(limit).default(10_000),
  })
  .superRefine(ordered(['min_n', 'max_n']));

const metadata = z.looseObject({ start: z.int(), end: z.int(), solution: z.int().min(0) });

export const countPrimes = defineTask({
  name: 'count_primes',
  category: 'algorithmic',
  summary: 'Count the primes between two numbers',
  answerFormat: 'one integer',
  config,
  metadata,
  curriculum: [
    {
      kind: 'range',
      name: 'n',
      fields: ['min_n', 'max_n'],
      levels: [10, 1000, 10000, 50000, 100000],
      interval: true,
    },
  ],

  generate(rng, c) {
    const [a, b] = [rng.randint(c.min_n, c.max_n), rng.randint(c.min_n, c.max_n)];
    const [start, end] = [Math.min(a, b), Math.max(a, b)];
    const { upTo, list } = primeTable(end);
    const [from, to] = [upTo[start - 1] as number, upTo[end] as number];
    return {
      question: `How many prime numbers p are there with ${start} ≤ p ≤ ${end}?`,
      answer: String(to - from),
      metadata: {
        start,
        end,
        primes: list.slice(from, to),
        solution: to - from,
        n: [c.min_n, c.max_n],
      },
      difficulty: { n: [c.min_n, c.max_n] },
    };
  },

  score(answer, { entry, mode }) {
    if (mode === 'compat') return containsOracle(answer, (entry.answer ?? '').trim());
    const { start, end, solution } = entry.metadata;
    const count = countBetween(start, end) ?? solution;
    if (count !== solution) return faultyEntry(`Expected ${count} as the solution`);
    const value = parseNumber(answer);
    if (!value) return malformed('Expected one integer');
    return equal(value, integer(count)) ? right : wrong(`Expected ${count}`);
  },
});

/** Null beyond the table. */
function countBetween(start: number, end: number): number | null {
  if (end > limit) return null;
  if (end < 2 || end < start) return 0;
  const { upTo } = primeTable(end);
  return (upTo[end] as number) - (upTo[Math.max(start, 1) - 1] as number);
}

interface Primes {
  /** Number of primes up to n, by n. */
  readonly upTo: Int32Array;
  readonly list: readonly number[];
}
let table: Primes = { upTo: new Int32Array(1), list: [] };

/** Grows by doubling, so that it is made a few times at most. */
function primeTable(end: number): Primes {
  if (end < table.upTo.length) return table;
  const size = Math.max(16_384, 2 ** Math.ceil(Math.log2(end + 1)));
  const composite = new Uint8Array(size);
  const upTo = new Int32Array(size);
  const list: number[] = [];
  for (let n = 2; n < size; n++) {
    if (composite[n] === 0) {
      list.push(n);
      for (let m = n * n; m < size; m += n) composite[m] = 1;
    }
    upTo[n] = list.length;
  }
  table = { upTo, list };
  return table;
}
