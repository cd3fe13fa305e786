/**
 * Multiply polynomials out.
 *
 * The reference compares the shape of the answer, so that `x*(x + 1)` for `x**2 + x` earns nothing.
 * Here the value counts, as long as no two sums are left to be multiplied: the product as it stood
 * in the question is no answer.
 */
import { z } from 'zod';
import { type Budget, createBudget } from '../../../budget.ts';
import { readAnswer } from '../../../math/read.ts';
import type { Rng } from '../../../random.ts';
import { equal, integer } from '../../../rational.ts';
import { fromTree } from '../../arithmetic/from-tree.ts';
import {
  addPolynomials,
  isMultipliedOut,
  monomial,
  multiplyPolynomials,
  type Polynomial,
  polynomialOf,
  samePolynomial,
  valueAt,
  writePolynomial,
} from '../../arithmetic/polynomial.ts';
import { readPython } from '../../arithmetic/python-expression.ts';
import { type Expression, SymbolicError, textOf } from '../../arithmetic/symbolic.ts';
import { faultyEntry, graded, malformed, type Outcome, right, wrong } from '../../mark.ts';
import { defineTask, ordered } from '../../task.ts';
import { unwrap } from '../../text/unwrap.ts';

const config = z
  .strictObject({
    min_terms: z.int().min(1).max(40).default(2),
    max_terms: z.int().min(1).max(40).default(4),
    min_value: z.int().min(1).max(1e9).default(1),
    max_value: z.int().min(1).max(1e9).default(100),
    min_degree: z.int().min(0).max(40).default(0),
    max_degree: z.int().min(0).max(40).default(3),
    min_polynomials: z.int().min(2).max(12).default(2),
    max_polynomials: z.int().min(2).max(12).default(3),
    variables: z
      .array(z.string().regex(/^[a-zA-Z]$/))
      .min(1)
      .max(6)
      .default(['x', 'y', 'z']),
    allow_cross_variable_product: z.boolean().default(false),
    allow_multivariate_polynomials: z.boolean().default(false),
    operators: z
      .array(z.enum(['+', '-']))
      .min(1)
      .default(['+', '-']),
  })
  .superRefine(
    ordered(
      ['min_terms', 'max_terms'],
      ['min_value', 'max_value'],
      ['min_degree', 'max_degree'],
      ['min_polynomials', 'max_polynomials'],
    ),
  )
  .refine(
    (c) => c.allow_cross_variable_product || !c.allow_multivariate_polynomials,
    'Expected allow_cross_variable_product with allow_multivariate_polynomials',
  );
type Config = z.infer<typeof config>;

const metadata = z.looseObject({ polynomial_expr: z.string().max(40_000).optional() });

const wordings = [
  'Multiply out: {}',
  'Expand {}',
  'Write {} as a sum, with like terms put together.',
];
const maxDraws = 30;
/** A product that would be written with more characters gets no further factor. */
const maxProduct = 12_000;
/** Terms of a factor when the config's are too many for a product that can be written. */
const fewTerms = { min_terms: 2, max_terms: 4 };
const generateSteps = 50_000_000;

export const polynomialMultiplication = defineTask({
  name: 'polynomial_multiplication',
  category: 'algebra',
  summary: 'Multiply polynomials out',
  answerFormat: 'a sum: 3*x**2 - x + 7',
  config,
  metadata,
  curriculum: [
    { kind: 'scalar', name: 'min_terms', field: 'min_terms', levels: [2, 4, 6, 8] },
    { kind: 'scalar', name: 'max_terms', field: 'max_terms', levels: [4, 8, 12, 16] },
    { kind: 'scalar', name: 'min_value', field: 'min_value', levels: [1, 10, 100, 1000] },
    {
      kind: 'scalar',
      name: 'max_value',
      field: 'max_value',
      levels: [100, 10000, 1000000, 100000000],
    },
    { kind: 'scalar', name: 'min_degree', field: 'min_degree', levels: [0, 1, 2, 3] },
    { kind: 'scalar', name: 'max_degree', field: 'max_degree', levels: [2, 4, 8, 10] },
    { kind: 'scalar', name: 'min_polynomials', field: 'min_polynomials', levels: [2, 3, 4, 5] },
    { kind: 'scalar', name: 'max_polynomials', field: 'max_polynomials', levels: [4, 6, 8, 10] },
  ],

  generate(rng, c) {
    const budget = createBudget(generateSteps);
    const count = rng.randint(c.min_polynomials, c.max_polynomials);
    const shared = rng.choice(c.variables);
    const factors: Polynomial[] = [];
    let made: Polynomial = monomial(integer(1), new Map());
    for (let n = 0; n < count; n++) {
      const own = c.allow_cross_variable_product ? rng.choice(c.variables) : shared;
      const names = c.allow_multivariate_polynomials ? c.variables : [own];
      let factor = draw(rng, c, names);
      let next = multiplyPolynomials(made, factor, budget);
      if (writePolynomial(next).length > maxProduct) {
        if (n >= 2) break;
        factor = draw(rng, { ...c, ...fewTerms }, names);
        next = multiplyPolynomials(made, factor, budget);
      }
      factors.push(factor);
      made = next;
    }
    const expression = factors.map((f) => `(${writePolynomial(f)})`).join('*');
    const variables = [...new Set([...made.values()].flatMap((m) => [...m.powers.keys()]))].sort();
    return {
      question: `${rng.choice(wordings).replace('{}', expression)}\nWrite powers as x**2 and products as 2*x.`,
      answer: writePolynomial(made),
      metadata: { polynomial_expr: expression, variables },
      difficulty: {
        min_terms: c.min_terms,
        max_terms: c.max_terms,
        min_value: c.min_value,
        max_value: c.max_value,
        min_degree: c.min_degree,
        max_degree: c.max_degree,
        min_polynomials: c.min_polynomials,
        max_polynomials: c.max_polynomials,
      },
    };
  },

  score(answer, { entry, mode, budget }) {
    const oracle = entry.answer ?? '';
    const target = readPython(oracle, budget);
    if (mode === 'compat') {
      const given = readPython(answer, budget);
      return graded(given && target && textOf(given) === textOf(target) ? 1 : 0);
    }
    try {
      if (!target) return faultyEntry('Expected a polynomial for an answer');
      const expected = polynomialOf(target, budget);
      const source = entry.metadata.polynomial_expr;
      const product = source === undefined ? null : readPython(source, budget);
      if (product && !agree(product, target, budget)) {
        return faultyEntry("Expected the product of the entry's own factors for an answer");
      }
      return strict(answer, expected, budget);
    } catch (error) {
      if (error instanceof SymbolicError) return faultyEntry(error.message);
      throw error;
    }
  },
});

/** Whether two polynomials have the same values at two points, far out: then they are the same. */
function agree(a: Expression, b: Expression, budget: Budget): boolean {
  return [1_009n, -7_919n].every((start) => {
    const point = (name: string) => start + 101n * BigInt(name.codePointAt(0) ?? 0);
    return equal(valueAt(a, point, budget), valueAt(b, point, budget));
  });
}

function strict(answer: string, expected: Polynomial, budget: Budget): Outcome {
  for (const given of readings(unwrap(answer), budget)) {
    if (!isMultipliedOut(given)) return wrong('Expected the product to be multiplied out');
    try {
      const same = samePolynomial(polynomialOf(given, budget), expected);
      return same ? right : wrong('Expected another polynomial');
    } catch (error) {
      if (!(error instanceof SymbolicError)) throw error;
    }
  }
  return malformed('Expected a polynomial');
}

/** As Python where there is a `**`, as mathematics otherwise; a name in front is dropped. */
function readings(text: string, budget: Budget): Expression[] {
  if (text.includes('**')) {
    const given = readPython(text.replace(/^[^=]*=/, ''), budget, { caretPower: true });
    if (given) return [given];
  }
  // ** would be taken for bold print.
  return readAnswer(text.replaceAll('**', '^')).trees.flatMap((tree) => {
    const equation = tree.kind === 'relation' && tree.signs.every((sign) => sign === '=');
    try {
      return [fromTree((equation ? tree.sides.at(-1) : undefined) ?? tree, budget)];
    } catch (error) {
      if (error instanceof SymbolicError) return [];
      throw error;
    }
  });
}

/** A polynomial that is not zero, with a variable in it where the degrees allow. */
function draw(rng: Rng, c: Config, variables: readonly string[]): Polynomial {
  let made: Polynomial = new Map();
  for (let n = 0; n < maxDraws; n++) {
    made = new Map();
    const terms = rng.randint(c.min_terms, c.max_terms);
    for (let t = 0; t < terms; t++) {
      const size = rng.randint(c.min_value, c.max_value);
      const minus = c.operators.includes('-') && rng.below(2) === 0;
      made = addPolynomials(
        made,
        monomial(integer(minus ? -size : size), drawPowers(rng, c, variables)),
      );
    }
    const varied = [...made.values()].some((m) => m.powers.size > 0);
    if (made.size > 1 || (made.size > 0 && (varied || c.max_degree === 0))) return made;
  }
  return made.size > 0 ? made : monomial(integer(c.min_value), drawPowers(rng, c, variables));
}

function drawPowers(rng: Rng, c: Config, variables: readonly string[]): Map<string, number> {
  const degree = rng.randint(c.min_degree, c.max_degree);
  const powers = new Map<string, number>();
  for (let k = 0; k < degree; k++) {
    const name = variables.length === 1 ? (variables[0] as string) : rng.choice(variables);
    powers.set(name, (powers.get(name) ?? 0) + 1);
  }
  return powers;
}
