/** Write a number as a product of primes. */
import { z } from 'zod';
import { createBudget } from '../../../budget.ts';
import type { Rng } from '../../../random.ts';
import { bitLength } from '../../../rational.ts';
import { strip } from '../../../text/python.ts';
import { faultyEntry, graded, type Mark, malformed, right, wrong } from '../../mark.ts';
import { pyInt } from '../../python/number.ts';
import { defineTask, ordered, perEntry, scoreSteps } from '../../task.ts';
import { unwrap } from '../../text/unwrap.ts';

const limit = 1_000_000_000_000;
const config = z
  .strictObject({
    min_value: z.int().min(2).max(limit).default(2),
    max_value: z.int().min(2).max(limit).default(1_000),
  })
  .superRefine(ordered(['min_value', 'max_value']));
type Config = z.infer<typeof config>;

const metadata = z.looseObject({ number: z.int().min(2).max(limit) });

const maxDraws = 20;
const maxBits = 4_096;

const factorsOf = perEntry(({ number }: z.infer<typeof metadata>) => {
  const budget = createBudget(scoreSteps);
  return factorize(number, (steps) => budget.spend(steps));
});

export const primeFactorization = defineTask({
  name: 'prime_factorization',
  category: 'arithmetic',
  summary: 'Write a number as a product of primes',
  answerFormat: 'the primes, separated by ×',
  config,
  metadata,
  curriculum: [
    {
      kind: 'range',
      name: 'value',
      fields: ['min_value', 'max_value'],
      levels: [10, 1_000, 5_000, 10_000],
      interval: true,
    },
  ],

  generate(rng, c) {
    const { number, factors } = draw(rng, c);
    return {
      question: `Write ${number} as a product of prime numbers, for example 2 × 2 × 5 for 20. Answer with the primes, separated by ×; a prime that divides it more than once is written as often.`,
      answer: factors.join(' × '),
      metadata: { number, factors },
      difficulty: { value: [c.min_value, c.max_value] },
    };
  },

  score(answer, { entry, mode }) {
    const oracle = entry.answer ?? '';
    if (mode === 'compat') return compat(answer, oracle);
    const factors = factorsOf(entry.metadata);
    if (readFactors(oracle)?.join() !== factors.join()) {
      return faultyEntry(`Expected ${factors.join(' × ')} as the answer`);
    }
    const given = readFactors(answer);
    if (!given) return malformed('Expected primes separated by ×');
    return given.join() === factors.join()
      ? right
      : wrong('Expected the primes whose product is the number');
  },
});

/** The right primes in any order; half for the right product; 0.01 for any other numbers. */
function compat(answer: string, oracle: string): Mark {
  const [given, wanted] = [split(answer), split(oracle)];
  if (!given || !wanted) return graded(0);
  if (String(given) === String(wanted)) return right;
  return graded(product(given) === product(wanted) ? 0.5 : 0.01);
}

function split(text: string): bigint[] | null {
  const numbers: bigint[] = [];
  for (const part of text.split('×').map((one) => strip(one))) {
    if (part === '') continue;
    const value = pyInt(part);
    if (value === null) return null;
    numbers.push(value);
  }
  return numbers.sort((a, b) => (a < b ? -1 : a > b ? 1 : 0));
}

/** Null when too large to be the product of anything that is asked. */
function product(numbers: readonly bigint[]): bigint | null {
  if (numbers.includes(0n)) return 0n;
  let all = 1n;
  let bits = 0;
  for (const n of numbers) {
    bits += bitLength(n);
    if (bits > maxBits + numbers.length) return null;
    all *= n;
  }
  return all;
}

/** Numbers and powers between multiplication signs or commas, in order of size. */
function readFactors(answer: string): number[] | null {
  if (answer.length > 1_000) return null;
  const raised = answer.replace(/[²³⁴⁵⁶⁷⁸⁹]/g, (digit) => `^${'²³⁴⁵⁶⁷⁸⁹'.indexOf(digit) + 2}`);
  const text = unwrap(raised.normalize('NFKC')).replace(/^\[(.*)\]$/, '$1');
  const factors: number[] = [];
  for (const part of text.split(/\s*(?:×|\*(?!\*)(?<!\*\*)|·|⋅|∙|x|X|,|\\times|\\cdot)\s*/)) {
    const match = /^\s*(\d{1,13})(?:\s*(?:\^|\*\*)\s*(?:(\d{1,2})|\{(\d{1,2})\}))?\s*$/.exec(part);
    if (!match) return null;
    const times = Number(match[2] ?? match[3] ?? '1');
    for (let n = 0; n < times; n++) factors.push(Number(match[1]));
  }
  return factors.sort((a, b) => a - b);
}

/** Of the primes, where there is nothing to do, three in four are drawn again. */
function draw(rng: Rng, c: Config): { number: number; factors: number[] } {
  let number = rng.randint(c.min_value, c.max_value);
  let factors = factorize(number);
  for (let n = 0; n < maxDraws && factors.length === 1 && rng.below(4) > 0; n++) {
    number = rng.randint(c.min_value, c.max_value);
    factors = factorize(number);
  }
  return { number, factors };
}

function factorize(number: number, spend?: (steps: number) => void): number[] {
  const factors: number[] = [];
  let rest = number;
  for (let d = 2; d * d <= rest; d += d === 2 ? 1 : 2) {
    if (d % 1_001 === 0) spend?.(500);
    while (rest % d === 0) {
      factors.push(d);
      rest /= d;
    }
  }
  if (rest > 1) factors.push(rest);
  return factors;
}
