/** A chain of additions and subtractions of whole numbers. */
import { z } from 'zod';
import { scoreDecimal } from '../../arithmetic/decimal-reward.ts';
import { evaluate } from '../../arithmetic/expression.ts';
import { faultyEntry } from '../../mark.ts';
import { pyInt } from '../../python/number.ts';
import { defineTask, ordered, perEntry } from '../../task.ts';
import { judgeInteger } from '../../text/quantity.ts';

const config = z
  .strictObject({
    min_terms: z.int().min(1).max(100).default(2),
    max_terms: z.int().min(1).max(100).default(6),
    min_digits: z.int().min(1).max(15).default(1),
    max_digits: z.int().min(1).max(15).default(4),
    allow_negation: z.boolean().default(false),
  })
  .superRefine(ordered(['min_terms', 'max_terms'], ['min_digits', 'max_digits']));

const metadata = z.looseObject({ expression: z.string() });

const wantedOf = perEntry(({ expression }: z.infer<typeof metadata>) => evaluate(expression));

export const chainSum = defineTask({
  name: 'chain_sum',
  category: 'arithmetic',
  summary: 'Add and subtract whole numbers in a row',
  answerFormat: 'one integer',
  config,
  metadata,
  curriculum: [
    {
      kind: 'range',
      name: 'num_terms',
      fields: ['min_terms', 'max_terms'],
      levels: [2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12],
    },
    {
      kind: 'range',
      name: 'num_digits',
      fields: ['min_digits', 'max_digits'],
      levels: [1, 2, 3, 4, 5, 6, 7, 8, 9, 10],
    },
  ],

  generate(rng, c) {
    const terms = rng.randint(c.min_terms, c.max_terms);
    const digits = rng.randint(c.min_digits, c.max_digits);
    const most = 10 ** digits - 1;
    const least = c.allow_negation ? -most : digits === 1 ? 1 : 10 ** (digits - 1);
    let expression = '';
    let sum = 0n;
    for (let n = 0; n < terms; n++) {
      const number = rng.randint(least, most);
      const isAdded = n === 0 || rng.below(2) === 0;
      expression += n === 0 ? `${number}` : ` ${isAdded ? '+' : '-'} ${number}`;
      sum += BigInt(isAdded ? number : -number);
    }
    return {
      question: `Work this out: ${expression} = ?\nAnswer with the number alone.`,
      answer: String(sum),
      metadata: { num_terms: terms, num_digits: digits, expression },
      difficulty: {
        num_terms: [c.min_terms, c.max_terms],
        num_digits: [c.min_digits, c.max_digits],
      },
    };
  },

  score(answer, { entry, mode }) {
    const oracle = entry.answer ?? '';
    if (mode === 'compat') return scoreDecimal(answer, oracle);
    const sum = wantedOf(entry.metadata);
    if (!sum.ok || sum.value.d !== 1n) return faultyEntry('Expected a sum of whole numbers');
    if (pyInt(oracle) !== sum.value.n) return faultyEntry(`Expected ${sum.value.n} as the answer`);
    return judgeInteger(answer, sum.value.n);
  },
});
