/** Products to a symbolic, large or infinite end: powers, factorials, and quotients that telescope. */
import { negate, type Rational } from '../../../rational.ts';
import { call, num, symbol, type Tree } from '../../tree.ts';
import { type Algebra, GaveUp, isInteger, unit } from './algebra.ts';
import { between, geometric } from './difference.ts';
import { direction, oneSided } from './limit.ts';
import { coefficients, fraction, rationals } from './polynomial.ts';
import { factors, type Poly, plus } from './rational.ts';
import { whole } from './value.ts';

const mostEnds = 40n;

export function closedProduct(f: Tree, x: string, low: Tree, high: Tree, k: Algebra): Tree {
  if (direction(low) !== null) throw new GaveUp();
  const end = direction(high);
  if (end === -1) throw new GaveUp();
  const last = end === null ? high : symbol('•n');
  const body = k.normal(f);
  const { over, rest } = split(body, x, k);
  const parts = rest.map((factor) => ofPower(factor, x, low, last, k));
  const value = k.times(...parts, ofFraction(over, x, low, last, end === null, k));
  return end === null ? value : oneSided(value, '•n', { at: high, side: 1 }, k);
}

/** The rational part of the body and its other factors. */
function split(f: Tree, x: string, k: Algebra): { over: Tree; rest: Tree[] } {
  const whole = f.kind === 'product' ? f.factors : [f];
  const isFraction = (t: Tree) => !k.free(t, x) && fraction(t, x, k) !== null;
  if (f.kind === 'sum' && isFraction(f)) return { over: f, rest: [] };
  return {
    over: k.times(...whole.filter(isFraction)),
    rest: whole.filter((t) => !isFraction(t)),
  };
}

/** c^(a + bk + …) multiplies to c to the power of the sum. */
function ofPower(t: Tree, x: string, low: Tree, high: Tree, k: Algebra): Tree {
  if (k.free(t, x)) return k.raise(t, k.plus(high, k.negate(low), unit));
  const exponent = t.kind === 'power' && k.free(t.base, x) ? coefficients(t.exponent, x, k) : null;
  if (t.kind !== 'power' || !exponent) throw new GaveUp();
  return k.raise(t.base, between(geometric(exponent, unit, x, k), x, low, high, k));
}

/** Linear factors in pairs a whole number apart telescope; others are factorials. */
function ofFraction(f: Tree, x: string, low: Tree, high: Tree, finite: boolean, k: Algebra): Tree {
  const found = fraction(f, x, k);
  const [top, bottom] = found ? [rationals(found.over), rationals(found.under)] : [null, null];
  if (!top || !bottom) throw new GaveUp();
  const lead = k.over(num(top.at(-1) ?? { n: 0n, d: 1n }), num(bottom.at(-1) ?? { n: 1n, d: 1n }));
  const above = shifts(top, k);
  const below = shifts(bottom, k);
  const parts: Tree[] = [k.raise(lead, k.plus(high, k.negate(low), unit))];
  const start = isInteger(low) ? low.value.n : null;
  if (start === null) throw new GaveUp();
  if ([...above, ...below].some((s) => s.d === 1n && s.n + start <= 0n)) throw new GaveUp();
  for (const a of above) {
    const at = below.findIndex((b) => plus(a, negate(b)).d === 1n);
    const b = below[at];
    if (b === undefined) {
      parts.push(...factorials(a, start, high, finite, k));
      continue;
    }
    below.splice(at, 1);
    parts.push(...telescoped(a, b, low, high, k));
  }
  for (const b of below)
    parts.push(...factorials(b, start, high, finite, k).map((t) => k.raise(t, whole(-1))));
  return k.times(...parts);
}

/** s of every factor k + s, as often as it occurs. */
function shifts(p: Poly, k: Algebra): Rational[] {
  return factors(p, k).flatMap(({ poly, times }) => {
    const [s] = poly;
    if (poly.length !== 2 || !s) throw new GaveUp();
    return Array.from({ length: times }, () => s);
  });
}

/** Π (k + a)/(k + b) = Π (high + b + j)/(low + b + j − 1) for j = 1 … a − b. */
function telescoped(a: Rational, b: Rational, low: Tree, high: Tree, k: Algebra): Tree[] {
  const gap = plus(a, negate(b)).n;
  if (gap > mostEnds || gap < -mostEnds) throw new GaveUp();
  const [from, steps, sign] = gap >= 0n ? [b, gap, 1] : [a, -gap, -1];
  const out: Tree[] = [];
  for (let j = 1n; j <= steps; j++) {
    out.push(k.raise(k.plus(high, num(from), whole(j)), whole(sign)));
    out.push(k.raise(k.plus(low, num(from), whole(j - 1n)), whole(-sign)));
  }
  return out;
}

/** Π (k + s) = (high + s)!/(start + s − 1)! */
function factorials(s: Rational, start: bigint, high: Tree, finite: boolean, k: Algebra): Tree[] {
  if (s.d !== 1n || !finite) throw new GaveUp();
  const upper = call('factorial', k.plus(high, whole(s.n)));
  return [upper, k.raise(k.fn('factorial', whole(start + s.n - 1n)), whole(-1))];
}
