/** A power of a decimal, to three significant digits. */
import { z } from 'zod';
import { power, type Rational } from '../../../rational.ts';
import { faultyEntry, graded, type Mark, malformed, right, wrong } from '../../mark.ts';
import {
  adjusted,
  equalDecimals,
  halfEven,
  type PyDecimal,
  pyDecimal,
} from '../../python/decimal.ts';
import { pyFraction, reprFloat } from '../../python/number.ts';
import { defineTask, ordered, perEntry } from '../../task.ts';
import { isWithin, magnitude, parseQuantity, powerOfTen } from '../../text/quantity.ts';

const config = z
  .strictObject({
    min_base: z.number().min(-1e6).max(1e6).default(-1e3),
    max_base: z.number().min(-1e6).max(1e6).default(1e3),
    min_exponent: z.int().min(0).max(30).default(0),
    max_exponent: z.int().min(0).max(30).default(8),
  })
  .superRefine(ordered(['min_base', 'max_base'], ['min_exponent', 'max_exponent']));

const metadata = z.looseObject({
  base: z.number().min(-1e9).max(1e9),
  exponent: z.int().min(-100).max(100),
});

const digits = 3;
const maxDraws = 8;

const powerOf = perEntry((of: z.infer<typeof metadata>) => exactPower(of.base, of.exponent));

export const powerFunction = defineTask({
  name: 'power_function',
  category: 'arithmetic',
  summary: 'Compute a power of a decimal to three significant digits',
  answerFormat: 'one number in scientific notation, such as 1.23e+4',
  config,
  metadata,
  curriculum: [
    {
      kind: 'range',
      name: 'exponent',
      fields: ['min_exponent', 'max_exponent'],
      levels: [2, 4, 6, 8, 10],
    },
  ],

  generate(rng, c) {
    let base = 0;
    let size = 0;
    // The powers of 0 and the power 0 of anything are no sums to do.
    for (let n = 0; n < maxDraws && (base === 0 || size === 0); n++) {
      base = Math.round(rng.uniform(c.min_base, c.max_base) * 1e4) / 1e4;
      size = rng.randint(c.min_exponent, c.max_exponent);
    }
    if (base === 0) base = 1;
    const exponent = rng.below(2) === 0 ? size : -size;
    const solution = base ** exponent;
    return {
      question: `Compute (${base})^${exponent}. Round the result to ${digits} significant digits and answer with it in scientific notation, such as 1.23e+4.`,
      answer: solution.toExponential(digits - 1),
      metadata: { base, exponent, solution },
      difficulty: { exponent: [c.min_exponent, c.max_exponent] },
    };
  },

  /** Strict: right to three significant digits, however it is written. */
  score(answer, { entry, mode }) {
    if (mode === 'compat') return compat(answer, entry.answer ?? '');
    const exact = powerOf(entry.metadata);
    const stored = parseQuantity(entry.answer ?? '');
    if (!exact || !stored) return faultyEntry('Expected a power that can be computed');
    const half = (value: Rational) =>
      isWithin(value, exact, powerOfTen(magnitude(exact) - digits + 1), 2n);
    if (!half(stored.value)) return faultyEntry('Expected the power as the answer');
    const given = parseQuantity(answer);
    if (!given) return malformed('Expected one number');
    return half(given.value) ? right : wrong(`Expected ${digits} right digits`);
  },
});

/** Of the decimal that the base is written as. */
function exactPower(base: number, exponent: number): Rational | null {
  const exact = pyFraction(reprFloat(base));
  return exact && power(exact, BigInt(exponent));
}

/** Equal to three digits, half to even; 0.01 for anything else. */
function compat(answer: string, oracle: string): Mark {
  const [a, b] = [rounded(answer), rounded(oracle)];
  if (!a || !b) return graded(0.01);
  if (isZero(a) || isZero(b)) return graded(isZero(a) && isZero(b) ? 1 : 0.01);
  return equalDecimals(a, b) ? right : graded(0.01);
}

function rounded(text: string): PyDecimal | null {
  const value = pyDecimal(text);
  if (value?.kind !== 'finite' || isZero(value)) return value?.kind === 'finite' ? value : null;
  const exponent = adjusted(value) - digits + 1;
  // A context of 28 digits has no exponents beyond these.
  if (adjusted(value) > 999_999 || exponent < -1_000_026) return null;
  const cut = exponent - value.exponent;
  if (cut <= 0) return value;
  return { ...value, digits: halfEven(value.digits, 10n ** BigInt(cut)), exponent };
}

function isZero(value: PyDecimal): boolean {
  return value.kind === 'finite' && value.digits === 0n;
}
