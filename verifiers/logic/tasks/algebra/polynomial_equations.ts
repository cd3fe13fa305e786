/**
 * Find the real roots of a polynomial.
 *
 * The reference drops what it cannot read (`x = 1.2616` is no root, `[1, 2` is one), asks for the
 * root 0 again and again, and misses roots its solver cannot prove to be real; such entries cannot
 * be judged. Here the roots are isolated exactly, and all of them must be given.
 */
import { z } from 'zod';
import { type Budget, createBudget } from '../../../budget.ts';
import { rationalNear } from '../../../math/evaluate/near.ts';
import { readAnswer } from '../../../math/read.ts';
import { mapChildren, negative, some, type Tree } from '../../../math/tree.ts';
import type { Rng } from '../../../random.ts';
import { integer, type Rational, toNumber, zero } from '../../../rational.ts';
import { strip } from '../../../text/python.ts';
import { powerText, writeSum } from '../../arithmetic/linear-text.ts';
import { polynomialOf } from '../../arithmetic/polynomial.ts';
import { readPython } from '../../arithmetic/python-expression.ts';
import { type Coefficients, realRoots } from '../../arithmetic/roots.ts';
import { SymbolicError } from '../../arithmetic/symbolic.ts';
import { faultyEntry, graded, malformed, type Outcome, right, wrong } from '../../mark.ts';
import { pyFloat } from '../../python/number.ts';
import { pySorted } from '../../python/sort.ts';
import { defineTask, ordered } from '../../task.ts';
import { parseNumber } from '../../text/number.ts';
import { unwrap } from '../../text/unwrap.ts';

const config = z
  .strictObject({
    min_terms: z.int().min(1).max(40).default(2),
    max_terms: z.int().min(1).max(40).default(4),
    min_value: z.int().min(1).max(1e6).default(1),
    max_value: z.int().min(1).max(1e6).default(100),
    min_degree: z.int().min(1).max(8).default(1),
    max_degree: z.int().min(1).max(8).default(3),
    operators: z
      .array(z.enum(['+', '-']))
      .min(1)
      .default(['+', '-']),
  })
  .superRefine(
    ordered(['min_terms', 'max_terms'], ['min_value', 'max_value'], ['min_degree', 'max_degree']),
  );
type Config = z.infer<typeof config>;

const metadata = z.looseObject({
  polynomial_expr: z.string().max(4_000).optional(),
  variable: z.string().max(20).optional(),
  real_solutions: z.array(z.number()).max(100).optional(),
});

const wordings = [
  'Which real numbers $ solve {} = 0?',
  'Find all real solutions of {} = 0.',
  'Solve {} = 0 for real $.',
];
const maxDraws = 15;
const generateSteps = 50_000_000;
/** Given roots may be rounded to four decimal places, up or down. */
const tolerance = 0.9999e-4;

export const polynomialEquations = defineTask({
  name: 'polynomial_equations',
  category: 'algebra',
  summary: 'Find all real roots of a polynomial',
  answerFormat: 'decimal numbers separated by commas, four places: -1.2683, 1.2683',
  config,
  metadata,
  curriculum: [
    {
      kind: 'range',
      name: 'degree',
      fields: ['min_degree', 'max_degree'],
      levels: [1, 2, 3, 4],
      interval: true,
    },
    { kind: 'range', name: 'terms', fields: ['min_terms', 'max_terms'], levels: [2, 3, 4, 5] },
  ],

  generate(rng, c) {
    const budget = createBudget(generateSteps);
    const variable = rng.choice([...'abcdfghkmnpqrstuvwxyz']);
    const degree = rng.randint(c.min_degree, c.max_degree);
    const { polynomial, roots } = drawPolynomial(rng, c, degree, budget);
    const written = writeSum(
      polynomial.map((a, i) => [a, powerText(variable, i)] as const).reverse(),
    );
    const rounded = roots.map((x) => Math.round(x * 1e4) / 1e4 + 0);
    return {
      question: `${rng.choice(wordings).replace('{}', written).replaceAll('$', variable)} Give every solution as a decimal number rounded to four places, separated by commas.`,
      answer: rounded.map((x) => (Number.isInteger(x) ? x.toFixed(1) : String(x))).join(', '),
      metadata: {
        polynomial_expr: written,
        variable,
        degree,
        real_solutions: rounded,
        num_terms: polynomial.filter((a) => a.n !== 0n).length,
      },
      difficulty: {
        terms: [c.min_terms, c.max_terms],
        degree: [c.min_degree, c.max_degree],
      },
    };
  },

  score(answer, { entry, mode, budget }) {
    if (mode === 'compat') return graded(compat(answer, entry.answer ?? ''));
    const { polynomial_expr: text, variable, real_solutions: stored } = entry.metadata;
    const computed = text && variable ? rootsOf(text, variable, budget) : null;
    const roots = computed ?? stored ?? null;
    if (roots === null) return faultyEntry('Expected a polynomial or its roots');
    if (computed && stored && !agree(stored, computed)) {
      return faultyEntry(
        `Expected the real roots ${computed.join(', ')}, got ${stored.join(', ')}`,
      );
    }
    return strict(answer, roots, variable ?? '', budget);
  },
});

function strict(
  answer: string,
  roots: readonly number[],
  variable: string,
  budget: Budget,
): Outcome {
  const text = unwrap(answer);
  if (/^(?:there (?:is|are) )?no(?:ne| (?:real )?(?:solutions?|roots?))$/i.test(text)) {
    return roots.length === 0 ? right : wrong('Expected real roots');
  }
  const given = readDecimals(text, variable) ?? readNumbers(text, budget);
  if (given === null) return malformed('Expected numbers separated by commas');
  const different = [...new Set(given)].sort((a, b) => a - b);
  return agree(different, roots) ? right : wrong('Expected other roots, or all of them');
}

/** Both in rising order. */
function agree(given: readonly number[], roots: readonly number[]): boolean {
  return (
    given.length === roots.length &&
    given.every((x, i) => Math.abs(x - (roots[i] as number)) <= tolerance + 1e-9 * Math.abs(x))
  );
}

/** Plain decimals, with the variable's name or without, in brackets or not. */
function readDecimals(text: string, variable: string): number[] | null {
  const inside = /^[[({](.*)[\])}]$/s.exec(text)?.[1] ?? text;
  const values: number[] = [];
  const pieces = inside.split(/[,;\n]|\band\b|\bor\b/).map((piece) => piece.trim());
  for (const piece of pieces) {
    if (piece === '') continue;
    const named =
      variable !== '' && piece.startsWith(variable) ? piece.slice(variable.length).trimStart() : '';
    const value = parseNumber(named.startsWith('=') ? named.slice(1) : piece);
    if (!value) return null;
    values.push(toNumber(value));
  }
  return values.length > 0 ? values : null;
}

/** Exact forms: sqrt(37/23), \pm\frac{1}{2}. */
function readNumbers(text: string, budget: Budget): number[] | null {
  for (const tree of readAnswer(text).trees) {
    const values = items(tree)
      .flatMap(bothSigns)
      .map((item) => rationalNear(item, budget));
    if (values.length > 0 && values.every((value) => value !== null)) {
      return values.map((value) => toNumber(value as Rational));
    }
  }
  return null;
}

function items(tree: Tree): Tree[] {
  if (tree.kind === 'list' || tree.kind === 'set' || tree.kind === 'tuple')
    return tree.items.flatMap(items);
  if (tree.kind !== 'relation') return [tree];
  return tree.signs.every((sign) => sign === '=' || sign === 'approx')
    ? items(tree.sides.at(-1) as Tree)
    : [];
}

function bothSigns(tree: Tree): Tree[] {
  if (!some(tree, (t) => t.kind === 'sign')) return [tree];
  const choose = (t: Tree, upper: boolean): Tree =>
    t.kind === 'sign'
      ? t.lower === upper
        ? negative(choose(t.of, upper))
        : choose(t.of, upper)
      : mapChildren(t, (part) => choose(part, upper));
  return [choose(tree, true), choose(tree, false)];
}

function rootsOf(text: string, variable: string, budget: Budget): number[] | null {
  const expression = readPython(text, budget, { symbols: [variable] });
  if (!expression) return null;
  try {
    const coefficients: Rational[] = [];
    for (const { powers, coefficient } of polynomialOf(expression, budget).values()) {
      const degree = powers.get(variable) ?? 0;
      if (powers.size > (degree > 0 ? 1 : 0)) return null;
      coefficients[degree] = coefficient;
    }
    return realRoots(
      Array.from(coefficients, (c) => c ?? zero),
      budget,
    );
  } catch (error) {
    if (error instanceof SymbolicError) return null;
    throw error;
  }
}

/** Coefficients, lowest degree first, with a real root and none near 0 as far as the config allows. */
function drawPolynomial(rng: Rng, c: Config, degree: number, budget: Budget) {
  let usable: { polynomial: Coefficients; roots: number[] } | null = null;
  for (let draw = 0; draw < maxDraws; draw++) {
    const sizes = Array.from({ length: degree + 1 }, () => 0);
    const terms = rng.randint(c.min_terms, c.max_terms);
    for (let t = 0; t < terms; t++) {
      const exponent = t === 0 ? degree : rng.randint(0, degree);
      sizes[exponent] = (sizes[exponent] as number) + coefficient(rng, c);
    }
    if (sizes[degree] === 0) continue;
    const polynomial = sizes.map(integer);
    const roots = realRoots(polynomial, budget);
    if (!roots || roots.length === 0) continue;
    if (roots.every((x) => Math.abs(x) > 0.01)) return { polynomial, roots };
    usable ??= { polynomial, roots };
  }
  if (usable) return usable;
  // a·xⁿ − b·xⁿ⁻¹, or with a plus, always has one.
  const sizes = Array.from({ length: degree + 1 }, () => 0);
  sizes[degree] = rng.randint(c.min_value, c.max_value);
  sizes[degree - 1] = coefficient(rng, c);
  const polynomial = sizes.map(integer);
  return { polynomial, roots: realRoots(polynomial, budget) ?? [] };
}

function coefficient(rng: Rng, c: Config): number {
  const size = rng.randint(c.min_value, c.max_value);
  const mixed = c.operators.length > 1 && new Set(c.operators).size > 1;
  if (!mixed) return c.operators[0] === '-' ? -size : size;
  return rng.below(2) === 0 ? size : -size;
}

/** The reference: the nearest root for each number in turn, half a mark off for any too many or few. */
function compat(answer: string, oracle: string): number {
  const open = floats(oracle);
  const given = floats(answer);
  if (open.length === 0 && given.length === 0) return 1;
  let total = 0;
  let matched = 0;
  let extra = 0;
  for (const x of given) {
    let nearest = Number.POSITIVE_INFINITY;
    let at = -1;
    for (const [i, root] of open.entries()) {
      const distance = Math.abs(x - root);
      if (nearest > distance) {
        nearest = distance;
        at = i;
      }
    }
    if (at < 0) extra++;
    else {
      matched++;
      open.splice(at, 1);
      total += Math.exp(-10 * nearest);
    }
  }
  const penalty = 0.5 * open.length + 0.5 * extra;
  return Math.max(0, (matched > 0 ? total / matched : 0) - penalty);
}

function floats(text: string): number[] {
  const values = text
    .split(',')
    .map((piece) => pyFloat(strip(piece)))
    .filter((value) => value !== null);
  return pySorted(values);
}
