/**
 * The algebra that calculus is done in: sums collect equal terms, products equal bases, and there
 * are no quotients and no roots but powers. Everything spends from the budget of the attempt; what
 * cannot be done gives up, and the operator stays as it was written.
 */
import type { Budget } from '../../../budget.ts';
import { add, multiply, one, type Rational, zero } from '../../../rational.ts';
import { int, num, type Tree } from '../../tree.ts';
import { exactCall, exactPower } from '../exact.ts';
import { keyOf } from '../key.ts';
import { depends } from '../substitute.ts';

/** No closed form was found by the rules here, or not within the bounds. */
export class GaveUp extends Error {}

export type Algebra = ReturnType<typeof algebra>;

export const nought = int(0);
export const unit = int(1);
export const minusOne = int(-1);
export const half = num({ n: 1n, d: 2n });
export const pi: Tree = { kind: 'constant', name: 'pi' };
const e: Tree = { kind: 'constant', name: 'e' };
export const infinity: Tree = { kind: 'constant', name: 'infinity' };

export const isNumber = (t: Tree, n: number): boolean =>
  t.kind === 'number' && t.value.d === 1n && t.value.n === BigInt(n);
export const isInteger = (t: Tree): t is Tree & { kind: 'number' } =>
  t.kind === 'number' && t.value.d === 1n;

/** Numbers beyond this are not calculated with, so that a step is a small thing. */
const largest = 1n << 4_096n;
const fits = ({ n, d }: Rational) => n < largest && n > -largest && d < largest;

/** The result of exact arithmetic. @throws GaveUp when it was too large. */
export function exact(value: Rational | null): Rational {
  if (value === null || !fits(value)) throw new GaveUp();
  return value;
}

export function algebra(budget: Budget) {
  function plus(...parts: readonly Tree[]): Tree {
    let constant = zero;
    const groups = new Map<string, { c: Rational; rest: Tree }>();
    const visit = (t: Tree): void => {
      budget.spend();
      if (t.kind === 'sum') for (const term of t.terms) visit(term);
      else if (t.kind === 'number') constant = exact(add(constant, t.value));
      else {
        const { c, rest } = split(t);
        const key = keyOf(rest);
        const group = groups.get(key);
        groups.set(key, { c: group ? exact(add(group.c, c)) : c, rest });
      }
    };
    parts.forEach(visit);
    const terms: Tree[] = constant.n === 0n ? [] : [num(constant)];
    for (const { c, rest } of groups.values()) if (c.n !== 0n) terms.push(scaled(c, rest));
    return terms.length === 1 && terms[0]
      ? terms[0]
      : terms.length === 0
        ? nought
        : { kind: 'sum', terms };
  }

  function times(...parts: readonly Tree[]): Tree {
    let c = one;
    const powers = new Map<string, { base: Tree; exponent: Tree }>();
    const visit = (t: Tree): void => {
      budget.spend();
      if (t.kind === 'product') for (const factor of t.factors) visit(factor);
      else if (t.kind === 'number') c = exact(multiply(c, t.value));
      else if (t.kind === 'quotient') {
        visit(t.over);
        visit(raise(t.under, minusOne));
      } else {
        const base = t.kind === 'power' ? t.base : t;
        const exponent = t.kind === 'power' ? t.exponent : unit;
        const key = keyOf(base);
        const known = powers.get(key);
        powers.set(key, { base, exponent: known ? plus(known.exponent, exponent) : exponent });
      }
    };
    parts.forEach(visit);
    if (c.n === 0n) return nought;
    const factors: Tree[] = [];
    for (const { base, exponent } of powers.values()) {
      const factor = raise(base, exponent);
      if (factor.kind === 'number') c = exact(multiply(c, factor.value));
      else factors.push(...(factor.kind === 'product' ? factor.factors : [factor]));
    }
    const numbers = factors.filter((t) => t.kind === 'number');
    for (const t of numbers) if (t.kind === 'number') c = exact(multiply(c, t.value));
    const rest = factors.filter((t) => t.kind !== 'number');
    if (c.n === 0n) return nought;
    const all = c.n === c.d ? rest : [num(c), ...rest];
    return all.length === 1 && all[0]
      ? all[0]
      : all.length === 0
        ? unit
        : { kind: 'product', factors: all };
  }

  function raise(base: Tree, exponent: Tree): Tree {
    budget.spend();
    if (exponent.kind === 'number') {
      if (exponent.value.n === 0n) return unit;
      if (isNumber(exponent, 1)) return base;
      if (base.kind === 'number') {
        if (base.value.n === 0n && exponent.value.n < 0n) throw new GaveUp();
        const value = exactPower(base.value, exponent.value);
        if (value && fits(value)) return num(value);
      }
    }
    if (isNumber(base, 1)) return base;
    const whole = isInteger(exponent);
    if (base.kind === 'power' && whole) return raise(base.base, times(base.exponent, exponent));
    if (base.kind === 'product') {
      if (whole) return times(...base.factors.map((factor) => raise(factor, exponent)));
      const [head, ...rest] = base.factors;
      if (head?.kind === 'number' && head.value.n > 0n)
        return times(raise(head, exponent), raise(times(...rest), exponent));
    }
    if (base.kind === 'quotient') return raise(normal(base), exponent);
    // e^(c·ln u) is u^c by the definition of powers.
    if (base.kind === 'constant' && base.name === 'e') {
      const factors = exponent.kind === 'product' ? exponent.factors : [exponent];
      const at = factors.findIndex((t) => t.kind === 'call' && t.name === 'ln');
      const log = factors[at];
      if (log?.kind === 'call' && log.args[0])
        return raise(log.args[0], times(...factors.filter((_, k) => k !== at)));
    }
    return { kind: 'power', base, exponent };
  }

  const negate = (t: Tree) => times(minusOne, t);
  const minus = (a: Tree, b: Tree) => plus(a, negate(b));
  const over = (a: Tree, b: Tree) => times(a, raise(b, minusOne));
  const root = (t: Tree) => raise(t, half);
  const exp = (t: Tree) => raise(e, t);

  function fn(name: string, ...args: readonly Tree[]): Tree {
    budget.spend();
    const [u] = args;
    const values = args.map((a) => (a.kind === 'number' ? a.value : null));
    if (values.every((v) => v !== null)) {
      const value = exactCall(name, values, budget);
      if (value && fits(value)) return num(value);
    }
    if (name === 'ln' && u) {
      if (u.kind === 'constant' && u.name === 'e') return unit;
      if (u.kind === 'power' && u.base.kind === 'constant' && u.base.name === 'e')
        return u.exponent;
    }
    if (name === 'atan' && u?.kind === 'call' && u.name === 'tan' && u.args[0]) return u.args[0];
    return { kind: 'call', name, args };
  }

  /** The tree in sums, products, powers and functions of these. */
  function normal(t: Tree): Tree {
    budget.spend();
    switch (t.kind) {
      case 'sum':
        return plus(...t.terms.map(normal));
      case 'product':
        return times(...t.factors.map(normal));
      case 'quotient':
        return over(normal(t.over), normal(t.under));
      case 'power':
        return raise(normal(t.base), normal(t.exponent));
      case 'call': {
        const args = t.args.map(normal);
        const [u, v] = args;
        if (!u) return t;
        if (t.name === 'root') return raise(u, v ? raise(v, minusOne) : half);
        if (t.name === 'log') return over(fn('ln', u), fn('ln', v ?? int(10)));
        if (t.name === 'tan') return times(fn('sin', u), raise(fn('cos', u), minusOne));
        if (t.name === 'cot') return times(fn('cos', u), raise(fn('sin', u), minusOne));
        if (t.name === 'sec') return raise(fn('cos', u), minusOne);
        if (t.name === 'csc') return raise(fn('sin', u), minusOne);
        return fn(t.name, ...args);
      }
      default:
        return t;
    }
  }

  const free = (t: Tree, x: string) => !depends(t, x, budget);

  /** The factors of a product that are free of x, and the others. */
  function apart(t: Tree, x: string): { c: Tree; rest: readonly Tree[] } {
    const factors = t.kind === 'product' ? t.factors : [t];
    return {
      c: times(...factors.filter((f) => free(f, x))),
      rest: factors.filter((f) => !free(f, x)),
    };
  }

  /** The terms of a sum with products of sums in x multiplied out. */
  function terms(t: Tree, x: string, most = 200): Tree[] {
    if (t.kind === 'sum') {
      const all = plus(...t.terms.flatMap((term) => terms(term, x, most)));
      return all.kind === 'sum' ? [...all.terms] : [all];
    }
    const { c, rest } = apart(t, x);
    let out: Tree[] = [unit];
    for (const factor of rest) {
      const { base, n } = powerOfSum(factor);
      if (n === 0) {
        out = out.map((term) => times(term, factor));
        continue;
      }
      const inner = terms(base, x, most);
      for (let k = 0; k < n; k++) {
        if (out.length * inner.length > most) throw new GaveUp();
        const all = plus(...out.flatMap((term) => inner.map((part) => times(term, part))));
        out = all.kind === 'sum' ? [...all.terms] : [all];
      }
    }
    return out.map((term) => times(c, term));
  }

  return {
    budget,
    plus,
    times,
    raise,
    negate,
    minus,
    over,
    root,
    exp,
    fn,
    normal,
    free,
    apart,
    terms,
  };
}

/** A term as a rational factor and the rest. */
function split(t: Tree): { c: Rational; rest: Tree } {
  if (t.kind !== 'product') return { c: one, rest: t };
  const [head, ...tail] = t.factors;
  if (head?.kind !== 'number') return { c: one, rest: t };
  const [only] = tail;
  return {
    c: head.value,
    rest: tail.length === 1 && only ? only : { kind: 'product', factors: tail },
  };
}

function scaled(c: Rational, rest: Tree): Tree {
  if (c.n === c.d) return rest;
  const factors = rest.kind === 'product' ? rest.factors : [rest];
  return { kind: 'product', factors: [num(c), ...factors] };
}

/** A sum to a positive whole power; n is 0 for anything else. */
function powerOfSum(t: Tree): { base: Tree; n: number } {
  if (t.kind === 'sum') return { base: t, n: 1 };
  if (t.kind === 'power' && t.base.kind === 'sum' && isInteger(t.exponent)) {
    const n = Number(t.exponent.value.n);
    if (n > 0 && n <= 24) return { base: t.base, n };
  }
  return { base: t, n: 0 };
}
