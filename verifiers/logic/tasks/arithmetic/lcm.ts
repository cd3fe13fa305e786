/** The least common multiple of a few numbers. */
import { z } from 'zod';
import type { Rng } from '../../../random.ts';
import { gcd } from '../../../rational.ts';
import { containsOracle, faultyEntry } from '../../mark.ts';
import { ints } from '../../row.ts';
import { defineTask, ordered, perEntry } from '../../task.ts';
import { judgeInteger } from '../../text/quantity.ts';

const limit = 2 ** 40;
const config = z
  .strictObject({
    min_numbers: z.int().min(2).max(50).default(2),
    max_numbers: z.int().min(2).max(50).default(2),
    min_value: z.int().min(1).max(limit).default(1),
    max_value: z.int().min(1).max(limit).default(100),
  })
  .superRefine(ordered(['min_numbers', 'max_numbers'], ['min_value', 'max_value']));
type Config = z.infer<typeof config>;

const metadata = z.looseObject({ numbers: ints({ low: 1, least: 1, most: 100 }) });

const maxDraws = 3;

const resultOf = perEntry(({ numbers }: z.infer<typeof metadata>) => multiple(numbers));

export const lcm = defineTask({
  name: 'lcm',
  category: 'arithmetic',
  summary: 'Find the least common multiple of numbers',
  answerFormat: 'one integer',
  config,
  metadata,
  curriculum: [
    {
      kind: 'range',
      name: 'numbers',
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
    const result = multiple(numbers);
    return {
      question: `What is the least common multiple of ${numbers.join(', ')}? Answer with the number alone.`,
      answer: String(result),
      // A number beyond 2^53 would not survive JSON; the answer holds it anyway.
      metadata:
        result <= BigInt(Number.MAX_SAFE_INTEGER)
          ? { numbers, result: Number(result) }
          : { numbers },
      difficulty: { numbers: [c.min_numbers, c.max_numbers], value: [c.min_value, c.max_value] },
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

function multiple(numbers: readonly number[]): bigint {
  return numbers.reduce((m, n) => (m / gcd(m, BigInt(n))) * BigInt(n), 1n);
}

/** Numbers that have something in common, so that multiplying them is not enough, if three draws find some. */
function draw(rng: Rng, c: Config): number[] {
  const count = rng.randint(c.min_numbers, c.max_numbers);
  let numbers: number[] = [];
  for (let n = 0; n < maxDraws; n++) {
    numbers = Array.from({ length: count }, () => rng.randint(c.min_value, c.max_value));
    const product = numbers.reduce((all, m) => all * BigInt(m), 1n);
    if (multiple(numbers) < product) break;
  }
  return numbers;
}
