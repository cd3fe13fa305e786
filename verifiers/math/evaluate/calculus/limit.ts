/** Limits by series: the leading term says what the limit is, or that there is none. */
import { negative, type Tree } from '../../tree.ts';
import { keyOf } from '../key.ts';
import { type Algebra, GaveUp, infinity, nought } from './algebra.ts';
import { expand, NotReal, startAt } from './expand.ts';
import { compareOrders, constantOrder, type Scale, type Series, sign } from './scale.ts';
import { isZero, signOf } from './value.ts';

/** Terms of a series, tried in turn: cancellation may eat the first few. */
const lengths = [4, 9, 16];

type End = { readonly at: Tree; readonly side: 1 | -1 };

export const isInfinite = (t: Tree): boolean =>
  (t.kind === 'constant' && t.name === 'infinity') ||
  (t.kind === 'product' && t.factors.some(isInfinite));

/** ∞ and −∞ as a direction; null for a finite tree. */
export function direction(t: Tree): 1 | -1 | null {
  if (t.kind === 'constant') return t.name === 'infinity' ? 1 : null;
  if (t.kind !== 'product' || !t.factors.some(isInfinite)) return null;
  const [c, only] = t.factors;
  if (t.factors.length !== 2 || c?.kind !== 'number' || !only) return null;
  const inner = direction(only);
  return inner && ((c.value.n < 0n ? -inner : inner) as 1 | -1);
}

/** The limit from one side; −∞ and ∞ are values. @throws GaveUp when it is not known. */
export function oneSided(
  f: Tree,
  x: string,
  { at, side }: End,
  k: Algebra,
  letters: Scale['letters'] = 'unknown',
): Tree {
  const far = direction(at);
  const [point, way] = far === null ? [at, side] : [infinity, far];
  for (const length of lengths) {
    const scale: Scale = { k, length, letters };
    const found = leadingValue(expand(f, x, startAt(point, way, scale), scale), scale);
    if (found) return found;
  }
  throw new GaveUp();
}

/** Null when more terms are needed. */
function leadingValue({ terms, error }: Series, s: Scale): Tree | null {
  const [lead] = terms;
  if (!lead) return error === null || compareOrders(error, constantOrder, s) < 0 ? nought : null;
  const order = compareOrders(lead, constantOrder, s);
  if (order < 0) return nought;
  if (order === 0) return lead.c;
  return sign(lead.c, s) > 0 ? infinity : negative(infinity);
}

/** The limit from both sides, or from the one on which the expression is real. */
export function limit(f: Tree, x: string, at: Tree, side: 1 | -1 | null, k: Algebra): Tree {
  if (side !== null || direction(at) !== null) return oneSided(f, x, { at, side: side ?? 1 }, k);
  const right = realSide(f, x, { at, side: 1 }, k);
  const left = realSide(f, x, { at, side: -1 }, k);
  if (!right || !left) {
    const only = right ?? left;
    if (!only) throw new GaveUp();
    return only;
  }
  if (keyOf(right) === keyOf(left)) return right;
  if (isInfinite(right) || isInfinite(left)) throw new GaveUp();
  if (isZero(k.minus(k.normal(right), k.normal(left)), k) !== true) throw new GaveUp();
  return right;
}

/** Null on a side where the expression is no real number. */
function realSide(f: Tree, x: string, end: End, k: Algebra): Tree | null {
  try {
    return oneSided(f, x, end, k);
  } catch (error) {
    if (error instanceof NotReal) return null;
    throw error;
  }
}

/** The sum of parts that may be infinite. @throws GaveUp for ∞ − ∞. */
export function total(parts: readonly Tree[], k: Algebra): Tree {
  const infinite = parts.filter(isInfinite);
  const [first] = infinite;
  if (!first) return k.plus(...parts);
  const way = direction(first);
  if (way === null || infinite.some((t) => direction(t) !== way)) throw new GaveUp();
  return way > 0 ? infinity : negative(infinity);
}

/** A factor times a value that may be infinite. */
export function scaled(c: Tree, value: Tree, k: Algebra): Tree {
  const way = direction(value);
  if (way === null) return k.times(c, value);
  const sign = signOf(c, k);
  if (!sign) throw new GaveUp();
  return sign * way > 0 ? infinity : negative(infinity);
}
