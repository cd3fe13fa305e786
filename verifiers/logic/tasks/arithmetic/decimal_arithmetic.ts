/** Evaluate an expression of decimals with + - * / to so many significant digits. */
import { z } from 'zod';
import type { Rng } from '../../../random.ts';
import { compare, type Rational, ratio } from '../../../rational.ts';
import { evaluate } from '../../arithmetic/expression.ts';
import { toFixed, toSignificant } from '../../arithmetic/rounding.ts';
import { faultyEntry, graded, type Mark, malformed, right, wrong } from '../../mark.ts';
import { adjusted, pyDecimal, roundSignificant } from '../../python/decimal.ts';
import { defineTask, ordered } from '../../task.ts';
import { isWithin, magnitude, parseQuantity, powerOfTen } from '../../text/quantity.ts';

const config = z
  .strictObject({
    min_num_decimal_places: z.int().min(1).max(12).default(3),
    max_num_decimal_places: z.int().min(1).max(12).default(3),
    min_terms: z.int().min(1).max(12).default(2),
    max_terms: z.int().min(1).max(12).default(6),
    /** Significant digits of the answer. */
    precision: z.int().min(3).max(28).default(12),
  })
  .superRefine(
    ordered(['min_num_decimal_places', 'max_num_decimal_places'], ['min_terms', 'max_terms']),
  )
  .refine(
    (c) => c.precision > c.max_num_decimal_places + 1,
    'Expected a precision of max_num_decimal_places + 2 or more',
  );
type Config = z.infer<typeof config>;

const metadata = z.looseObject({
  expression: z.string().optional(),
  precision: z.int().min(1).max(100).optional(),
});
type Metadata = z.infer<typeof metadata>;

const maxDraws = 20;
/** The reference rounds after every step; more than this is no rounding. */
const maxDrift = ratio(1n, 1_000n);

export const decimalArithmetic = defineTask({
  name: 'decimal_arithmetic',
  category: 'arithmetic',
  summary: 'Evaluate an expression of decimals with + - * / and parentheses',
  answerFormat: 'one decimal, rounded to the significant digits asked for',
  config,
  metadata,
  curriculum: [
    {
      kind: 'range',
      name: 'decimal_places',
      fields: ['min_num_decimal_places', 'max_num_decimal_places'],
      levels: [2, 4, 6, 8],
      interval: true,
    },
    { kind: 'scalar', name: 'precision', field: 'precision', levels: [6, 8, 10, 12] },
    { kind: 'range', name: 'num_terms', fields: ['min_terms', 'max_terms'], levels: [2, 5, 8, 10] },
  ],

  generate(rng, c) {
    const terms = rng.randint(c.min_terms, c.max_terms);
    const { expression, value, places } = draw(rng, c, terms);
    return {
      question: `Evaluate this expression, * and / before + and -. Round the result, and nothing before it, to ${c.precision} significant digits, half up. Answer with the number alone.\n${expression} = ?`,
      answer: toSignificant(value, c.precision),
      metadata: { decimal_places: places, num_terms: terms, expression, precision: c.precision },
      difficulty: {
        decimal_places: [c.min_num_decimal_places, c.max_num_decimal_places],
        num_terms: [c.min_terms, c.max_terms],
        precision: c.precision,
      },
    };
  },

  /** Strict: one unit in the last of the digits asked for is forgiven. */
  score(answer, { entry, config: c, mode }) {
    const oracle = entry.answer ?? '';
    if (mode === 'compat') return compat(answer, oracle, c);
    const stored = parseQuantity(oracle);
    if (!stored) return faultyEntry('Expected a number as the answer');
    const { expression, precision } = asked(entry.question, entry.metadata, c);
    const exact = expression === null ? stored.value : valueOfText(expression);
    if (!exact || (!isClose(stored.value, exact) && !isWithin(stored.value, exact, maxDrift))) {
      return faultyEntry('Expected the answer to be the value of the expression');
    }
    const given = parseQuantity(answer);
    if (!given) return malformed('Expected one decimal');
    const unit = powerOfTen(magnitude(exact) - precision + 1);
    const isRight =
      isWithin(given.value, exact, unit) || isWithin(given.value, stored.value, unit, 2n);
    return isRight ? right : wrong(`Expected another number, or ${precision} digits of it`);
  },
});

/** The reference keeps expression and precision in the question alone. */
function asked(question: string, { expression, precision }: Metadata, c: Config) {
  const line = question.slice(question.lastIndexOf('\n') + 1);
  return {
    expression: expression ?? (line.endsWith(' = ?') ? line.slice(0, -4) : null),
    precision:
      precision ?? Number(/(\d{1,2}) significant digits/.exec(question)?.[1] ?? c.precision),
  };
}

function valueOfText(expression: string): Rational | null {
  const evaluation = evaluate(expression);
  return evaluation.ok ? evaluation.value : null;
}

/** Equal but for a thousandth of its size. */
function isClose(a: Rational, b: Rational): boolean {
  return isWithin(a, b, powerOfTen(magnitude(b) - 3));
}

/**
 * A difference of 10^-max_num_decimal_places is forgiven. It is rounded to the precision of the
 * config, which the reference has set for all its decimals.
 */
function compat(answer: string, oracle: string, c: Config): Mark {
  const [a, b] = [pyDecimal(answer), pyDecimal(oracle)];
  if (a?.kind !== 'finite' || b?.kind !== 'finite') return graded(0);
  // Numbers of different size are far apart, and subtracting 1e999999 would write it out.
  const [sizeA, sizeB] = [a, b].map((x) => (x.digits === 0n ? -c.precision : adjusted(x))) as [
    number,
    number,
  ];
  if (Math.max(sizeA, sizeB) > 60) return graded(0);
  const low = Math.min(a.exponent, b.exponent);
  if (low < -30_000) return graded(a.digits === 0n && b.digits === 0n ? 1 : 0);
  const difference =
    a.digits * 10n ** BigInt(a.exponent - low) - b.digits * 10n ** BigInt(b.exponent - low);
  const rounded = roundSignificant({ digits: difference, exponent: low }, c.precision);
  const size = rounded.digits < 0n ? -rounded.digits : rounded.digits;
  const places = c.max_num_decimal_places;
  const scale = rounded.exponent + places;
  const value =
    scale >= 0 ? ratio(size * 10n ** BigInt(scale), 1n) : ratio(size, 10n ** BigInt(-scale));
  return compare(value, ratio(1n, 1n)) <= 0 ? right : graded(0);
}

interface Problem {
  readonly expression: string;
  readonly value: Rational;
  readonly places: number;
}

/** Drawn again where something is divided by zero or nothing is left. */
function draw(rng: Rng, c: Config, terms: number): Problem {
  for (let n = 0; n < maxDraws; n++) {
    const made = build(rng, c, terms, n === maxDraws - 1 ? ['+'] : ['+', '-', '*', '/']);
    if (made) return made;
  }
  throw new RangeError('Expected a sum to have a value');
}

function build(rng: Rng, c: Config, terms: number, signs: readonly string[]): Problem | null {
  let places = 1;
  const numbers = Array.from({ length: terms }, () => {
    const decimals = rng.randint(c.min_num_decimal_places, c.max_num_decimal_places);
    places = Math.max(places, decimals);
    const scale = 10 ** decimals;
    return toFixed(ratio(BigInt(rng.randint(1, 10 * scale)), BigInt(scale)), decimals);
  });
  const expression = group(rng, numbers, signs);
  const value = valueOfText(expression);
  return value && value.n !== 0n ? { expression, value, places } : null;
}

/** Split anywhere; one part in two stands in parentheses. */
function group(rng: Rng, numbers: readonly string[], signs: readonly string[]): string {
  if (numbers.length === 1) return numbers[0] as string;
  const split = rng.randint(1, numbers.length - 1);
  const left = group(rng, numbers.slice(0, split), signs);
  const all = `${left}${rng.choice(signs)}${group(rng, numbers.slice(split), signs)}`;
  return rng.below(2) === 0 ? `(${all})` : all;
}
