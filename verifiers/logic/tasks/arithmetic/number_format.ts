/** Pick the largest or smallest of numbers that are written in different ways. */
import { z } from 'zod';
import type { Rng } from '../../../random.ts';
import { compare, equal, type Rational, ratio } from '../../../rational.ts';
import { strip } from '../../../text/python.ts';
import { toFixed } from '../../arithmetic/rounding.ts';
import { faultyEntry, graded, malformed, right, wrong } from '../../mark.ts';
import { pyFloat, reprFloat } from '../../python/number.ts';
import { defineTask, ordered, perEntry } from '../../task.ts';
import { isWithin, magnitude, parseQuantity, powerOfTen } from '../../text/quantity.ts';

const config = z
  .strictObject({
    min_num_candidates: z.int().min(2).max(1_000).default(2),
    max_num_candidates: z.int().min(2).max(1_000).default(5),
    min_n: z.number().min(1).max(1e12).default(1_000),
    max_n: z.number().min(1).max(1e12).default(1_000_000_000),
    max_delta: z.number().min(1e-9).max(1e12).default(10),
  })
  .superRefine(ordered(['min_num_candidates', 'max_num_candidates'], ['min_n', 'max_n']));
type Config = z.infer<typeof config>;

const metadata = z.looseObject({
  solution: z.number(),
  formatted_candidates: z.array(z.string().max(100)).min(1).max(10_000),
  size: z.enum(['largest', 'smallest']),
});
type Metadata = z.infer<typeof metadata>;

/** The reference writes six decimals, so its solution may be off by this. */
const tolerance = ratio(1n, 1_000_000n);

const candidateOf = perEntry((of: z.infer<typeof metadata>) => ({
  best: pick(of),
  stored: parseQuantity(reprFloat(of.solution))?.value,
}));

export const numberFormat = defineTask({
  name: 'number_format',
  category: 'arithmetic',
  summary: 'Pick the largest or smallest of numbers written in different ways',
  answerFormat: 'one of the numbers',
  config,
  metadata,
  curriculum: [
    {
      kind: 'range',
      name: 'num_candidates',
      fields: ['min_num_candidates', 'max_num_candidates'],
      levels: [5, 25, 100, 500],
      interval: true,
    },
    {
      kind: 'range',
      name: 'n',
      fields: ['min_n', 'max_n'],
      levels: [1_000, 100_000, 1_000_000, 1_000_000_000],
      interval: true,
    },
    { kind: 'scalar', name: 'max_delta', field: 'max_delta', levels: [10, 1, 0.001, 0.000001] },
  ],

  generate(rng, c) {
    const { numbers, places } = draw(rng, c);
    const candidates = numbers.map((n) => write(rng, ratio(n, 10n ** BigInt(places)), places));
    const size = rng.choice(['largest', 'smallest'] as const);
    const best = numbers.reduce((a, b) => ((size === 'largest' ? b > a : b < a) ? b : a));
    const answer = toFixed(ratio(best, 10n ** BigInt(places)), places);
    const values = numbers.map((n) => Number(n) / 10 ** places);
    return {
      question: `Which of these numbers is the ${size}? Answer with that number alone.\n\n${candidates.join('   ')}`,
      answer,
      metadata: {
        candidates: values,
        solution: Number(answer),
        formatted_candidates: candidates,
        size,
        num_candidates: candidates.length,
      },
      difficulty: {
        num_candidates: [c.min_num_candidates, c.max_num_candidates],
        n: [c.min_n, c.max_n],
        min_delta: c.max_delta,
      },
    };
  },

  /** Strict: the value of the right candidate as it stands there, in any spelling. */
  score(answer, { entry, mode, budget }) {
    const { solution } = entry.metadata;
    if (mode === 'compat') {
      const value = pyFloat(strip(answer).replaceAll(',', ''));
      return value !== null && Math.abs(value - solution) < 0.01 ? right : graded(0);
    }
    budget.spend(entry.metadata.formatted_candidates.length * 10);
    const { best, stored } = candidateOf(entry.metadata);
    if (!best || !stored || !isNear(best, stored)) {
      return faultyEntry(`Expected the solution to be the ${entry.metadata.size} candidate`);
    }
    const given = parseQuantity(answer);
    if (!given) return malformed('Expected one number');
    const isRight = equal(given.value, best) || equal(given.value, stored);
    return isRight ? right : wrong(`Expected the ${entry.metadata.size} candidate`);
  },
});

/** A double has some sixteen digits. */
function isNear(best: Rational, stored: Rational): boolean {
  return (
    isWithin(best, stored, tolerance) || isWithin(best, stored, powerOfTen(magnitude(best) - 14))
  );
}

function pick({ formatted_candidates: texts, size }: Metadata): Rational | null {
  const sign = size === 'largest' ? 1 : -1;
  let best: Rational | null = null;
  for (const text of texts) {
    const value = parseQuantity(text)?.value;
    if (!value) return null;
    if (!best || sign * compare(value, best) > 0) best = value;
  }
  return best;
}

/** Whole numbers of units of 10^-places, all different; as close to each other as max_delta says. */
function draw(rng: Rng, c: Config): { numbers: bigint[]; places: number } {
  const count = rng.randint(c.min_num_candidates, c.max_num_candidates);
  // Fine enough that there is room for a thousand times as many.
  const places = Math.max(3, Math.ceil(Math.log10((500 * count) / c.max_delta)));
  const scale = 10n ** BigInt(places);
  const base = BigInt(Math.round(rng.uniform(c.min_n, c.max_n) * 1_000)) * (scale / 1_000n);
  const most = Math.floor(Math.min(c.max_delta * 10 ** places, 2 ** 50));
  const numbers = new Set([base]);
  while (numbers.size < count) numbers.add(base + BigInt(rng.randint(-most, most)));
  const list = [...numbers].filter((n) => n > 0n);
  rng.shuffle(list);
  return { numbers: list.length > 1 ? list : [base, base + 1n], places };
}

/** In full, with commas or in scientific notation; never rounded. */
function write(rng: Rng, value: Rational, places: number): string {
  const text = toFixed(value, places);
  const style = rng.below(3);
  if (style === 0) return text;
  const [whole = '', decimals = ''] = text.split('.');
  if (style === 1) return `${whole.replace(/\B(?=(?:\d{3})+$)/g, ',')}.${decimals}`;
  const digits = (whole + decimals).replace(/^0+/, '');
  const exponent = magnitude(value);
  const sign = exponent < 0 ? '-' : '+';
  return `${digits[0]}.${digits.slice(1)}e${sign}${String(Math.abs(exponent)).padStart(2, '0')}`;
}
