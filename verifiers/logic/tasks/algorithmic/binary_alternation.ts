/** The fewest swaps of any two characters that make a binary string alternate, or -1. */
import { z } from 'zod';
import type { Rng } from '../../../random.ts';
import { equal, integer } from '../../../rational.ts';
import { containsOracle, faultyEntry, malformed, right, wrong } from '../../mark.ts';
import { defineTask, ordered } from '../../task.ts';
import { parseNumber } from '../../text/number.ts';

const config = z
  .strictObject({
    min_n: z.int().min(1).max(10_000).default(10),
    max_n: z.int().min(1).max(10_000).default(30),
    p_solvable: z.number().min(0).max(1).default(0.8),
  })
  .superRefine(ordered(['min_n', 'max_n']));

const metadata = z.looseObject({ string: z.string().regex(/^[01]*$/), solution: z.int() });

export const binaryAlternation = defineTask({
  name: 'binary_alternation',
  category: 'algorithmic',
  summary: 'Count the swaps that make a binary string alternate',
  answerFormat: 'one integer, -1 when it cannot be done',
  config,
  metadata,
  curriculum: [
    {
      kind: 'range',
      name: 'n',
      fields: ['min_n', 'max_n'],
      levels: [10, 50, 500, 1000],
      interval: true,
    },
  ],

  generate(rng, c) {
    const n = rng.randint(c.min_n, c.max_n);
    const solvable = n < 2 || rng.random() < c.p_solvable;
    const string = solvable ? solvableString(rng, n) : hopelessString(rng, n);
    const solution = swapsOf(string);
    return {
      question: `In one swap you may exchange any two characters of a string, wherever they stand. How many swaps does this string need at least so that no two neighbours are equal? Answer -1 if it cannot be done.\n\n${string}`,
      answer: String(solution),
      metadata: { string, solution, solvable: solution !== -1, n },
      difficulty: { n: [c.min_n, c.max_n] },
    };
  },

  score(answer, { entry, mode }) {
    if (mode === 'compat') return containsOracle(answer, (entry.answer ?? '').trim());
    const swaps = swapsOf(entry.metadata.string);
    if (swaps !== entry.metadata.solution) return faultyEntry(`Expected ${swaps} as the solution`);
    const value = parseNumber(answer);
    if (!value) return malformed('Expected one integer');
    return equal(value, integer(swaps)) ? right : wrong(`Expected ${swaps}`);
  },
});

/** Starts from an alternating string and exchanges so many pairs; the number is drawn evenly. */
function solvableString(rng: Rng, n: number): string {
  const first = rng.below(2);
  const bits = Array.from({ length: n }, (_, i) => (first + i) % 2);
  // For even n the other alternation is nearer beyond a quarter of the length.
  const most = n % 2 === 0 ? Math.floor(n / 4) : Math.floor(n / 2);
  const swaps = rng.randint(0, most);
  const places = (bit: number) => bits.flatMap((b, i) => (b === bit ? [i] : []));
  for (const at of [...rng.sample(places(0), swaps), ...rng.sample(places(1), swaps)]) {
    bits[at] = 1 - (bits[at] as number);
  }
  return bits.join('');
}

/** Two more of one digit than of the other, or further apart. */
function hopelessString(rng: Rng, n: number): string {
  const many = Math.ceil(n / 2) + rng.randint(1, Math.max(1, Math.floor(n / 6)));
  const bit = rng.below(2);
  const bits = Array.from({ length: n }, (_, i) => (i < Math.min(n, many) ? bit : 1 - bit));
  rng.shuffle(bits);
  return bits.join('');
}

function swapsOf(string: string): number {
  let ones = 0;
  let misplaced = 0; // ones where 0101… has zeros
  for (let i = 0; i < string.length; i++) {
    if (string[i] !== '1') continue;
    ones++;
    if (i % 2 === 0) misplaced++;
  }
  const zeros = string.length - ones;
  if (Math.abs(ones - zeros) > 1) return -1;
  const onesFirst = Math.ceil(string.length / 2) - misplaced; // places of 1010… that lack their one
  if (ones > zeros) return onesFirst;
  return zeros > ones ? misplaced : Math.min(misplaced, onesFirst);
}
