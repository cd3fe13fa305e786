/** The probability of so many heads in some throws of a coin. */
import { z } from 'zod';
import type { Rng } from '../../../random.ts';
import { gcd, ratio, toNumber } from '../../../rational.ts';
import { faultyEntry, graded, type Mark, malformed, right, wrong } from '../../mark.ts';
import { formatGeneral, pyFraction } from '../../python/number.ts';
import { defineTask, ordered, perEntry } from '../../task.ts';
import { readFraction } from '../../text/fraction.ts';
import { isRounded, parseQuantity, type Quantity } from '../../text/quantity.ts';

const config = z
  .strictObject({
    min_trials: z.int().min(1).max(50).default(3),
    max_trials: z.int().min(1).max(50).default(15),
    allow_exact: z.boolean().default(true),
    allow_at_least: z.boolean().default(true),
  })
  .superRefine(ordered(['min_trials', 'max_trials']))
  .refine((c) => c.allow_exact || c.allow_at_least, 'Expected one kind of question or more');
type Config = z.infer<typeof config>;

const metadata = z.looseObject({
  num_trials: z.int().min(1).max(1_000),
  k_heads: z.int().min(0).max(1_000),
  problem_type: z.enum(['exact', 'at_least']),
});
type Metadata = z.infer<typeof metadata>;

/** Significant digits that a decimal needs; ours ask for more. */
const leastDigits = 3;
const tolerance = 1e-4;

const countOf = perEntry((of: z.infer<typeof metadata>) => count(of));

export const coinFlip = defineTask({
  name: 'coin_flip',
  category: 'probability',
  summary: 'Find the probability of so many heads in some throws of a coin',
  answerFormat: 'a fraction, or a decimal of at least 4 significant digits',
  config,
  metadata,
  curriculum: [
    {
      kind: 'range',
      name: 'num_trials',
      fields: ['min_trials', 'max_trials'],
      levels: [3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15],
    },
  ],

  generate(rng, c) {
    const problem = draw(rng, c);
    const { num_trials: n, k_heads: k, problem_type: type } = problem;
    const { ways, all } = count(problem);
    const heads = `${type === 'exact' ? 'exactly' : 'at least'} ${k} head${k === 1 ? '' : 's'}`;
    const throws = n === 1 ? 'once' : `${n} times`;
    const shared = gcd(ways, all);
    return {
      question: `A fair coin is thrown ${throws}. What is the probability of ${heads}? Answer with a fraction, such as 3/8, or with a decimal of at least 4 significant digits.`,
      answer: `${ways / shared}/${all / shared}`,
      metadata: { ...problem, rational: { numerator: Number(ways), denominator: Number(all) } },
      difficulty: { num_trials: [c.min_trials, c.max_trials] },
    };
  },

  /** Strict: the fraction, reduced or not, its decimal or percentage, exact or properly rounded. */
  score(answer, { entry, mode }) {
    const oracle = entry.answer ?? '';
    if (mode === 'compat') return compat(answer, oracle);
    const { ways, all } = countOf(entry.metadata);
    const exact = ratio(ways, all);
    const stored = read(oracle);
    // The reference writes ten significant digits.
    if (!stored || !isRounded(stored, exact, 8)) {
      return faultyEntry(`Expected ${ways}/${all} as the answer`);
    }
    const given = read(answer);
    if (!given) return malformed('Expected a fraction or a decimal');
    return isRounded(given, exact, leastDigits)
      ? right
      : wrong('Expected another probability, or more of its digits');
  },
});

function read(answer: string): Quantity | null {
  const fraction = readFraction(answer);
  if (fraction) return { value: ratio(fraction.top, fraction.bottom), unit: null };
  return parseQuantity(answer);
}

/** A probability of 1 is not asked for, and seldom one of 1/2. */
function draw(rng: Rng, c: Config): Metadata {
  const types = (['exact', 'at_least'] as const).filter((type) =>
    type === 'exact' ? c.allow_exact : c.allow_at_least,
  );
  const n = rng.randint(c.min_trials, c.max_trials);
  const type = rng.choice(types);
  const k = rng.randint(type === 'exact' ? 0 : 1, n);
  return { num_trials: n, k_heads: k, problem_type: type };
}

function count({ num_trials: n, k_heads: k, problem_type: type }: Metadata) {
  let ways = 0n;
  let choices = 1n;
  for (let heads = 0; heads <= n; heads++) {
    if (heads === k || (heads > k && type === 'at_least')) ways += choices;
    choices = (choices * BigInt(n - heads)) / BigInt(heads + 1);
  }
  return { ways, all: 2n ** BigInt(n) };
}

/** Within 1e-4, else the share of first digits that are the same: "0" has them all. */
function compat(answer: string, oracle: string): Mark {
  const [given, wanted] = [answer, oracle].map((text) => pyFraction(text.replaceAll(',', '')));
  if (!given || !wanted) return graded(0);
  const [a, b] = [toNumber(given), toNumber(wanted)];
  if (!Number.isFinite(a)) return graded(0);
  if (Math.abs(a - b) <= tolerance) return right;
  const [x, y] = [formatGeneral(a, 10), formatGeneral(b, 10)];
  const most = Math.min(x.length, y.length);
  let same = 0;
  while (same < most && x[same] === y[same]) same++;
  return graded(same / most);
}
