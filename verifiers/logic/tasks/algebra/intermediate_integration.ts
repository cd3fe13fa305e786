/**
 * Find an indefinite integral by substitution or by parts; judged by its derivative, with a bounded
 * amount of work (the reference may simplify for seconds).
 */
import { z } from 'zod';
import type { Rng } from '../../../random.ts';
import { integer, multiply, type Rational, ratio } from '../../../rational.ts';
import { judgeAntiderivative } from '../../arithmetic/antiderivative.ts';
import { type Part, powerText, writeSum } from '../../arithmetic/linear-text.ts';
import { defineTask, ordered } from '../../task.ts';
import { Weights, weighted } from '../../weighted.ts';

const kinds = [
  'linear', 'radical', 'log_inverse_trig', 'trigonometric', 'polynomial_exp_trig', 'exponential', 'cyclic',
  'repeated_parts',
] as const; // biome-ignore format: a list
type Kind = (typeof kinds)[number];

const small = (from: number) => z.int().min(1).max(1_000).default(from);
const config = z
  .strictObject({
    problem_types: z
      .array(z.enum(kinds))
      .min(1)
      .default([...kinds]),
    problem_type_weights: Weights.default(kinds.map(() => 0.125)),
    linear_lower_bound: small(1),
    linear_upper_bound: small(10),
    min_linear_degree: z.int().min(1).max(12).default(2),
    max_linear_degree: z.int().min(1).max(12).default(4),
    outer_constant_min: small(1),
    outer_constant_max: small(3),
    min_poly_degree: z.int().min(1).max(8).default(1),
    max_poly_degree: z.int().min(1).max(8).default(3),
    symbols: z.union([z.enum(['x', 'X']), z.array(z.enum(['x', 'X'])).min(1)]).default('x'),
    operators: z
      .array(z.enum(['+', '-']))
      .min(1)
      .default(['+', '-']),
  })
  .superRefine(
    ordered(
      ['linear_lower_bound', 'linear_upper_bound'],
      ['min_linear_degree', 'max_linear_degree'],
      ['outer_constant_min', 'outer_constant_max'],
      ['min_poly_degree', 'max_poly_degree'],
    ),
  )
  .refine(
    (c) => c.problem_types.length === c.problem_type_weights.length,
    'Expected a weight a type',
  );
type Config = z.infer<typeof config>;

const metadata = z.looseObject({
  integrand: z.string().max(4_000),
  variable: z.string().regex(/^[A-Za-z]$/),
});

const wordings = ['Find the antiderivative:', 'Integrate:', 'Determine the indefinite integral:'];

interface Problem {
  readonly integrand: string;
  readonly integral: string;
}

export const intermediateIntegration = defineTask({
  name: 'intermediate_integration',
  category: 'algebra',
  summary: 'Find an indefinite integral by substitution or by parts',
  answerFormat: 'an expression: x*sin(x) + cos(x) + C',
  config,
  metadata,
  curriculum: [
    {
      kind: 'scalar',
      name: 'problem_type_weights',
      field: 'problem_type_weights',
      levels: kinds.map((_, i) => kinds.map((__, k) => (i === k ? 1 : 0))),
    },
  ],

  generate(rng, c) {
    const kind = weighted(rng, c.problem_types, c.problem_type_weights);
    const x = typeof c.symbols === 'string' ? c.symbols : rng.choice(c.symbols);
    const { integrand, integral } = problems[kind](rng, c, x);
    return {
      question: `${rng.choice(wordings)} ∫ ${integrand} d${x}\nWrite powers as ${x}**2, products as 2*${x} and the exponential function as exp(${x}); log is the natural logarithm.`,
      answer: `${integral} + C`,
      metadata: { integrand, problem_type: kind, variable: x },
      difficulty: { problem_type_weights: c.problem_type_weights },
    };
  },

  score(answer, { entry, mode }) {
    const { integrand, variable } = entry.metadata;
    return judgeAntiderivative(answer, integrand, variable, mode);
  },
});

const sign = (rng: Rng, c: Config) => (rng.choice(c.operators) === '-' ? -1 : 1);
const bound = (rng: Rng, c: Config) => rng.randint(c.linear_lower_bound, c.linear_upper_bound);
const outer = (rng: Rng, c: Config) =>
  sign(rng, c) * rng.randint(c.outer_constant_min, c.outer_constant_max);
const of = (top: number, bottom = 1): Rational => ratio(BigInt(top), BigInt(bottom));
const line = (a: number, x: string, b: number) =>
  writeSum([
    [of(a), x],
    [of(b), ''],
  ]);
const times = (...texts: string[]) => texts.filter((text) => text !== '').join('*');
const scaled = (a: number, x: string) => (a === 1 ? x : `${a}*${x}`);

const problems: Readonly<Record<Kind, (rng: Rng, c: Config, x: string) => Problem>> = {
  linear(rng, c, x) {
    const [a, b, k] = [bound(rng, c), sign(rng, c) * bound(rng, c), outer(rng, c)];
    const degree = rng.randint(c.min_linear_degree, c.max_linear_degree);
    const u = `(${line(a, x, b)})`;
    return {
      integrand: writeSum([[of(k), powerText(u, degree)]]),
      integral: writeSum([[of(k, a * (degree + 1)), powerText(u, degree + 1)]]),
    };
  },
  radical(rng, c, x) {
    const [a, b, k] = [sign(rng, c) * bound(rng, c), sign(rng, c) * bound(rng, c), outer(rng, c)];
    const u = line(a, x, b);
    return {
      integrand: writeSum([[of(k * a), `sqrt(${u})`]]),
      integral: writeSum([[of(2 * k, 3), `(${u})**(3/2)`]]),
    };
  },
  log_inverse_trig(rng, c, x) {
    const [k, a] = [outer(rng, c), rng.randint(1, 3)];
    const inner = scaled(a, x);
    const squared = writeSum([[of(a * a), `${x}**2`]]);
    switch (rng.below(3)) {
      case 0: {
        const power = rng.random() < 0.8 ? 1 : rng.randint(2, 3);
        const f = `log(${powerText(x, power)})`;
        return {
          integrand: writeSum([[of(k), f]]),
          integral: writeSum([
            [of(k), times(x, f)],
            [of(-k * power), x],
          ]),
        };
      }
      case 1: {
        const f = `asin(${inner})`;
        const rest = `sqrt(1 - ${squared})`;
        return {
          integrand: writeSum([[of(k), f]]),
          integral: writeSum([
            [of(k), times(x, f)],
            [of(k, a), rest],
          ]),
        };
      }
      default: {
        const f = `atan(${inner})`;
        const rest = `log(${squared} + 1)`;
        return {
          integrand: writeSum([[of(k), f]]),
          integral: writeSum([
            [of(k), times(x, f)],
            [of(-k, 2 * a), rest],
          ]),
        };
      }
    }
  },
  trigonometric(rng, c, x) {
    const [a, b, k] = [sign(rng, c) * bound(rng, c), sign(rng, c) * bound(rng, c), outer(rng, c)];
    const u = line(a, x, b);
    const power = rng.randint(1, 4);
    const [f, g, turn] =
      rng.below(2) === 0 ? [`sin(${u})`, `cos(${u})`, 1] : [`cos(${u})`, `sin(${u})`, -1];
    return {
      integrand: writeSum([[of(k * a * turn), times(powerText(f, power), g)]]),
      integral: writeSum([[of(k, power + 1), powerText(f, power + 1)]]),
    };
  },
  polynomial_exp_trig(rng, c, x) {
    const degree = rng.randint(c.min_poly_degree, c.max_poly_degree);
    return byParts(outer(rng, c), x, degree, rng.choice(['exp', 'sin', 'cos']), rng.randint(1, 3));
  },
  exponential(rng, c, x) {
    const [a, b, d] = [1, 2, 3].map(() => sign(rng, c) * bound(rng, c)) as [number, number, number];
    const k = outer(rng, c);
    const linear = rng.below(2) === 0;
    const u = linear
      ? line(a, x, b)
      : writeSum([
          [of(a), `${x}**2`],
          [of(b), x],
          [of(d), ''],
        ]);
    const inner = linear
      ? writeSum([[of(k * a), `exp(${u})`]])
      : `(${line(2 * a * k, x, b * k)})*exp(${u})`;
    return { integrand: inner, integral: writeSum([[of(k), `exp(${u})`]]) };
  },
  cyclic(rng, c, x) {
    const k = outer(rng, c);
    const [e, s, t] = [`exp(${x})`, `sin(${x})`, `cos(${x})`];
    const shape = rng.below(3);
    if (shape === 2) {
      return {
        integrand: writeSum([[of(k), times(s, t)]]),
        integral: writeSum([[of(k, 2), `${s}**2`]]),
      };
    }
    return {
      integrand: writeSum([[of(k), times(e, shape === 0 ? s : t)]]),
      integral: writeSum([
        [of(k, 2), times(e, s)],
        [of(shape === 0 ? -k : k, 2), times(e, t)],
      ]),
    };
  },
  repeated_parts(rng, c, x) {
    const degree = rng.randint(3, Math.max(3, c.max_poly_degree));
    return byParts(outer(rng, c), x, degree, rng.choice(['sin', 'cos', 'exp']), 1);
  },
};

/** k·xⁿ·f(ax): derivatives of the power times repeated integrals of the function, signs in turn. */
function byParts(k: number, x: string, degree: number, name: string, a: number): Problem {
  const argument = name === 'exp' ? x : scaled(a, x);
  const f = `${name}(${argument})`;
  const [s, t] = [`sin(${argument})`, `cos(${argument})`];
  // What the function becomes when integrated once, twice, …: (sign, text) in a cycle.
  const cycle: readonly (readonly [number, string])[] =
    name === 'exp'
      ? [[1, f]]
      : name === 'sin'
        ? [
            [-1, t],
            [-1, s],
            [1, t],
            [1, s],
          ]
        : [
            [1, s],
            [-1, t],
            [-1, s],
            [1, t],
          ];
  const divisor = name === 'exp' ? 1 : a;
  const parts: Part[] = [];
  let coefficient = of(k);
  for (let n = 0; n <= degree; n++) {
    const [turn, text] = cycle[n % cycle.length] as readonly [number, string];
    const value = multiply(
      coefficient,
      of(n % 2 === 0 ? turn : -turn, divisor ** (n + 1)),
    ) as Rational;
    parts.push([value, times(powerText(x, degree - n), text)]);
    coefficient = multiply(coefficient, integer(degree - n)) as Rational;
  }
  return {
    integrand: writeSum([[of(k), times(powerText(x, degree), f)]]),
    integral: writeSum(parts),
  };
}
