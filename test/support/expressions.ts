/**
 * Random expressions for the properties: a small tree, its spellings (as mathjs reads it, as LaTeX,
 * with unicode signs), rewritings that keep its value, and its value by mathjs.
 */
import fc from 'fast-check';
import { all, create } from 'mathjs';

export type Expression =
  | { readonly kind: 'number'; readonly value: number }
  | { readonly kind: 'symbol'; readonly name: 'x' | 'y' }
  | {
      readonly kind: 'binary';
      readonly op: Operator;
      readonly a: Expression;
      readonly b: Expression;
    }
  | { readonly kind: 'power'; readonly a: Expression; readonly n: number }
  | { readonly kind: 'call'; readonly name: Name; readonly a: Expression };

const operators = ['+', '-', '*', '/'] as const;
type Operator = (typeof operators)[number];
const names = ['sin', 'cos', 'exp', 'sqrt'] as const;
type Name = (typeof names)[number];

export const number = (value: number): Expression => ({ kind: 'number', value });
const binary = (op: Operator, a: Expression, b: Expression): Expression => ({
  kind: 'binary',
  op,
  a,
  b,
});
export const sum = (a: Expression, b: Expression) => binary('+', a, b);
const difference = (a: Expression, b: Expression) => binary('-', a, b);
export const product = (a: Expression, b: Expression) => binary('*', a, b);

export const expression: fc.Arbitrary<Expression> = fc.letrec<{ any: Expression }>((tie) => ({
  any: fc.oneof(
    { maxDepth: 4 },
    fc.integer({ min: 1, max: 12 }).map(number),
    fc.constantFrom('x', 'y').map((name): Expression => ({ kind: 'symbol', name })),
    fc
      .tuple(fc.constantFrom(...operators), tie('any'), tie('any'))
      .map(([op, a, b]) => binary(op, a, b)),
    fc
      .tuple(tie('any'), fc.integer({ min: 2, max: 4 }))
      .map(([a, n]): Expression => ({ kind: 'power', a, n })),
    fc
      .tuple(fc.constantFrom(...names), tie('any'))
      .map(([name, a]): Expression => ({ kind: 'call', name, a })),
  ),
})).any;

/** As mathjs reads it. */
export function plain(e: Expression): string {
  switch (e.kind) {
    case 'number':
      return String(e.value);
    case 'symbol':
      return e.name;
    case 'binary':
      return `(${plain(e.a)} ${e.op} ${plain(e.b)})`;
    case 'power':
      return `(${plain(e.a)})^${e.n}`;
    case 'call':
      return `${e.name}(${plain(e.a)})`;
  }
}

/** As Python with sympy writes it. */
export const python = (e: Expression): string => plain(e).replaceAll('^', '**');

export function latexOf(e: Expression): string {
  switch (e.kind) {
    case 'number':
      return String(e.value);
    case 'symbol':
      return e.name;
    case 'binary':
      if (e.op === '/') return `\\frac{${latexOf(e.a)}}{${latexOf(e.b)}}`;
      return `\\left(${latexOf(e.a)} ${e.op === '*' ? '\\cdot' : e.op} ${latexOf(e.b)}\\right)`;
    case 'power':
      return `\\left(${latexOf(e.a)}\\right)^{${e.n}}`;
    case 'call':
      if (e.name === 'sqrt') return `\\sqrt{${latexOf(e.a)}}`;
      if (e.name === 'exp') return `e^{${latexOf(e.a)}}`;
      return `\\${e.name}\\left(${latexOf(e.a)}\\right)`;
  }
}

const signs = { '+': '+', '-': '−', '*': '×', '/': '÷' } as const;

/** With the signs of unicode: − × ÷ √ and raised digits. */
export function unicode(e: Expression): string {
  switch (e.kind) {
    case 'number':
      return String(e.value);
    case 'symbol':
      return e.name === 'x' ? '𝑥' : '𝑦';
    case 'binary':
      return `(${unicode(e.a)} ${signs[e.op]} ${unicode(e.b)})`;
    case 'power':
      return `(${unicode(e.a)})${'⁰¹²³⁴'[e.n]}`;
    case 'call':
      return `${e.name === 'sqrt' ? '√' : e.name}(${unicode(e.a)})`;
  }
}

/** The same value, written otherwise. `by` is any other expression, `k` any whole number but 0. */
export const rewritings: Readonly<
  Record<string, (e: Expression, by: Expression, k: number) => Expression>
> = {
  commuted: (e) => commuted(e),
  'added and subtracted': (e, by) => difference(sum(e, by), by),
  'subtracted and added': (e, by) => sum(by, difference(e, by)),
  expanded: (e) => expanded(e),
  'fractions scaled': (e, _by, k) => scaled(e, k),
  doubled: (e, _by, k) =>
    binary('/', sum(product(number(k), e), product(number(k), e)), number(2 * k)),
};

function mapped(e: Expression, change: (part: Expression) => Expression): Expression {
  if (e.kind === 'binary') return { ...e, a: change(e.a), b: change(e.b) };
  if (e.kind === 'power' || e.kind === 'call') return { ...e, a: change(e.a) };
  return e;
}

function commuted(e: Expression): Expression {
  const inside = mapped(e, commuted);
  if (inside.kind !== 'binary' || inside.op === '/') return inside;
  if (inside.op === '-') return sum(product(number(-1), inside.b), inside.a);
  return { ...inside, a: inside.b, b: inside.a };
}

function expanded(e: Expression): Expression {
  const inside = mapped(e, expanded);
  if (inside.kind === 'power' && inside.a.kind === 'binary' && inside.a.op === '+') {
    const { a, b } = inside.a;
    const rest: Expression = inside.n === 2 ? inside.a : { ...inside, n: inside.n - 1 };
    return sum(product(a, rest), product(b, rest));
  }
  if (inside.kind !== 'binary' || inside.op !== '*') return inside;
  const { a, b } = inside;
  if (a.kind !== 'binary' || (a.op !== '+' && a.op !== '-')) return inside;
  return binary(a.op, product(a.a, b), product(a.b, b));
}

function scaled(e: Expression, k: number): Expression {
  const inside = mapped(e, (part) => scaled(part, k));
  if (inside.kind !== 'binary' || inside.op !== '/') return inside;
  return binary('/', product(number(k), inside.a), product(inside.b, number(k)));
}

const engine = create(all ?? {});

/** Values by mathjs at a few points; null where doubles give none. */
export function values(text: string): (string | null)[] {
  const compiled = engine.compile(text);
  return [0.31, 1.7, 2.6].map((x) => {
    const value = engine.complex(compiled.evaluate({ x, y: 1 / (x + 0.4) }) as number);
    return Number.isFinite(value.re) &&
      Number.isFinite(value.im) &&
      Math.hypot(value.re, value.im) < 1e12
      ? `${value.re.toPrecision(8)},${value.im.toPrecision(8)}`
      : null;
  });
}

export const hasNoValue = (e: Expression) => values(plain(e)).includes(null);
