/** A chain of additions and subtractions of decimals. */
import { z } from 'zod';
import type { Rng } from '../../../random.ts';
import { add, equal, negate, type Rational, ratio, zero } from '../../../rational.ts';
import { strip } from '../../../text/python.ts';
import { evaluate } from '../../arithmetic/expression.ts';
import { toFixed } from '../../arithmetic/rounding.ts';
import { faultyEntry, graded, malformed, right, wrong } from '../../mark.ts';
import { equalDecimals, pyDecimal } from '../../python/decimal.ts';
import { defineTask, ordered, perEntry } from '../../task.ts';
import { parseQuantity } from '../../text/quantity.ts';

const config = z
  .strictObject({
    min_terms: z.int().min(1).max(100).default(2),
    max_terms: z.int().min(1).max(100).default(6),
    min_digits: z.int().min(1).max(15).default(1),
    max_digits: z.int().min(1).max(15).default(4),
    min_decimal_places: z.int().min(0).max(15).default(1),
    max_decimal_places: z.int().min(0).max(15).default(4),
    allow_negation: z.boolean().default(false),
  })
  .superRefine(
    ordered(
      ['min_terms', 'max_terms'],
      ['min_digits', 'max_digits'],
      ['min_decimal_places', 'max_decimal_places'],
    ),
  );
type Config = z.infer<typeof config>;

const metadata = z.looseObject({ expression: z.string() });

const wantedOf = perEntry(({ expression }: z.infer<typeof metadata>) => evaluate(expression));

export const decimalChainSum = defineTask({
  name: 'decimal_chain_sum',
  category: 'arithmetic',
  summary: 'Add and subtract decimals in a row',
  answerFormat: 'one decimal',
  config,
  metadata,
  curriculum: [
    { kind: 'range', name: 'num_terms', fields: ['min_terms', 'max_terms'], levels: [2, 5, 8, 10] },
    {
      kind: 'range',
      name: 'num_digits',
      fields: ['min_digits', 'max_digits'],
      levels: [1, 2, 4, 8, 10],
      interval: true,
    },
    {
      kind: 'range',
      name: 'decimal_places',
      fields: ['min_decimal_places', 'max_decimal_places'],
      levels: [1, 2, 4, 6, 8],
      interval: true,
    },
  ],

  generate(rng, c) {
    const terms = rng.randint(c.min_terms, c.max_terms);
    const digits = rng.randint(c.min_digits, c.max_digits);
    let expression = '';
    let sum = zero;
    let most = 0;
    for (let n = 0; n < terms; n++) {
      const places = rng.randint(c.min_decimal_places, c.max_decimal_places);
      const number = draw(rng, c, digits, places);
      const isAdded = n === 0 || rng.below(2) === 0;
      const text = toFixed(number, places);
      expression += n === 0 ? text : ` ${isAdded ? '+' : '-'} ${text}`;
      sum = add(sum, isAdded ? number : negate(number)) ?? sum;
      most = Math.max(most, places);
    }
    return {
      question: `Work this out exactly: ${expression} = ?\nAnswer with the number alone.`,
      answer: toFixed(sum, most),
      metadata: { num_terms: terms, num_digits: digits, expression },
      difficulty: {
        num_terms: [c.min_terms, c.max_terms],
        num_digits: [c.min_digits, c.max_digits],
        decimal_places: [c.min_decimal_places, c.max_decimal_places],
      },
    };
  },

  score(answer, { entry, mode }) {
    const oracle = entry.answer ?? '';
    if (mode === 'compat') {
      const [given, wanted] = [pyDecimal(strip(answer)), pyDecimal(oracle)];
      return given && wanted && equalDecimals(given, wanted) ? right : graded(0);
    }
    const sum = wantedOf(entry.metadata);
    if (!sum.ok) return faultyEntry(sum.error);
    const stored = parseQuantity(oracle);
    if (!stored || !equal(stored.value, sum.value)) {
      return faultyEntry('Expected the sum as the answer');
    }
    const given = parseQuantity(answer);
    if (!given) return malformed('Expected one decimal');
    return equal(given.value, sum.value) ? right : wrong('Expected another number');
  },
});

/** So many digits before the point and after it; neither part starts with a zero if it can be helped. */
function draw(rng: Rng, c: Config, digits: number, places: number): Rational {
  const whole = rng.randint(digits === 1 ? 0 : 10 ** (digits - 1), 10 ** digits - 1);
  const part = places === 0 ? 0 : rng.randint(10 ** (places - 1), 10 ** places - 1);
  const scale = 10n ** BigInt(places);
  const size = BigInt(whole) * scale + BigInt(part);
  return ratio(c.allow_negation && rng.below(2) === 0 ? -size : size, scale);
}
