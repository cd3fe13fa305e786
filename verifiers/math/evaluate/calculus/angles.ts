/** Integrands in sines and cosines of one linear argument as rational functions of a tangent. */
import { some, symbol, type Tree } from '../../tree.ts';
import { keyOf } from '../key.ts';
import { type Algebra, GaveUp, half, isInteger, unit } from './algebra.ts';
import { fresh } from './changes.ts';
import { linear } from './polynomial.ts';
import { whole } from './value.ts';

export interface Turned {
  readonly integrand: Tree;
  readonly variable: string;
  readonly back: (t: Tree) => Tree;
}

/** sin^m·cos^n with an even total that is not positive: of tan itself. */
export function tangents(rest: readonly Tree[], x: string, k: Algebra): Turned | null {
  let angle: Tree | null = null;
  let [m, n] = [0, 0];
  for (const factor of rest) {
    const [base, exponent] =
      factor.kind === 'power' ? [factor.base, factor.exponent] : [factor, unit];
    if (base.kind !== 'call' || !isInteger(exponent) || !base.args[0]) return null;
    if (angle && keyOf(angle) !== keyOf(base.args[0])) return null;
    angle = base.args[0];
    if (base.name === 'sin') m = Number(exponent.value.n);
    else if (base.name === 'cos') n = Number(exponent.value.n);
    else return null;
  }
  const inner = angle && linear(angle, x, k);
  if (!inner || !angle || (m + n) % 2 !== 0 || m + n > 0 || m + n < -20) return null;
  const t = symbol(fresh(x));
  const square = k.plus(unit, k.times(t, t));
  const integrand = k.times(k.raise(t, whole(m)), k.raise(square, whole((-m - n) / 2 - 1)));
  return { integrand, variable: fresh(x), back: back(angle, inner.a, x, k) };
}

/** Any rational function of sin v and cos v: of t = tan(v/2). @throws GaveUp for anything else. */
export function halfAngle(f: Tree, x: string, k: Algebra): Turned | null {
  let angle: Tree | undefined;
  some(f, (t) => {
    if (t.kind === 'call' && (t.name === 'sin' || t.name === 'cos')) angle ??= t.args[0];
    return angle !== undefined;
  });
  const found = angle;
  const inner = found && linear(found, x, k);
  if (!found || !inner) return null;
  const key = keyOf(found);
  const t = symbol(fresh(x));
  const square = k.times(t, t);
  const under = k.raise(k.plus(unit, square), whole(-1));
  const go = (part: Tree): Tree => {
    if (k.free(part, x)) return part;
    if (part.kind === 'sum') return k.plus(...part.terms.map(go));
    if (part.kind === 'product') return k.times(...part.factors.map(go));
    if (part.kind === 'power' && isInteger(part.exponent))
      return k.raise(go(part.base), part.exponent);
    if (part.kind !== 'call' || !part.args[0] || keyOf(part.args[0]) !== key) throw new GaveUp();
    if (part.name === 'sin') return k.times(whole(2), t, under);
    if (part.name === 'cos') return k.times(k.minus(unit, square), under);
    throw new GaveUp();
  };
  const integrand = k.times(go(f), whole(2), under);
  // dx is 2/(1 + t²)·dt over the slope of v.
  return { integrand, variable: fresh(x), back: back(k.times(half, found), inner.a, x, k) };
}

/** Puts the tangent of the angle back, over the slope of the angle. */
function back(angle: Tree, slope: Tree, x: string, k: Algebra): (t: Tree) => Tree {
  return (t) => k.over(swap(t, fresh(x), k.fn('tan', angle), k), slope);
}

/** The tree with a value for a symbol; it is in normal form but for the value. */
function swap(t: Tree, name: string, value: Tree, k: Algebra): Tree {
  k.budget.spend();
  switch (t.kind) {
    case 'symbol':
      return t.name === name ? value : t;
    case 'sum':
      return k.plus(...t.terms.map((part) => swap(part, name, value, k)));
    case 'product':
      return k.times(...t.factors.map((part) => swap(part, name, value, k)));
    case 'power':
      return k.raise(swap(t.base, name, value, k), swap(t.exponent, name, value, k));
    case 'call':
      return k.fn(t.name, ...t.args.map((part) => swap(part, name, value, k)));
    default:
      if (!k.free(t, name)) throw new GaveUp();
      return t;
  }
}
