/** The probability that some dice show a total or more. */
import { z } from 'zod';
import { gcd, ratio } from '../../../rational.ts';
import { faultyEntry, graded, malformed, right, wrong } from '../../mark.ts';
import { defineTask, perEntry } from '../../task.ts';
import { readFraction } from '../../text/fraction.ts';
import { isRounded, parseQuantity } from '../../text/quantity.ts';

const config = z.strictObject({
  num_dice: z.int().min(1).max(30).default(4),
  max_dice_size: z.int().min(2).max(200).default(20),
});

const metadata = z.looseObject({ puzzle: z.looseObject({ num: z.int(), den: z.int() }) });

/** Significant digits from which on a decimal is taken for the fraction. */
const decimalDigits = 6;

const expectedOf = perEntry(({ answer }: { readonly answer: string | null }) =>
  readFraction(answer ?? ''),
);

export const dice = defineTask({
  name: 'dice',
  category: 'arithmetic',
  summary: 'Find the probability that dice show a total or more',
  answerFormat: 'a fraction, such as 5/36',
  config,
  metadata,
  curriculum: [
    { kind: 'scalar', name: 'num_dice', field: 'num_dice', levels: [4, 6, 8, 10] },
    { kind: 'scalar', name: 'max_dice_size', field: 'max_dice_size', levels: [20, 25, 30, 35] },
  ],

  generate(rng, c) {
    const sides = Array.from({ length: c.num_dice }, (_, i) =>
      i === 0 ? c.max_dice_size : rng.randint(2, Math.max(2, c.max_dice_size - 1)),
    ).sort((a, b) => b - a);
    const most = sides.reduce((sum, n) => sum + n, 0);
    const third = Math.floor((most - c.num_dice) / 3);
    // Every total reaches the number of dice, so that one more is the least that may fail.
    const target = Math.max(c.num_dice + 1, c.num_dice + rng.randint(third, 2 * third));
    const { ways, all } = countWays(sides, target);
    const shared = gcd(ways, all);
    const [num, den] = [ways / shared, all / shared];
    const list = sides.map((n) => `1d${n}`).join(', ');
    return {
      question: `These dice are rolled once, all together: ${list} (1d6 is one die with the faces 1 to 6). What is the probability that they show ${target} or more in total? Answer with a fraction in lowest terms, such as 5/36.`,
      answer: `${num}/${den}`,
      metadata: {
        puzzle: {
          dice_str: list,
          target,
          num: Number(num),
          den: Number(den),
          probability: Number(num) / Number(den),
        },
      },
      difficulty: { num_dice: c.num_dice, max_dice_size: c.max_dice_size },
    };
  },

  /** Strict: any spelling of the value. */
  score(answer, { entry, mode }) {
    const oracle = entry.answer ?? '';
    if (mode === 'compat') return plain(answer) === plain(oracle) ? right : graded(0);
    const expected = expectedOf(entry);
    if (!expected) return faultyEntry('Expected a fraction as the answer');
    // Beyond 2^53 the numbers in the metadata are rounded, as those of any JSON.
    const { num, den } = entry.metadata.puzzle;
    if (Number(expected.top) !== num || Number(expected.bottom) !== den) {
      return faultyEntry(`Expected the answer ${num}/${den}`);
    }
    const given = readFraction(answer);
    if (given) {
      const isEqual = given.top * expected.bottom === given.bottom * expected.top;
      return isEqual ? right : wrong('Expected another probability');
    }
    const value = parseQuantity(answer);
    if (!value) return malformed('Expected a fraction');
    const exact = ratio(expected.top, expected.bottom);
    return isRounded(value, exact, decimalDigits)
      ? right
      : wrong('Expected another probability, or more of its digits');
  },
});

function plain(text: string): string {
  return text.toLowerCase().replaceAll('\n', '');
}

/** Die after die, the number of ways to every total. */
function countWays(sides: readonly number[], target: number): { ways: bigint; all: bigint } {
  let counts: bigint[] = [1n];
  let all = 1n;
  for (const faces of sides) {
    const next: bigint[] = new Array(counts.length + faces).fill(0n);
    let window = 0n;
    for (let total = 1; total < next.length; total++) {
      window += counts[total - 1] ?? 0n;
      window -= counts[total - 1 - faces] ?? 0n;
      next[total] = window;
    }
    counts = next;
    all *= BigInt(faces);
  }
  const ways = counts.reduce((sum, n, total) => (total >= target ? sum + n : sum), 0n);
  return { ways, all };
}
