/** Find the indefinite integral of a polynomial; judged by its derivative, in any spelling. */
import { z } from 'zod';
import type { Rng } from '../../../random.ts';
import { integer, multiply, type Rational, ratio } from '../../../rational.ts';
import { judgeAntiderivative } from '../../arithmetic/antiderivative.ts';
import {
  addPolynomials,
  monomial,
  type Polynomial,
  writePolynomial,
} from '../../arithmetic/polynomial.ts';
import { defineTask, ordered } from '../../task.ts';

const config = z
  .strictObject({
    min_terms: z.int().min(1).max(60).default(2),
    max_terms: z.int().min(1).max(60).default(5),
    min_degree: z.int().min(-10).max(100).default(1),
    max_degree: z.int().min(-10).max(100).default(10),
    min_bounds: z.int().min(1).max(1e9).default(1),
    max_bounds: z.int().min(1).max(1e9).default(10),
    operators: z
      .array(z.enum(['+', '-']))
      .min(1)
      .default(['+', '-']),
    symbols: z
      .array(z.enum(['x', 'X']))
      .min(1)
      .default(['x', 'X']),
  })
  .superRefine(
    ordered(['min_terms', 'max_terms'], ['min_degree', 'max_degree'], ['min_bounds', 'max_bounds']),
  );
type Config = z.infer<typeof config>;

const metadata = z.looseObject({
  integrand: z.string().max(20_000),
  variable: z.string().regex(/^[A-Za-z]$/),
});

const wordings = ['Find the antiderivative:', 'Integrate:', 'Determine the indefinite integral:'];
const maxDraws = 50;

export const simpleIntegration = defineTask({
  name: 'simple_integration',
  category: 'algebra',
  summary: 'Find the indefinite integral of a polynomial',
  answerFormat: 'an expression: 3*x**2/2 + C',
  config,
  metadata,
  curriculum: [
    { kind: 'range', name: 'terms', fields: ['min_terms', 'max_terms'], levels: [2, 3, 4, 5] },
  ],

  generate(rng, c) {
    const variable = rng.choice(c.symbols);
    let integral = draw(rng, c, variable);
    for (let n = 0; n < maxDraws && derived(integral, variable).size === 0; n++) {
      integral = draw(rng, c, variable);
    }
    if (derived(integral, variable).size === 0) {
      integral = monomial(
        integer(rng.randint(c.min_bounds, c.max_bounds)),
        new Map([[variable, 1]]),
      );
    }
    const integrand = derived(integral, variable);
    const written = writePolynomial(integrand);
    return {
      question: `${rng.choice(wordings)} ∫ (${written}) d${variable}\nWrite powers as ${variable}**2 and products as 2*${variable}.`,
      answer: `${writePolynomial(integral)} + C`,
      metadata: { integrand: written, variable, num_terms: integrand.size },
      difficulty: { terms: [c.min_terms, c.max_terms] },
    };
  },

  score(answer, { entry, mode }) {
    const { integrand, variable } = entry.metadata;
    return judgeAntiderivative(answer, integrand, variable, mode);
  },
});

function draw(rng: Rng, c: Config, variable: string): Polynomial {
  const count = rng.randint(c.min_terms, c.max_terms);
  let made: Polynomial = new Map();
  for (let n = 0; n < count; n++) {
    const top = BigInt(rng.randint(c.min_bounds, c.max_bounds));
    const bottom = rng.below(2) === 0 ? 1n : BigInt(rng.randint(2, 10));
    const sign = rng.choice(c.operators) === '-' ? -1n : 1n;
    const degree = rng.randint(c.min_degree, c.max_degree);
    if (degree === 0) continue; // a constant leaves no trace
    made = addPolynomials(made, monomial(ratio(sign * top, bottom), new Map([[variable, degree]])));
  }
  return made;
}

function derived(polynomial: Polynomial, variable: string): Polynomial {
  let made: Polynomial = new Map();
  for (const { powers, coefficient } of polynomial.values()) {
    const degree = powers.get(variable) ?? 0;
    const scaled = multiply(coefficient, integer(degree)) as Rational;
    made = addPolynomials(made, monomial(scaled, new Map([[variable, degree - 1]])));
  }
  return made;
}
