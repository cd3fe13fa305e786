/** Solve a linear equation in one variable; the solution is an integer. */
import { z } from 'zod';
import type { Rng } from '../../../random.ts';
import { equal } from '../../../rational.ts';
import { evaluate } from '../../arithmetic/expression.ts';
import { containsOracle, faultyEntry, malformed, right, wrong } from '../../mark.ts';
import { defineTask, ordered, perEntry } from '../../task.ts';
import { parseNumber } from '../../text/number.ts';
import { unwrap } from '../../text/unwrap.ts';
import { Weights, weighted } from '../../weighted.ts';

const operator = z.enum(['+', '-', '*']);
const config = z
  .strictObject({
    min_terms: z.int().min(1).max(40).default(2),
    max_terms: z.int().min(1).max(40).default(4),
    min_value: z.int().min(1).max(1e9).default(1),
    max_value: z.int().min(1).max(1e9).default(100),
    operators: z.array(operator).min(1).default(['+', '-', '*']),
    operators_weights: Weights.default([0.4, 0.4, 0.2]),
  })
  .superRefine(ordered(['min_terms', 'max_terms'], ['min_value', 'max_value']))
  .refine((c) => c.operators.length <= c.operators_weights.length, 'Expected a weight an operator');
type Config = z.infer<typeof config>;

const metadata = z.looseObject({
  equation: z.string().max(4_000).optional(),
  variable: z.string().max(20).optional(),
});

const wordings = ['Solve {} for $.', 'Which number is $ if {}?', 'Find $: {}.'];

interface Judged {
  readonly answer: string | null;
  readonly metadata: z.infer<typeof metadata>;
}

const holdsIn = perEntry(({ answer, metadata: m }: Judged) =>
  m.equation && m.variable ? holds(m.equation, m.variable, (answer ?? '').trim()) : null,
);

export const simpleEquations = defineTask({
  name: 'simple_equations',
  category: 'algebra',
  summary: 'Solve a linear equation in one variable',
  answerFormat: 'one integer',
  config,
  metadata,
  curriculum: [
    { kind: 'scalar', name: 'min_terms', field: 'min_terms', levels: [2, 3, 4, 5] },
    { kind: 'scalar', name: 'max_terms', field: 'max_terms', levels: [5, 10, 15, 20] },
    { kind: 'scalar', name: 'min_value', field: 'min_value', levels: [1, 10, 100, 1000] },
    {
      kind: 'scalar',
      name: 'max_value',
      field: 'max_value',
      levels: [100, 10000, 1000000, 100000000],
    },
    {
      kind: 'scalar',
      name: 'operators_weights',
      field: 'operators_weights',
      levels: [
        [0.4, 0.4, 0.2],
        [0.35, 0.35, 0.3],
        [0.3, 0.3, 0.4],
        [0.2, 0.2, 0.6],
      ],
    },
  ],

  generate(rng, c) {
    const variable = rng.choice([...'abcdfghjkmnpqrstuvwxyz']);
    const solution = BigInt(rng.randint(c.min_value, c.max_value));
    const { text, value } = draw(rng, c, variable, solution);
    const equation = `${text} = ${value}`;
    return {
      question: rng.choice(wordings).replace('{}', equation).replaceAll('$', variable),
      answer: String(solution),
      metadata: { equation, variable },
      difficulty: {
        min_terms: c.min_terms,
        max_terms: c.max_terms,
        min_value: c.min_value,
        max_value: c.max_value,
        operators_weights: c.operators_weights,
      },
    };
  },

  score(answer, { entry, mode }) {
    const oracle = (entry.answer ?? '').trim();
    if (mode === 'compat') return containsOracle(answer, oracle);
    const expected = parseNumber(oracle);
    if (!expected) return faultyEntry('Expected an integer answer');
    const { equation, variable } = entry.metadata;
    if (holdsIn(entry) === false) {
      return faultyEntry(`Expected an answer that solves ${equation}, got ${oracle}`);
    }
    let given = unwrap(answer);
    if (variable && given.startsWith(variable)) {
      const rest = given.slice(variable.length).trimStart();
      if (rest.startsWith('=')) given = rest.slice(1);
    }
    const value = parseNumber(given);
    if (!value) return malformed('Expected one number');
    return equal(value, expected) ? right : wrong('Expected another number');
  },
});

/** Whether the equation holds for this value; null when it is not of the form that is read here. */
function holds(equation: string, variable: string, value: string): boolean | null {
  const sides = equation.split('=');
  if (sides.length !== 2 || !/^[A-Za-z]$/.test(variable)) return null;
  const [left, right] = sides.map((side) => evaluate(side.replaceAll(variable, `(${value})`)));
  return left?.ok && right?.ok ? equal(left.value, right.value) : null;
}

/** A chain of terms, one of them with the variable; a product takes in all that stands before it. */
function draw(
  rng: Rng,
  c: Config,
  variable: string,
  solution: bigint,
): { text: string; value: bigint } {
  const count = rng.randint(c.min_terms, c.max_terms);
  const place = rng.below(count);
  let text = '';
  let value = 0n;
  let isSum = false;
  for (let i = 0; i < count; i++) {
    const number = rng.randint(c.min_value, c.max_value);
    const own = i === place;
    const factor = own && !c.operators.includes('*') ? 1 : number;
    const term = !own ? `${number}` : factor === 1 ? variable : `${factor}*${variable}`;
    const size = BigInt(factor) * (own ? solution : 1n);
    if (i === 0) {
      text = term;
      value = size;
      continue;
    }
    const sign = weighted(rng, c.operators, c.operators_weights);
    if (sign === '*') {
      text = `${isSum ? `(${text})` : text}*${term}`;
      value *= size;
    } else {
      text = `${text} ${sign} ${term}`;
      value = sign === '+' ? value + size : value - size;
    }
    isSum = sign !== '*';
  }
  return { text, value };
}
