/**
 * Evaluate an arithmetic expression over integers. Every division in ours comes out even, so that
 * the answer does not depend on what `/` rounds to.
 */
import { z } from 'zod';
import type { Rng } from '../../../random.ts';
import { equal } from '../../../rational.ts';
import { evaluate } from '../../arithmetic/expression.ts';
import { containsOracle, faultyEntry, malformed, right, wrong } from '../../mark.ts';
import { defineTask, ordered, perEntry } from '../../task.ts';
import { parseNumber } from '../../text/number.ts';

const operator = z.enum(['+', '-', '*', '/']);
const config = z
  .strictObject({
    min_terms: z.int().min(1).max(40).default(2),
    max_terms: z.int().min(1).max(40).default(6),
    min_digits: z.int().min(1).max(12).default(1),
    max_digits: z.int().min(1).max(12).default(4),
    operators: z.array(operator).min(1).default(['+', '-', '*', '/']),
    allow_parentheses: z.boolean().default(true),
    allow_negation: z.boolean().default(true),
    format_style: z.enum(['simple', 'natural']).default('simple'),
    whitespace: z.enum(['no_space', 'single', 'random']).default('single'),
  })
  .superRefine(ordered(['min_terms', 'max_terms'], ['min_digits', 'max_digits']));
type Config = z.infer<typeof config>;

const metadata = z.looseObject({ expression: z.string().optional() });

const natural = ['What does {} come to?', 'Find the value of {}.', 'Compute {}.', 'Evaluate {}.'];

const maxRedraws = 8;

/** A piece of an expression: its words, its exact value, and how tightly it holds together. */
interface Part {
  readonly words: readonly string[];
  readonly value: bigint;
  readonly binding: 'sum' | 'product' | 'atom';
}

/** The value of an expression, and what it comes to where `/` drops the rest. */
const readingsOf = perEntry(({ expression }: z.infer<typeof metadata>) => {
  if (expression === undefined) return [];
  const exact = evaluate(expression);
  if (!expression.includes('/')) return [exact];
  return [exact, evaluate(expression, { division: 'floor' })];
});

export const basicArithmetic = defineTask({
  name: 'basic_arithmetic',
  category: 'arithmetic',
  summary: 'Evaluate an expression of integers with + - * / and parentheses',
  answerFormat: 'one integer',
  config,
  metadata,
  curriculum: [
    {
      kind: 'range',
      name: 'num_terms',
      fields: ['min_terms', 'max_terms'],
      levels: [2, 3, 4, 5, 6],
    },
    {
      kind: 'range',
      name: 'num_digits',
      fields: ['min_digits', 'max_digits'],
      levels: [1, 2, 3, 4],
    },
  ],

  generate(rng, c) {
    const terms = rng.randint(c.min_terms, c.max_terms);
    const digits = rng.randint(c.min_digits, c.max_digits);
    let part = draw(rng, c, terms, digits);
    // 0, 1 and -1 come up too often to be left to chance.
    for (let n = 0; n < maxRedraws && part.value ** 2n <= 1n; n++)
      part = draw(rng, c, terms, digits);
    const expression = space(rng, part.words, c.whitespace);
    const wording = c.format_style === 'simple' ? 'Calculate {}.' : rng.choice(natural);
    return {
      question: wording.replace('{}', expression),
      answer: String(part.value),
      metadata: { expression, num_terms: terms, num_digits: digits },
      difficulty: {
        num_terms: [c.min_terms, c.max_terms],
        num_digits: [c.min_digits, c.max_digits],
      },
    };
  },

  /**
   * Strict: the right number in any spelling. An entry whose answer is not the value of its own
   * expression (the reference makes some without parentheses) cannot be judged.
   */
  score(answer, { entry, mode }) {
    const oracle = (entry.answer ?? '').trim();
    if (mode === 'compat') return containsOracle(answer, oracle);
    const expected = parseNumber(oracle);
    if (!expected) return faultyEntry(`Expected an integer answer, got ${oracle.slice(0, 80)}`);
    const { expression } = entry.metadata;
    if (expression !== undefined) {
      if (!readingsOf(entry.metadata).some((r) => r.ok && equal(r.value, expected))) {
        return faultyEntry(`Expected the answer to be the value of ${expression}, got ${oracle}`);
      }
    }
    const value = parseNumber(answer);
    if (!value) return malformed('Expected one number');
    return equal(value, expected) ? right : wrong('Expected another number');
  },
});

/**
 * A random expression of `terms` numbers, split into two parts at a random place; without
 * parentheses the second part is one number, so that nothing has to be held together.
 */
function draw(rng: Rng, c: Config, terms: number, digits: number): Part {
  if (terms === 1) return literal(rng, c, digits);
  const sign = rng.choice(c.operators);
  if (sign === '/') return quotient(rng, c, terms, digits);
  const left = c.allow_parentheses ? rng.randint(1, terms - 1) : terms - 1;
  const a = draw(rng, c, left, digits);
  const b = draw(rng, c, terms - left, digits);
  if (sign !== '*') return sum(c, sign, maybeEnclosed(rng, c, a), maybeEnclosed(rng, c, b), rng);
  const held = hold(rng, c, a);
  const factor = hold(rng, c, b) ?? b;
  if (!held) return sum(c, additive(c), a, b, rng);
  return join(held, '*', factor, 'product', held.value * factor.value);
}

function sum(c: Config, sign: '+' | '-', a: Part, b: Part, rng: Rng): Part {
  if (sign === '+') return join(a, '+', b, 'sum', a.value + b.value);
  const taken = hold(rng, c, b) ?? b;
  return join(a, '-', taken, 'sum', a.value - taken.value);
}

/** A division that comes out even: a part divided by one of its divisors. */
function quotient(rng: Rng, c: Config, terms: number, digits: number): Part {
  const drawn = draw(rng, c, terms - 1, digits);
  const top = hold(rng, c, drawn);
  const divisor = number(rng.choice(divisors(drawn.value, 10 ** digits)));
  if (!top) return sum(c, additive(c), drawn, divisor, rng);
  return join(top, '/', divisor, 'product', top.value / divisor.value);
}

/** The sign that goes on with a sum that cannot be put in parentheses. */
function additive(c: Config): '+' | '-' {
  return c.operators.includes('+') ? '+' : '-';
}

/** Divisors of the value below the limit; 1 alone only when there is no other. */
function divisors(value: bigint, limit: number): bigint[] {
  const found: bigint[] = [];
  const size = value < 0n ? -value : value;
  const top = BigInt(Math.min(limit - 1, 200));
  for (let d = 2n; d <= top; d++) if (size % d === 0n) found.push(d);
  if (size > 1n && size < BigInt(limit) && !found.includes(size)) found.push(size);
  return found.length > 0 ? found : [1n];
}

function literal(rng: Rng, c: Config, digits: number): Part {
  const value = BigInt(rng.randint(1, 10 ** digits - 1));
  return number(c.allow_negation && rng.below(3) === 0 ? -value : value);
}

function number(value: bigint): Part {
  return { words: [String(value)], value, binding: 'atom' };
}

function join(a: Part, sign: string, b: Part, binding: Part['binding'], value: bigint): Part {
  return { words: [...a.words, sign, ...b.words], value, binding };
}

/** The part as one factor: a sum in parentheses, or null when they are not allowed. */
function hold(rng: Rng, c: Config, part: Part): Part | null {
  if (part.binding !== 'sum') return part;
  return c.allow_parentheses ? parenthesize(rng, c, part) : null;
}

function maybeEnclosed(rng: Rng, c: Config, part: Part): Part {
  const takes = c.allow_parentheses && part.binding !== 'atom' && rng.below(3) === 0;
  return takes ? parenthesize(rng, c, part) : part;
}

function parenthesize(rng: Rng, c: Config, { words, value }: Part): Part {
  const negated = c.allow_negation && rng.below(3) === 0;
  return {
    words: [negated ? '-(' : '(', ...words, ')'],
    value: negated ? -value : value,
    binding: 'atom',
  };
}

function space(rng: Rng, words: readonly string[], style: Config['whitespace']): string {
  if (style === 'single') return words.join(' ');
  if (style === 'no_space') return words.join('');
  return words.map((word, i) => (i > 0 && rng.below(7) === 0 ? ` ${word}` : word)).join('');
}
