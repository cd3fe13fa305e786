/** Reach a target with all the given numbers and the four operations. */
import { z } from 'zod';
import type { Rng } from '../../../random.ts';
import { equal, integer } from '../../../rational.ts';
import { evaluate } from '../../arithmetic/expression.ts';
import { sympyScore } from '../../arithmetic/sympy.ts';
import { graded, malformed, right, wrong } from '../../mark.ts';
import { ints } from '../../row.ts';
import { defineTask, ordered } from '../../task.ts';
import { unwrap } from '../../text/unwrap.ts';

const operator = z.enum(['+', '-', '*', '/']);
const config = z
  .strictObject({
    min_numbers: z.int().min(2).max(40).default(4),
    max_numbers: z.int().min(2).max(40).default(6),
    min_value: z.int().min(1).max(1e6).default(1),
    max_value: z.int().min(1).max(1e6).default(100),
    min_target: z.int().min(1).max(1e9).default(100),
    max_target: z.int().min(1).max(1e9).default(999),
    operators: z.array(operator).min(1).default(['+', '-', '*', '/']),
    shuffle: z.boolean().default(true),
  })
  .superRefine(
    ordered(
      ['min_numbers', 'max_numbers'],
      ['min_value', 'max_value'],
      ['min_target', 'max_target'],
    ),
  );
type Config = z.infer<typeof config>;

const metadata = z.looseObject({
  numbers: ints({ least: 1, most: 200 }),
  target: z.number(),
});

const maxDraws = 20_000;

export const countdown = defineTask({
  name: 'countdown',
  category: 'games',
  summary: 'Combine all the given numbers, each exactly once, to reach a target',
  answerFormat: 'an expression with + - * / and parentheses, without "="',
  config,
  metadata,
  curriculum: [
    {
      kind: 'range',
      name: 'numbers',
      fields: ['min_numbers', 'max_numbers'],
      levels: [3, 6, 9, 12, 15],
      interval: true,
    },
    {
      kind: 'range',
      name: 'target',
      fields: ['min_target', 'max_target'],
      levels: [100, 500, 1000, 5000, 10000],
      interval: true,
    },
    {
      kind: 'range',
      name: 'value',
      fields: ['min_value', 'max_value'],
      levels: [1, 100, 200, 300],
      interval: true,
    },
  ],

  generate(rng, c) {
    const { expression, numbers, target } = drawSolution(rng, c);
    if (c.shuffle) rng.shuffle(numbers);
    return {
      question: `Write an arithmetic expression that equals ${target}. It must use each of these numbers exactly once: ${numbers.join(', ')}. Allowed are + - * / and parentheses; division is exact. Write the expression alone, without an equals sign.`,
      answer: expression,
      metadata: { numbers, target, expression },
      difficulty: {
        numbers: [c.min_numbers, c.max_numbers],
        target: [c.min_target, c.max_target],
        value: [c.min_value, c.max_value],
      },
    };
  },

  score(answer, { entry, mode, budget }) {
    const { numbers, target } = entry.metadata;
    if (mode === 'compat') return graded(sympyScore(answer, numbers, target, budget));
    const read = evaluate(unwrap(answer));
    if (!read.ok) return malformed(read.error);
    const used = read.literals.map((value) => (value.d === 1n ? Number(value.n) : Number.NaN));
    if (used.sort(ascending).join() !== [...numbers].sort(ascending).join()) {
      return wrong(`Expected every number of ${numbers.join(', ')} exactly once`);
    }
    if (equal(read.value, integer(target))) return right;
    return wrong(`Expected the value ${target}`);
  },
});

const ascending = (a: number, b: number) => a - b;

interface Solution {
  readonly expression: string;
  readonly numbers: number[];
  readonly target: number;
}

/** Folds random numbers into one value, left to right, until the value lies in the range. */
function drawSolution(rng: Rng, c: Config): Solution {
  const count = rng.randint(c.min_numbers, c.max_numbers);
  for (let draw = 0; draw < maxDraws; draw++) {
    const made = fold(rng, c, count);
    const { target } = made;
    if (Number.isSafeInteger(target) && target >= c.min_target && target <= c.max_target) {
      return made;
    }
  }
  throw new RangeError(
    `Expected a config whose ${count} numbers can reach ${c.min_target} to ${c.max_target}`,
  );
}

/** One random expression: the value so far is combined with the next number, on either side. */
function fold(rng: Rng, c: Config, count: number): Solution {
  const numbers = Array.from({ length: count }, () => rng.randint(c.min_value, c.max_value));
  let value = numbers[0] as number;
  let text = String(value);
  let loose = false; // the text is a sum or difference
  for (const n of numbers.slice(1)) {
    const sign = fitting(rng, c, value, n);
    const held: string = loose ? `(${text})` : text;
    switch (sign) {
      case '+':
        [value, text, loose] = [value + n, `${text} + ${n}`, true];
        break;
      case '-':
        // Either way round, so that targets do not drift below zero.
        if (value >= n) [value, text, loose] = [value - n, `${text} - ${n}`, true];
        else [value, text, loose] = [n - value, `${n} - ${held}`, true];
        break;
      case '*':
        [value, text, loose] = [value * n, `${held} * ${n}`, false];
        break;
      case '/':
        [value, text, loose] = [value / n, `${held} / ${n}`, false];
    }
  }
  return { expression: text, numbers, target: value };
}

/** An operator that keeps the value whole and in sight of the target; a plain one if none does. */
function fitting(rng: Rng, c: Config, value: number, n: number): Config['operators'][number] {
  const drawn = rng.choice(c.operators);
  const fits =
    drawn === '/' ? value % n === 0 : drawn !== '*' || Math.abs(value * n) <= c.max_target * 50;
  if (fits) return drawn;
  const plain = c.operators.filter((o) => o === '+' || o === '-');
  if (plain.length > 0) return rng.choice(plain);
  return drawn;
}
