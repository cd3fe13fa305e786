/** The product of a few whole numbers. */
import { z } from 'zod';
import type { Rng } from '../../../random.ts';
import { scoreDecimal } from '../../arithmetic/decimal-reward.ts';
import { evaluate } from '../../arithmetic/expression.ts';
import { faultyEntry } from '../../mark.ts';
import { pyInt } from '../../python/number.ts';
import { defineTask, ordered, perEntry } from '../../task.ts';
import { judgeInteger } from '../../text/quantity.ts';

const config = z
  .strictObject({
    min_terms: z.int().min(1).max(40).default(2),
    max_terms: z.int().min(1).max(40).default(2),
    min_digits: z.int().min(1).max(15).default(1),
    max_digits: z.int().min(1).max(15).default(5),
    allow_negation: z.boolean().default(false),
  })
  .superRefine(ordered(['min_terms', 'max_terms'], ['min_digits', 'max_digits']));
type Config = z.infer<typeof config>;

const metadata = z.looseObject({ expression: z.string() });

const wantedOf = perEntry(({ expression }: z.infer<typeof metadata>) => evaluate(expression));

export const products = defineTask({
  name: 'products',
  category: 'arithmetic',
  summary: 'Multiply whole numbers',
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
    const factors = Array.from({ length: terms }, () => factor(rng, c, digits));
    const product = factors.reduce((all, n) => all * BigInt(n), 1n);
    const expression = factors.join(' * ');
    return {
      question: `Multiply: ${expression}\nAnswer with the product alone.`,
      answer: String(product),
      metadata: { expression, num_terms: terms, num_digits: digits },
      difficulty: {
        num_terms: [c.min_terms, c.max_terms],
        num_digits: [c.min_digits, c.max_digits],
      },
    };
  },

  score(answer, { entry, mode }) {
    const oracle = entry.answer ?? '';
    if (mode === 'compat') return scoreDecimal(answer, oracle);
    const product = wantedOf(entry.metadata);
    if (!product.ok || product.value.d !== 1n) return faultyEntry('Expected whole numbers');
    if (pyInt(oracle) !== product.value.n) {
      return faultyEntry(`Expected ${product.value.n} as the answer`);
    }
    return judgeInteger(answer, product.value.n);
  },
});

/** Neither 0 nor 1: with them nothing is left to multiply. */
function factor(rng: Rng, c: Config, digits: number): number {
  const least = digits === 1 || c.allow_negation ? 2 : 10 ** (digits - 1);
  const size = rng.randint(least, 10 ** digits - 1);
  return c.allow_negation && rng.below(2) === 0 ? -size : size;
}
