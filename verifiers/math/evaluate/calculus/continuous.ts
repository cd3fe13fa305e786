/**
 * Whether an expression is continuous on an open interval, proved: each part that must not vanish,
 * or must stay positive, is a polynomial whose roots are outside, a sine or cosine without a zero
 * inside, positive by its form, or kept from zero by interval arithmetic. No proof is no.
 */
import { add, multiply, type Rational } from '../../../rational.ts';
import { num, type Tree } from '../../tree.ts';
import { substitute } from '../substitute.ts';
import { type Algebra, GaveUp, half, isInteger, nought, pi, unit } from './algebra.ts';
import { keepsSign } from './intervals.ts';
import { direction } from './limit.ts';
import { coefficients, linear, rationals } from './polynomial.ts';
import { rationalRoot } from './rational.ts';
import { floorOf, samples, signOf, symbolsOf, whole } from './value.ts';

interface Demand {
  readonly part: Tree;
  readonly positive: boolean;
}

interface Range {
  readonly low: Tree;
  readonly high: Tree;
}

/** @param f in normal form; letters in it and in the ends are tried at positive values. */
export function continuous(f: Tree, x: string, range: Range, k: Algebra): boolean {
  const demands: Demand[] = [];
  if (!collect(f, x, k, demands)) return false;
  return somewhere([f, range.low, range.high], x, k, (put) => {
    const ends = ordered(put(range.low), put(range.high), k);
    return ends !== null && demands.every((d) => meets({ ...d, part: put(d.part) }, x, ends, k));
  });
}

/** Whether f is continuous at a finite point, on both sides of it. */
export function continuousAt(f: Tree, x: string, at: Tree, k: Algebra): boolean {
  const demands: Demand[] = [];
  if (!collect(f, x, k, demands)) return false;
  return somewhere([f, at], x, k, (put) =>
    demands.every(({ part, positive }) => {
      const sign = signOf(k.normal(substitute(put(part), x, put(at), k.budget)), k);
      return sign !== null && sign !== 0 && (sign > 0 || !positive);
    }),
  );
}

/** Whether it holds at some positive values of the letters. */
function somewhere(
  trees: readonly Tree[],
  x: string,
  k: Algebra,
  holds: (put: (t: Tree) => Tree) => boolean,
): boolean {
  const names = symbolsOf({ kind: 'list', items: trees }).filter((name) => name !== x);
  const rounds = names.length === 0 ? 1 : 3;
  for (let round = 0; round < rounds; round++) {
    const values = [...samples(names, round)];
    const put = (t: Tree) =>
      k.normal(values.reduce((part, [name, value]) => substitute(part, name, value, k.budget), t));
    if (holds(put)) return true;
  }
  return false;
}

/** The ends with the lower one first; null when that is not known. */
function ordered(a: Tree, b: Tree, k: Algebra): Range | null {
  const sign = direction(b) ?? (direction(a) ? -(direction(a) ?? 1) : signOf(k.minus(b, a), k));
  if (sign === null || sign === 0) return null;
  return sign > 0 ? { low: a, high: b } : { low: b, high: a };
}

/** The demands of a tree on its parts; false when it has a part without rules. */
function collect(t: Tree, x: string, k: Algebra, out: Demand[]): boolean {
  if (k.free(t, x)) return true;
  const all = (parts: readonly Tree[]) => parts.every((part) => collect(part, x, k, out));
  const square = (u: Tree) => k.times(u, u);
  switch (t.kind) {
    case 'symbol':
      return true;
    case 'sum':
      return all(t.terms);
    case 'product':
      return all(t.factors);
    case 'power': {
      const natural = isInteger(t.exponent) && t.exponent.value.n > 0n;
      if (!natural && !k.free(t.base, x))
        out.push({ part: t.base, positive: !isInteger(t.exponent) });
      return all([t.base, t.exponent]);
    }
    case 'call': {
      const [u] = t.args;
      if (!u || t.args.length !== 1) return false;
      switch (t.name) {
        case 'ln':
          out.push({ part: u, positive: true });
          break;
        case 'tan':
          out.push({ part: k.fn('cos', u), positive: false });
          break;
        case 'asin':
        case 'acos':
        case 'atanh':
          out.push({ part: k.minus(unit, square(u)), positive: true });
          break;
        case 'acosh':
          out.push({ part: k.minus(u, unit), positive: true });
          break;
        case 'acot':
        case 'coth':
        case 'csch':
          out.push({ part: u, positive: false });
          break;
        case 'asec':
        case 'acsc':
          out.push(
            { part: u, positive: false },
            { part: k.minus(square(u), unit), positive: true },
          );
          break;
        case 'abs':
        case 'sin':
        case 'cos':
        case 'sinh':
        case 'cosh':
        case 'tanh':
        case 'sech':
        case 'asinh':
        case 'atan':
          break;
        default:
          return false;
      }
      return all([u]);
    }
    default:
      return false;
  }
}

function meets({ part, positive }: Demand, x: string, range: Range, k: Algebra): boolean {
  if (k.free(part, x)) {
    const sign = signOf(part, k);
    return sign !== null && sign !== 0 && (!positive || sign > 0);
  }
  if (isPositive(part, x, range, k)) return true;
  if (!nonzero(part, x, range, k)) return false;
  return !positive || positiveInside(part, x, range, k);
}

/** Positive by its form. */
function isPositive(t: Tree, x: string, range: Range, k: Algebra): boolean {
  const some = (parts: readonly Tree[]) => parts.some((part) => isPositive(part, x, range, k));
  switch (t.kind) {
    case 'sum':
      return t.terms.every((part) => isNotNegative(part, x, range, k)) && some(t.terms);
    case 'product':
      return t.factors.every((part) => isPositive(part, x, range, k));
    case 'power':
      return isPositive(t.base, x, range, k);
    case 'symbol':
      return t.name === x && isNotNegative(t, x, range, k);
    case 'call':
      if (t.name === 'abs' && t.args[0]) return isPositive(t.args[0], x, range, k);
      return t.name === 'cosh' || t.name === 'sech';
    default:
      return k.free(t, x) && signOf(t, k) === 1;
  }
}

function isNotNegative(t: Tree, x: string, range: Range, k: Algebra): boolean {
  if (t.kind === 'power' && isInteger(t.exponent) && t.exponent.value.n % 2n === 0n) return true;
  if (t.kind === 'product') return t.factors.every((part) => isNotNegative(part, x, range, k));
  if (t.kind === 'symbol' && t.name === x)
    return direction(range.low) !== -1 && (signOf(range.low, k) ?? -1) >= 0;
  if (t.kind === 'call' && t.name === 'abs') return true;
  if (t.kind === 'power' && !isInteger(t.exponent) && !k.free(t.base, x)) return true;
  return isPositive(t, x, range, k);
}

/** Whether the part has no zero inside the interval. */
function nonzero(part: Tree, x: string, range: Range, k: Algebra): boolean {
  if (isPositive(part, x, range, k)) return true;
  switch (part.kind) {
    case 'product':
      return part.factors.every((t) => k.free(t, x) || nonzero(t, x, range, k));
    case 'power':
      return nonzero(part.base, x, range, k);
    case 'call': {
      const [u] = part.args;
      if (!u) return false;
      if (
        part.name === 'abs' ||
        part.name === 'sinh' ||
        part.name === 'asinh' ||
        part.name === 'atan'
      )
        return nonzero(u, x, range, k);
      const angle = linear(u, x, k);
      if (angle && (part.name === 'sin' || part.name === 'cos'))
        return betweenZeros(part.name, u, x, range, k);
      break;
    }
  }
  const poly = coefficients(part, x, k);
  const roots = poly && rootsOf(poly, k);
  if (roots) return roots.every((root) => isOutside(root, range, k));
  return keepsSign(part, x, [range.low, range.high], k);
}

/** The real roots of a polynomial that has them in closed form; null otherwise. */
function rootsOf(p: readonly Tree[], k: Algebra): Tree[] | null {
  const [c = nought, b = nought, a = nought] = p;
  if (p.length === 1) return [];
  if (p.length === 2) return [k.negate(k.over(c, b))];
  if (p.length === 3) {
    const d = k.minus(k.times(b, b), k.times(whole(4), a, c));
    const sign = signOf(d, k);
    if (sign === null) return null;
    if (sign < 0) return [];
    return [k.root(d), k.negate(k.root(d))].map((r) =>
      k.times(half, k.raise(a, whole(-1)), k.minus(r, b)),
    );
  }
  const exact = rationals(p);
  const root = exact && rationalRoot(exact, k);
  if (!exact || !root) return null;
  // Horner leaves the cofactor.
  const rest: Rational[] = [];
  let carry: Rational = { n: 0n, d: 1n };
  for (let i = exact.length - 1; i > 0; i--) {
    const next = add(exact[i] ?? carry, multiply(carry, root) ?? carry);
    if (!next) throw new GaveUp();
    carry = next;
    rest.unshift(carry);
  }
  const others = rootsOf(
    rest.map((c0) => num(c0)),
    k,
  );
  return others && [num(root), ...others];
}

function isOutside(root: Tree, { low, high }: Range, k: Algebra): boolean {
  const below = direction(low) === null ? signOf(k.minus(low, root), k) : -1;
  if (below !== null && below >= 0) return true;
  const above = direction(high) === null ? signOf(k.minus(root, high), k) : -1;
  return above !== null && above >= 0;
}

/** No zero of sin(u) or cos(u) strictly between the ends. */
function betweenZeros(name: string, u: Tree, x: string, { low, high }: Range, k: Algebra): boolean {
  if (direction(low) !== null || direction(high) !== null) return false;
  const place = (end: Tree) => {
    const turns = k.over(k.normal(substitute(u, x, end, k.budget)), pi);
    return name === 'cos' ? k.minus(turns, half) : turns;
  };
  const [a, b] = [place(low), place(high)];
  const up = signOf(k.minus(b, a), k);
  if (!up) return false;
  const [start, end] = up > 0 ? [a, b] : [b, a];
  const floor = floorOf(start, k);
  if (floor === null) return false;
  const room = signOf(k.minus(whole(floor + 1n), end), k);
  return room !== null && room >= 0;
}

/** A point inside the interval. */
function inside({ low, high }: Range, k: Algebra): Tree {
  if (direction(low) !== null && direction(high) !== null) return nought;
  if (direction(low) !== null) return k.minus(high, unit);
  if (direction(high) !== null) return k.plus(low, unit);
  return k.times(half, k.plus(low, high));
}

function positiveInside(part: Tree, x: string, range: Range, k: Algebra): boolean {
  const value = k.normal(substitute(part, x, inside(range, k), k.budget));
  return signOf(value, k) === 1;
}
