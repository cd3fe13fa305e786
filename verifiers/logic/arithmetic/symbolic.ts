/**
 * Expressions as SymPy keeps them: sums and products are flat, like terms and equal bases are
 * gathered, a number is multiplied into a sum, and nothing else is expanded. Two expressions are
 * `==` there when their canonical texts are equal here. Floats are doubles and stay floats.
 */
import type { Budget } from '../../budget.ts';
import {
  add as addExact,
  integer,
  multiply as multiplyExact,
  negate,
  one,
  power as powerExact,
  type Rational,
  root,
  toNumber,
  zero,
} from '../../rational.ts';

/** Exact, or a float. */
export type Value = Rational | number;

export interface Term {
  readonly coefficient: Value;
  readonly of: Expression;
}
export interface Factor {
  readonly base: Expression;
  readonly exponent: Expression;
}
export type Expression =
  | { readonly kind: 'value'; readonly value: Value }
  /** Also the constants pi, E and I. */
  | { readonly kind: 'symbol'; readonly name: string }
  | { readonly kind: 'sum'; readonly constant: Value; readonly terms: readonly Term[] }
  | { readonly kind: 'product'; readonly coefficient: Value; readonly factors: readonly Factor[] }
  | { readonly kind: 'call'; readonly name: string; readonly args: readonly Expression[] };

/** Too large to write out, or no number at all. */
export class SymbolicError extends Error {}

export const ofValue = (value: Value): Expression => ({ kind: 'value', value });
export const whole = (n: number | bigint): Expression => ofValue(integer(n));
export const symbolOf = (name: string): Expression => ({ kind: 'symbol', name });
export const callOf = (name: string, ...args: Expression[]): Expression => ({
  kind: 'call',
  name,
  args,
});

const isExact = (v: Value): v is Rational => typeof v !== 'number';
const approximate = (v: Value) => (isExact(v) ? toNumber(v) : v);
export const isZero = (v: Value) => (isExact(v) ? v.n === 0n : v === 0);
const isOne = (v: Value) => isExact(v) && v.n === 1n && v.d === 1n;
export const wholeValue = (e: Expression): bigint | null =>
  e.kind === 'value' && isExact(e.value) && e.value.d === 1n ? e.value.n : null;

function checked(v: Value | null): Value {
  if (v === null || (typeof v === 'number' && !Number.isFinite(v))) {
    throw new SymbolicError('Expected smaller numbers');
  }
  return v === 0 ? zero : v; // a computed zero is exact
}
function plus(a: Value, b: Value): Value {
  return checked(isExact(a) && isExact(b) ? addExact(a, b) : approximate(a) + approximate(b));
}
function times(a: Value, b: Value): Value {
  return checked(isExact(a) && isExact(b) ? multiplyExact(a, b) : approximate(a) * approximate(b));
}

const texts = new WeakMap<Expression, string>();

/** Equal for expressions that are equal as they stand, and for no others. */
export function textOf(e: Expression): string {
  let text = texts.get(e);
  if (text === undefined) {
    text = write(e);
    texts.set(e, text);
  }
  return text;
}

const writeValue = (v: Value) => (isExact(v) ? (v.d === 1n ? `${v.n}` : `${v.n}/${v.d}`) : `~${v}`);

function write(e: Expression): string {
  switch (e.kind) {
    case 'value':
      return writeValue(e.value);
    case 'symbol':
      return e.name;
    case 'sum': {
      const terms = e.terms.map((t) => `${writeValue(t.coefficient)}*${textOf(t.of)}`).sort();
      return `(${writeValue(e.constant)} + ${terms.join(' + ')})`;
    }
    case 'product': {
      const factors = e.factors.map((f) => `${textOf(f.base)}^${textOf(f.exponent)}`).sort();
      return `[${writeValue(e.coefficient)} ${factors.join(' ')}]`;
    }
    case 'call':
      return `${e.name}(${e.args.map(textOf).join(', ')})`;
  }
}

export function addAll(parts: readonly Expression[], budget: Budget): Expression {
  let constant: Value = zero;
  const terms = new Map<string, { coefficient: Value; of: Expression }>();
  const put = (coefficient: Value, of: Expression) => {
    budget.spend();
    const key = textOf(of);
    const known = terms.get(key);
    if (known) known.coefficient = plus(known.coefficient, coefficient);
    else terms.set(key, { coefficient, of });
  };
  // What is inside of sums comes after the rest, as in SymPy: it decides where 0.0 leaves a trace.
  const [only, second] = parts;
  if (parts.length === 2 && only?.kind === 'value' && second?.kind === 'value') {
    return ofValue(plus(only.value, second.value));
  }
  for (const part of parts) {
    if (part.kind === 'value') constant = plus(constant, part.value);
    else if (part.kind === 'product') {
      put(part.coefficient, product(one, part.factors, budget));
    } else if (part.kind !== 'sum') put(one, part);
  }
  for (const part of parts) {
    if (part.kind !== 'sum') continue;
    constant = plus(constant, part.constant);
    for (const { coefficient, of } of part.terms) put(coefficient, of);
  }
  const kept = [...terms.values()].filter((t) => !isZero(t.coefficient));
  const [first] = kept;
  if (!first) return ofValue(constant);
  if (kept.length === 1 && isZero(constant)) return scale(first.coefficient, first.of, budget);
  return { kind: 'sum', constant, terms: kept };
}

/** A number times an expression: multiplied into a sum. */
function scale(by: Value, e: Expression, budget: Budget): Expression {
  if (isZero(by)) return ofValue(zero);
  if (isOne(by)) return e;
  switch (e.kind) {
    case 'value':
      return ofValue(times(by, e.value));
    case 'sum':
      budget.spend(e.terms.length);
      return {
        kind: 'sum',
        constant: times(by, e.constant),
        terms: e.terms.map(({ coefficient, of }) => ({ coefficient: times(by, coefficient), of })),
      };
    case 'product':
      return product(times(by, e.coefficient), e.factors, budget);
    default:
      return { kind: 'product', coefficient: by, factors: [{ base: e, exponent: whole(1) }] };
  }
}

function product(coefficient: Value, factors: readonly Factor[], budget: Budget): Expression {
  if (isZero(coefficient)) return ofValue(zero);
  const [first] = factors;
  if (!first) return ofValue(coefficient);
  if (factors.length === 1 && wholeValue(first.exponent) === 1n) {
    if (first.base.kind === 'sum') return scale(coefficient, first.base, budget);
    if (isOne(coefficient)) return first.base;
  }
  return { kind: 'product', coefficient, factors };
}

export function multiplyAll(parts: readonly Expression[], budget: Budget): Expression {
  let coefficient: Value = one;
  const factors = new Map<string, { base: Expression; exponent: Expression }>();
  const put = ({ base, exponent }: Factor) => {
    budget.spend();
    const key = textOf(base);
    const known = factors.get(key);
    if (known) known.exponent = addAll([known.exponent, exponent], budget);
    else factors.set(key, { base, exponent });
  };
  for (const part of parts) {
    if (part.kind === 'value') coefficient = times(coefficient, part.value);
    else if (part.kind === 'product') {
      coefficient = times(coefficient, part.coefficient);
      part.factors.forEach(put);
    } else put({ base: part, exponent: whole(1) });
  }
  const kept: Factor[] = [];
  for (const { base, exponent } of factors.values()) {
    const count = wholeValue(exponent);
    if (count === 0n) continue;
    if (base.kind === 'value' && count !== null) {
      coefficient = times(coefficient, raiseValue(base.value, count));
    } else kept.push({ base, exponent });
  }
  return product(coefficient, kept, budget);
}

export function raise(base: Expression, exponent: Expression, budget: Budget): Expression {
  budget.spend();
  const count = wholeValue(exponent);
  if (count === 0n) return whole(1);
  if (count === 1n) return base;
  if (base.kind === 'value') {
    if (count !== null) return ofValue(raiseValue(base.value, count));
    const rooted = exponent.kind === 'value' ? rootOf(base.value, exponent.value) : null;
    if (rooted !== null) return ofValue(rooted);
  }
  if (base.kind === 'product' && count !== null) {
    const factors = base.factors.map((f) => ({
      base: f.base,
      exponent: multiplyAll([f.exponent, exponent], budget),
    }));
    return product(raiseValue(base.coefficient, count), factors, budget);
  }
  return { kind: 'product', coefficient: one, factors: [{ base, exponent }] };
}

function raiseValue(value: Value, count: bigint): Value {
  if (isExact(value)) return checked(powerExact(value, count));
  return checked(value ** Number(count));
}

function rootOf(value: Value, exponent: Value): Value | null {
  if (isExact(value) && isExact(exponent)) {
    if (value.n < 0n || exponent.d > 64n) return null;
    const base = root(value, Number(exponent.d));
    return base && powerExact(base, exponent.n);
  }
  const x = approximate(value) ** approximate(exponent);
  return Number.isFinite(x) ? x : null;
}

export function negativeOf(e: Expression, budget: Budget): Expression {
  return scale(negate(one), e, budget);
}
