/** Make 24 of four numbers. */
import { z } from 'zod';
import type { Rng } from '../../../random.ts';
import { equal, integer } from '../../../rational.ts';
import { strip } from '../../../text/python.ts';
import { evaluate } from '../../arithmetic/expression.ts';
import { parseValue, runsCode } from '../../arithmetic/sympy.ts';
import { graded, malformed, right, wrong } from '../../mark.ts';
import { ints } from '../../row.ts';
import { defineTask, ordered } from '../../task.ts';
import { unwrap } from '../../text/unwrap.ts';

const operator = z.enum(['+', '-', '*', '/']);
const config = z
  .strictObject({
    operators: z.array(operator).min(1).default(['+', '-', '*', '/']),
    min_value: z.int().min(1).max(100).default(1),
    max_value: z.int().min(1).max(100).default(10),
  })
  .superRefine(ordered(['min_value', 'max_value']));
type Operator = z.infer<typeof operator>;

const metadata = z.looseObject({
  numbers: ints({ least: 1, most: 20 }),
  /** Absent in entries of the reference: those of the config hold. */
  operators: z.array(operator).optional(),
});

const target = 24;
const maxDraws = 200;

export const puzzle24 = defineTask({
  name: 'puzzle24',
  category: 'games',
  summary: 'Combine four numbers, each exactly once, to make 24',
  answerFormat: 'an expression with the allowed operators and parentheses, without "="',
  config,
  metadata,
  curriculum: [
    {
      kind: 'range',
      name: 'value',
      fields: ['min_value', 'max_value'],
      levels: [1, 5, 6, 7, 8, 9, 10],
      interval: true,
    },
  ],

  generate(rng, c) {
    const { numbers, expression } = drawSolvable(rng, c.operators, c.min_value, c.max_value);
    return {
      question: `Write an arithmetic expression that equals 24. It must use each of these numbers exactly once: ${numbers.join(', ')}. Allowed are the operators ${c.operators.join(' ')} and parentheses; division is exact. Write the expression alone, without an equals sign.`,
      answer: expression,
      metadata: { numbers, operators: c.operators },
      difficulty: { value: [c.min_value, c.max_value] },
    };
  },

  score(answer, { entry, config: c, mode, budget }) {
    const { numbers, operators = c.operators } = entry.metadata;
    if (mode === 'compat') {
      const text = strip(answer);
      if (runsCode(text)) return graded(0);
      const value = text === '' ? null : parseValue(text, budget);
      const used = text.match(/(?<![\p{L}\p{N}_])\p{Nd}+(?![\p{L}\p{N}_])/gu) ?? [];
      // The reference looks only at how many numbers there are, and whether the config allows them.
      const allowed = used
        .map((run) => Number(run.normalize('NFKC')))
        .every((n) => n >= c.min_value && n <= c.max_value);
      const solved = value !== null && Math.trunc(value) === target;
      return graded(solved && used.length === 4 && allowed ? 1 : 0.01);
    }
    const read = evaluate(unwrap(answer));
    if (!read.ok) return malformed(read.error);
    const used = read.literals.map((value) => (value.d === 1n ? Number(value.n) : Number.NaN));
    if (used.sort(ascending).join() !== [...numbers].sort(ascending).join()) {
      return wrong(`Expected every number of ${numbers.join(', ')} exactly once`);
    }
    const forbidden = signsOf(answer).find((sign) => !operators.includes(sign));
    if (forbidden !== undefined) return wrong(`Expected only the operators ${operators.join(' ')}`);
    return equal(read.value, integer(target)) ? right : wrong(`Expected the value ${target}`);
  },
});

const ascending = (a: number, b: number) => a - b;

const spellings: Readonly<Record<Operator, RegExp>> = {
  '+': /\+/,
  '-': /[-−–]/,
  '*': /[*×·⋅∙]|\\times|\\cdot/,
  '/': /[/÷]|\\div/,
};

function signsOf(answer: string): Operator[] {
  return operator.options.filter((sign) => spellings[sign].test(answer));
}

interface Solved {
  readonly numbers: readonly number[];
  readonly expression: string;
}

/** Numbers at random until they can be solved; after that the solvable ones in turn. */
function drawSolvable(rng: Rng, operators: readonly Operator[], low: number, high: number): Solved {
  const attempt = (numbers: readonly number[]): Solved | null => {
    const expression = solve(
      rng.sample(numbers, numbers.length).map((n) => ({ n, d: 1, text: String(n), kind: 'atom' })),
      rng.sample(operators, operators.length),
    );
    return expression === null ? null : { numbers, expression };
  };
  for (let draw = 0; draw < maxDraws; draw++) {
    const solved = attempt(Array.from({ length: 4 }, () => rng.randint(low, high)));
    if (solved) return solved;
  }
  const top = Math.min(high, low + 9);
  for (let a = low; a <= top; a++) {
    for (let b = a; b <= top; b++) {
      for (let c = b; c <= top; c++) {
        for (let d = c; d <= top; d++) {
          const solved = attempt([a, b, c, d]);
          if (solved) return solved;
        }
      }
    }
  }
  throw new RangeError(
    `Expected a config that can make 24, got ${operators.join(' ')} with ${low} to ${high}`,
  );
}

/** A fraction and how it is written; sums and differences need parentheses inside products. */
interface Term {
  readonly n: number;
  readonly d: number;
  readonly text: string;
  readonly kind: 'atom' | 'sum' | 'product';
}

/** Combines two of the terms in every way until one is left that equals the target. */
function solve(terms: readonly Term[], operators: readonly Operator[]): string | null {
  if (terms.length === 1) {
    const { n, d, text } = terms[0] as Term;
    return n === target * d ? text : null;
  }
  for (const [i, a] of terms.entries()) {
    for (const [j, b] of terms.entries()) {
      if (i === j) continue;
      const rest = terms.filter((_, k) => k !== i && k !== j);
      for (const sign of operators) {
        if ((sign === '+' || sign === '*') && i > j) continue;
        const term = combine(a, sign, b);
        const found = term && solve([...rest, term], operators);
        if (found) return found;
      }
    }
  }
  return null;
}

function combine(a: Term, sign: Operator, b: Term): Term | null {
  const inner = (term: Term) => (term.kind === 'sum' ? `(${term.text})` : term.text);
  const held = (term: Term) => (term.kind === 'atom' ? term.text : `(${term.text})`);
  switch (sign) {
    case '+':
      return { n: a.n * b.d + b.n * a.d, d: a.d * b.d, text: `${a.text} + ${b.text}`, kind: 'sum' };
    case '-':
      return {
        n: a.n * b.d - b.n * a.d,
        d: a.d * b.d,
        text: `${a.text} - ${inner(b)}`,
        kind: 'sum',
      };
    case '*':
      return { n: a.n * b.n, d: a.d * b.d, text: `${inner(a)} * ${inner(b)}`, kind: 'product' };
    case '/':
      if (b.n === 0) return null;
      return { n: a.n * b.d, d: a.d * b.n, text: `${inner(a)} / ${held(b)}`, kind: 'product' };
  }
}
