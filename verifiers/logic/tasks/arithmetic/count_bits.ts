/** How many ones the binary form of a number has. */
import { z } from 'zod';
import type { Rng } from '../../../random.ts';
import { containsOracle, faultyEntry } from '../../mark.ts';
import { defineTask, ordered, perEntry } from '../../task.ts';
import { judgeInteger } from '../../text/quantity.ts';

const config = z
  .strictObject({
    min_n: z.int().min(1).default(1),
    max_n: z.int().min(1).default(2_147_483_647),
  })
  .superRefine(ordered(['min_n', 'max_n']));
type Config = z.infer<typeof config>;

const metadata = z.looseObject({ number: z.int().min(0) });

const maxDraws = 12;

const countOf = perEntry(({ number }: z.infer<typeof metadata>) => ones(number));

export const countBits = defineTask({
  name: 'count_bits',
  category: 'arithmetic',
  summary: 'Count the ones in the binary form of a number',
  answerFormat: 'one integer',
  config,
  metadata,
  curriculum: [
    {
      kind: 'range',
      name: 'n',
      fields: ['min_n', 'max_n'],
      levels: [10, 1_000, 1_000_000, 100_000_000, 2_147_483_647],
      interval: true,
    },
  ],

  generate(rng, c) {
    const number = draw(rng, c);
    const count = ones(number);
    return {
      question: `Write ${number} as a binary number. How many of its digits are 1? Answer with the count.`,
      answer: String(count),
      metadata: { number, solution: count, binary: number.toString(2), n: number },
      difficulty: { n: [c.min_n, c.max_n] },
    };
  },

  score(answer, { entry, mode }) {
    if (mode === 'compat') return containsOracle(answer, entry.answer ?? '');
    const count = countOf(entry.metadata);
    if (entry.answer?.trim() !== String(count)) {
      return faultyEntry(`Expected ${count} as the answer`);
    }
    return judgeInteger(answer, BigInt(count));
  },
});

/**
 * Uniform numbers of 31 digits have 15 or 16 ones nearly half the time; here the share of ones is
 * drawn first, so that all counts come up.
 */
function draw(rng: Rng, c: Config): number {
  const length = c.max_n.toString(2).length;
  for (let n = 0; n < maxDraws; n++) {
    const share = rng.random();
    let number = 0;
    for (let bit = 0; bit < length; bit++) number = 2 * number + Number(rng.random() < share);
    if (number >= c.min_n && number <= c.max_n) return number;
  }
  return rng.randint(c.min_n, c.max_n);
}

function ones(number: number): number {
  return number.toString(2).replaceAll('0', '').length;
}
