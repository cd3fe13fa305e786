/** The greatest common divisor of a few numbers. */
import { z } from 'zod';
import type { Rng } from '../../../random.ts';
import { gcd as divisor } from '../../../rational.ts';
import { containsOracle, faultyEntry } from '../../mark.ts';
import { ints } from '../../row.ts';
import { defineTask, ordered, perEntry } from '../../task.ts';
import { judgeInteger } from '../../text/quantity.ts';

const limit = 2 ** 40;
const config = z
  .strictObject({
    min_numbers: z.int().min(2).max(100).default(2),
    max_numbers: z.int().min(2).max(100).default(2),
    min_value: z.int().min(1).max(limit).default(1),
    max_value: z.int().min(1).max(limit).default(1_000),
  })
  .superRefine(ordered(['min_numbers', 'max_numbers'], ['min_value', 'max_value']));
type Config = z.infer<typeof config>;

const metadata = z.looseObject({ numbers: ints({ least: 1, most: 1_000 }) });

const resultOf = perEntry(({ numbers }: z.infer<typeof metadata>) => common(numbers));

export const gcd = defineTask({
  name: 'gcd',
  category: 'arithmetic',
  summary: 'Find the greatest common divisor of numbers',
  answerFormat: 'one integer',
  config,
  metadata,
  curriculum: [
    {
      kind: 'range',
      name: 'num_terms',
      fields: ['min_numbers', 'max_numbers'],
      levels: [2, 3, 4, 5],
    },
    {
      kind: 'range',
      name: 'value',
      fields: ['min_value', 'max_value'],
      levels: [100, 1_000, 10_000, 100_000],
      interval: true,
    },
  ],

  generate(rng, c) {
    const numbers = draw(rng, c);
    const result = common(numbers);
    return {
      question: `What is the greatest common divisor of ${numbers.join(', ')}? Answer with the number alone.`,
      answer: String(result),
      metadata: { numbers, result: Number(result), num_terms: numbers.length },
      difficulty: {
        num_terms: [c.min_numbers, c.max_numbers],
        value: [c.min_value, c.max_value],
      },
    };
  },

  score(answer, { entry, mode }) {
    if (mode === 'compat') return containsOracle(answer, entry.answer ?? '');
    const result = resultOf(entry.metadata);
    if (entry.answer?.trim() !== String(result)) {
      return faultyEntry(`Expected ${result} as the answer`);
    }
    return judgeInteger(answer, result);
  },
});

function common(numbers: readonly number[]): bigint {
  return numbers.reduce((g, n) => divisor(g, BigInt(n)), 0n);
}

/**
 * Of three random pairs two have nothing in common. Here a divisor is drawn first, small ones and
 * large ones alike, then its multiples; one time in twenty it is 1.
 */
function draw(rng: Rng, c: Config): number[] {
  const count = rng.randint(c.min_numbers, c.max_numbers);
  const most = Math.min(Math.floor(c.max_value / 4), c.max_value - c.min_value);
  const isShared = most >= 2 && rng.below(20) > 0;
  const shared = isShared ? Math.floor(2 * (most / 2) ** (rng.random() ** 0.7)) : 1;
  const [low, high] = [Math.ceil(c.min_value / shared), Math.floor(c.max_value / shared)];
  return Array.from({ length: count }, () => shared * rng.randint(low, high));
}
