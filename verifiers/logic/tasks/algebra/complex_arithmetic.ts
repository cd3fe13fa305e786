/**
 * Add, subtract, multiply or divide complex numbers with whole parts; divisions come out even.
 *
 * The reference pays for nearness, 1.0 for `nan`, and takes `-7-1i` for an imaginary number. Here
 * the exact value counts, in any spelling.
 */
import { z } from 'zod';
import { add, equal, integer, negate, type Rational, zero } from '../../../rational.ts';
import { faultyEntry, graded, malformed, right, wrong } from '../../mark.ts';
import { pyComplex } from '../../python/complex.ts';
import { pyFloat } from '../../python/number.ts';
import { defineTask, ordered, perEntry } from '../../task.ts';
import { parseNumber } from '../../text/number.ts';
import { unwrap } from '../../text/unwrap.ts';
import { Weights, weighted } from '../../weighted.ts';

const operator = z.enum(['+', '-', '*', '/']);
const part = z.int().min(-1e8).max(1e8);
const config = z
  .strictObject({
    min_real: part.default(-10),
    max_real: part.default(10),
    min_imag: part.default(-10),
    max_imag: part.default(10),
    operations: z.array(operator).min(1).default(['+', '-', '*', '/']),
    operations_weights: Weights.default([0.4, 0.4, 0.1, 0.1]),
  })
  .superRefine(ordered(['min_real', 'max_real'], ['min_imag', 'max_imag']))
  .refine(
    (c) => c.operations.length <= c.operations_weights.length,
    'Expected a weight an operation',
  );

const metadata = z.looseObject({
  num1: z.tuple([z.number(), z.number()]),
  num2: z.tuple([z.number(), z.number()]),
  operation: operator,
  result: z.tuple([z.number(), z.number()]),
});

interface Complex {
  readonly re: bigint;
  readonly im: bigint;
}

const signs = { '+': '+', '-': '−', '*': '·', '/': '÷' } as const;
const words = { '+': 'Add', '-': 'Subtract', '*': 'Multiply', '/': 'Divide' } as const;
/** Products of parts beyond this are no longer exact in a double. */
const largest = 45_000_000;
const maxDraws = 30;

const expectedOf = perEntry((of: z.infer<typeof metadata>) =>
  exactResult(of.num1, of.num2, of.operation, of.result),
);

export const complexArithmetic = defineTask({
  name: 'complex_arithmetic',
  category: 'algebra',
  summary: 'Add, subtract, multiply or divide complex numbers',
  answerFormat: 'a complex number: -12 - 2i',
  config,
  metadata,
  curriculum: [
    {
      kind: 'scalar',
      name: 'min_real',
      field: 'min_real',
      levels: [-10, -100, -10000, -100000000],
    },
    { kind: 'scalar', name: 'max_real', field: 'max_real', levels: [10, 100, 10000, 100000000] },
    {
      kind: 'scalar',
      name: 'min_imag',
      field: 'min_imag',
      levels: [-10, -100, -10000, -100000000],
    },
    { kind: 'scalar', name: 'max_imag', field: 'max_imag', levels: [10, 100, 10000, 100000000] },
    {
      kind: 'scalar',
      name: 'operations_weights',
      field: 'operations_weights',
      levels: [
        [0.4, 0.4, 0.1, 0.1],
        [0.25, 0.25, 0.25, 0.25],
        [0.2, 0.2, 0.3, 0.3],
        [0.1, 0.1, 0.4, 0.4],
      ],
    },
  ],

  generate(rng, c) {
    const operation = weighted(rng, c.operations, c.operations_weights);
    const inner = operation === '*' || operation === '/';
    const draw = (low: number, high: number) => {
      if (!inner) return BigInt(rng.randint(low, high));
      const clamp = (n: number) => Math.max(-largest, Math.min(largest, n));
      return BigInt(rng.randint(clamp(low), clamp(high)));
    };
    const number = (): Complex => ({
      re: draw(c.min_real, c.max_real),
      im: draw(c.min_imag, c.max_imag),
    });
    const [first, drawn] = [number(), number()];
    let second = drawn;
    for (let n = 0; n < maxDraws && operation === '/' && isZero(second); n++) second = number();
    if (operation === '/' && isZero(second)) second = { re: 1n, im: 1n };
    // A quotient is drawn, and what is divided is made from it.
    const [left, result] =
      operation === '/'
        ? [times(first, second), first]
        : [first, operation === '*' ? times(first, second) : sum(first, second, operation)];
    return {
      question: `${words[operation]} these complex numbers: (${write(left)}) ${signs[operation]} (${write(second)}). Answer in the form a + bi.`,
      answer: write(result),
      metadata: { num1: pair(left), num2: pair(second), operation, result: pair(result) },
      difficulty: {
        min_real: c.min_real,
        max_real: c.max_real,
        min_imag: c.min_imag,
        max_imag: c.max_imag,
        operations_weights: c.operations_weights,
      },
    };
  },

  score(answer, { entry, mode }) {
    const { num1, num2, operation, result } = entry.metadata;
    if (mode === 'compat') {
      const given = reference(answer);
      if (!given) return graded(0);
      const distance = Math.hypot(given[0] - result[0], given[1] - result[1]);
      // min(1.0, nan) is 1.0 there, and |nan + inf·i| is inf.
      return graded(Number.isNaN(distance) ? 1 : Math.min(1, Math.exp(-distance)));
    }
    const expected = expectedOf(entry.metadata);
    if (!expected)
      return faultyEntry(`Expected a result of ${num1} ${operation} ${num2}, got ${result}`);
    const given = read(answer);
    if (!given) return malformed('Expected one complex number a + bi');
    const [re, im] = [integer(expected.re), integer(expected.im)];
    return equal(given[0], re) && equal(given[1], im) ? right : wrong('Expected another number');
  },
});

const isZero = ({ re, im }: Complex) => re === 0n && im === 0n;
const times = (a: Complex, b: Complex): Complex => ({
  re: a.re * b.re - a.im * b.im,
  im: a.re * b.im + a.im * b.re,
});
const sum = (a: Complex, b: Complex, sign: string): Complex =>
  sign === '+' ? { re: a.re + b.re, im: a.im + b.im } : { re: a.re - b.re, im: a.im - b.im };
const pair = ({ re, im }: Complex) => [Number(re), Number(im)];

function write({ re, im }: Complex): string {
  if (im === 0n) return `${re}`;
  const size = im < 0n ? -im : im;
  const imaginary = `${size === 1n ? '' : size}i`;
  if (re === 0n) return im < 0n ? `-${imaginary}` : imaginary;
  return `${re} ${im < 0n ? '-' : '+'} ${imaginary}`;
}

type Pair = readonly [number, number];

/** What comes out; null when the entry says something else. Doubles that are not exact are believed. */
function exactResult(a: Pair, b: Pair, operation: string, result: Pair): Complex | null {
  if (![...a, ...b, ...result].every(Number.isInteger)) return null;
  const [left, right, end] = [a, b, result].map(([re, im]) => ({
    re: BigInt(re),
    im: BigInt(im),
  })) as [Complex, Complex, Complex];
  const agrees = (x: Complex, [re, im]: Pair) => Number(x.re) === re && Number(x.im) === im;
  if (operation === '/') return agrees(times(end, right), a) ? end : null;
  const made = operation === '*' ? times(left, right) : sum(left, right, operation);
  return agrees(made, result) ? made : null;
}

/** One term: signs, a number, `*`, and i or j in any place. */
const term = /([+-]*)(?:(\d[\d,./]*)\*?([ij])?|([ij])(?:\*?(\d[\d,./]*))?)/y;

/** The value of "3 - 2i", "-2i + 3", "(3, …)" is none; null for anything but one or two terms. */
function read(answer: string): readonly [Rational, Rational] | null {
  let text = unwrap(answer).normalize('NFKC').toLowerCase().replaceAll('−', '-');
  if (text.length > 400) return null;
  text = text.replace(/\\(?:cdot|times|mathrm|text|left|right|,|;|!)|[{}\s·×]/g, '');
  while (text.startsWith('(') && text.endsWith(')') && !text.slice(1).includes('('))
    text = text.slice(1, -1);
  const found: (Rational | null)[] = [null, null];
  let at = 0;
  while (at < text.length) {
    term.lastIndex = at;
    const match = term.exec(text);
    if (!match) return null;
    const [whole, marks = '', number, unit, lone, after] = match;
    if (at > 0 && marks === '') return null;
    const size = parseNumber(number ?? after ?? '1');
    const place = unit || lone ? 1 : 0;
    if (!size || found[place] !== null) return null;
    found[place] = [...marks].filter((mark) => mark === '-').length % 2 === 1 ? negate(size) : size;
    at += whole.length;
  }
  if (found[0] === null && found[1] === null) return null;
  return [add(found[0] ?? zero, zero) as Rational, found[1] ?? zero];
}

/** What the reference reads; null where it finds no number. */
function reference(answer: string): readonly [number, number] | null {
  let text = answer.replaceAll(' ', '').toLowerCase();
  while (text.length > 1 && text.startsWith('(') && text.endsWith(')')) text = text.slice(1, -1);
  text = text.replaceAll('i', 'j');
  if (!text.includes('j')) {
    const value = pyFloat(text);
    return value === null ? null : [value, 0];
  }
  if (text === 'j') return [0, 1];
  if (text === '-j') return [0, -1];
  const signed = (inside: string) => inside.includes('+') || inside.includes('-');
  if (
    (text.endsWith('j') && !signed(text.slice(0, -1))) ||
    (text.startsWith('-') && !signed(text.slice(1, -1)))
  ) {
    const value = pyFloat(text.slice(0, -1));
    return value === null ? null : [0, value];
  }
  if (!text.endsWith('j')) return null;
  return pyComplex(text.replaceAll('+j', '+1j').replaceAll('-j', '-1j'));
}
