/** Antiderivatives over a quadratic, q^−n, and over its root: arc tangents, arc sines and logarithms. */
import { symbol, type Tree } from '../../tree.ts';
import { type Algebra, GaveUp, half, nought, unit } from './algebra.ts';
import { positiveRoot } from './letters.ts';
import {
  asTree,
  type Coefficients,
  coefficients,
  productOf,
  slopeOf,
  sumOf,
} from './polynomial.ts';
import { signOf, whole } from './value.ts';

const highestPower = 6;

interface OverQuadratic {
  readonly over: Coefficients;
  readonly under: Coefficients;
  /** Of the denominator; 1 when absent. */
  readonly power?: number;
}

/** P/q^n with coefficients that may hold letters; null when the denominator is no quadratic. */
export function overQuadratic(f: OverQuadratic, x: string, k: Algebra): Tree | null {
  const { under, power = 1 } = f;
  if (under.length === 2) return overLinear(f, x, k);
  if (under.length !== 3 || power > highestPower) return null;
  const { quotient, rest } = divided(f.over, under, k);
  if (quotient.length > 0 && power !== 1) return null;
  const plain = asTree([nought, ...quotient.map((c, i) => k.over(c, whole(i + 1)))], symbol(x), k);
  const [c0 = nought, c1 = nought] = rest;
  const [q, p, a] = [under[0] ?? nought, under[1] ?? nought, under[2] ?? unit];
  const base = asTree(under, symbol(x), k);
  // (c1·x + c0) is c1/(2a) of the slope, and a constant.
  const ofSlope = k.over(c1, k.times(whole(2), a));
  const constant = k.minus(c0, k.times(ofSlope, p));
  const log =
    power === 1
      ? k.times(ofSlope, k.fn('ln', k.fn('abs', base)))
      : k.over(k.times(ofSlope, k.raise(base, whole(1 - power))), whole(1 - power));
  return k.plus(plain, log, k.times(constant, inverse(a, p, q, power, x, k)));
}

function overLinear({ over, under }: OverQuadratic, x: string, k: Algebra): Tree | null {
  const { quotient, rest } = divided(over, under, k);
  const plain = asTree([nought, ...quotient.map((c, i) => k.over(c, whole(i + 1)))], symbol(x), k);
  const base = asTree(under, symbol(x), k);
  const log = k.over(k.times(rest[0] ?? nought, k.fn('ln', k.fn('abs', base))), under[1] ?? unit);
  return k.plus(plain, log);
}

function divided(top: Coefficients, under: Coefficients, k: Algebra) {
  const rest = [...top];
  const quotient: Tree[] = [];
  const lead = under.at(-1) ?? unit;
  for (let shift = top.length - under.length; shift >= 0; shift--) {
    const c = k.over(rest[shift + under.length - 1] ?? nought, lead);
    quotient[shift] = c;
    under.forEach((t, i) => {
      rest[shift + i] = k.minus(rest[shift + i] ?? nought, k.times(c, t));
    });
  }
  return { quotient, rest: rest.slice(0, under.length - 1) };
}

/** ∫ (ax² + px + q)^−n */
function inverse(a: Tree, p: Tree, q: Tree, n: number, x: string, k: Algebra): Tree {
  const slope = k.plus(k.times(whole(2), a, symbol(x)), p);
  // 4aq − p², positive where there is no real root.
  const d = k.minus(k.times(whole(4), a, q), k.times(p, p));
  const base = asTree([q, p, a], symbol(x), k);
  if (n > 1) {
    const m = n - 1;
    const first = k.over(slope, k.times(whole(m), d, k.raise(base, whole(m))));
    const factor = k.over(k.times(whole(2 * (2 * m - 1)), a), k.times(whole(m), d));
    return k.plus(first, k.times(factor, inverse(a, p, q, m, x, k)));
  }
  const sign = signOf(d, k, 'positive');
  if (sign === 1) {
    const r = positiveRoot(d, k);
    return k.times(whole(2), k.raise(r, whole(-1)), k.fn('atan', k.over(slope, r)));
  }
  if (sign === -1) {
    const r = positiveRoot(k.negate(d), k);
    const [up, down] = [k.minus(slope, r), k.plus(slope, r)];
    const log = k.minus(k.fn('ln', k.fn('abs', up)), k.fn('ln', k.fn('abs', down)));
    return k.over(log, r);
  }
  if (sign === 0) return k.over(whole(-2), slope);
  throw new GaveUp();
}

/** P·q^(n/2) for a polynomial P, a quadratic q and an odd n ≥ −3; null for anything else. */
export function rootOfQuadratic(rest: readonly Tree[], x: string, k: Algebra): Tree | null {
  const at = rest.findIndex(
    (t) => t.kind === 'power' && t.exponent.kind === 'number' && t.exponent.value.d === 2n,
  );
  const root = rest[at];
  if (root?.kind !== 'power' || root.exponent.kind !== 'number') return null;
  const q = coefficients(root.base, x, k);
  let poly = coefficients(k.times(...rest.filter((_, i) => i !== at)), x, k);
  if (q?.length !== 3 || !poly) return null;
  const n = Number(root.exponent.value.n);
  if (n < -3 || n > 9) return null;
  if (n === -3) return overRootCubed(poly, q, root.base, x, k);
  for (let i = -1; i < n && poly; i += 2) poly = productOf(poly, q, k);
  return poly && overRoot(poly, q, root.base, x, k);
}

/** ∫ P/√q = Q·√q + λ∫1/√q, with P = Q'q + Qq'/2 + λ solved from the top. */
function overRoot(p: Coefficients, q: Coefficients, base: Tree, x: string, k: Algebra): Tree {
  const [, b = nought, a = unit] = q;
  let left: Coefficients = p;
  const found: Tree[] = [];
  while (left.length > 1) {
    const m = left.length - 2;
    // x^m in Q gives (m + 1)·a·x^(m+1) at the top.
    const c = k.over(left[left.length - 1] ?? nought, k.times(whole(m + 1), a));
    found[m] = c;
    const term: Coefficients = [...Array.from({ length: m }, () => nought), c];
    const first = productOf(slopeOf(term, k), q, k) ?? [];
    const second = productOf(term, [k.times(half, b), a], k) ?? [];
    const next = sumOf(left, sumOf(first, second, k).map(k.negate), k);
    if (next.length >= left.length) throw new GaveUp();
    left = next;
  }
  const filled = Array.from({ length: found.length }, (_, i) => found[i] ?? nought);
  const outside = k.times(asTree(filled, symbol(x), k), k.root(base));
  return k.plus(outside, k.times(left[0] ?? nought, inverseRoot(q, base, x, k)));
}

/** ∫ 1/√(ax² + bx + c) */
function inverseRoot(q: Coefficients, base: Tree, x: string, k: Algebra): Tree {
  const [c = nought, b = nought, a = unit] = q;
  const slope = k.plus(k.times(whole(2), a, symbol(x)), b);
  const sign = signOf(a, k, 'positive');
  if (sign === -1) {
    const d = k.minus(k.times(b, b), k.times(whole(4), a, c));
    const angle = k.over(k.negate(slope), positiveRoot(d, k));
    return k.over(k.fn('asin', angle), positiveRoot(k.negate(a), k));
  }
  if (sign !== 1) throw new GaveUp();
  const inner = k.plus(slope, k.times(whole(2), positiveRoot(a, k), k.root(base)));
  return k.over(k.fn('ln', k.fn('abs', inner)), positiveRoot(a, k));
}

/** ∫ (c1·x + c0)·q^(−3/2) = 2((2a·c0 − b·c1)·x + b·c0 − 2c·c1)/((4ac − b²)√q) */
function overRootCubed(
  p: Coefficients,
  q: Coefficients,
  base: Tree,
  x: string,
  k: Algebra,
): Tree | null {
  if (p.length > 2) return null;
  const [c0 = nought, c1 = nought] = p;
  const [c = nought, b = nought, a = unit] = q;
  const d = k.minus(k.times(whole(4), a, c), k.times(b, b));
  const slope = k.minus(k.times(whole(2), a, c0), k.times(b, c1));
  const rest = k.minus(k.times(b, c0), k.times(whole(2), c, c1));
  const top = k.plus(k.times(slope, symbol(x)), rest);
  return k.times(whole(2), top, k.raise(d, whole(-1)), k.raise(base, k.negate(half)));
}
