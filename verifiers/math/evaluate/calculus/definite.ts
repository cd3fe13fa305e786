/**
 * Definite integrals by an antiderivative that is continuous between the ends, with its limits
 * there; where it jumps or grows at a known place inside, the integral is taken in two pieces. A
 * few well-known integrals have no elementary antiderivative and are looked up (special.ts).
 */
import { mapChildren, negative, some, type Tree } from '../../tree.ts';
import { substitute } from '../substitute.ts';
import { type Algebra, GaveUp, infinity } from './algebra.ts';
import { continuous, continuousAt } from './continuous.ts';
import { antiderivative } from './integrate.ts';
import { direction, isInfinite, oneSided, total } from './limit.ts';
import { linear } from './polynomial.ts';
import { special } from './special.ts';
import { signOf } from './value.ts';

/** Absolute values that are split. */
const mostTurns = 4;

export function definite(f: Tree, x: string, low: Tree, high: Tree, k: Algebra): Tree {
  const body = k.normal(f);
  return special(body, x, low, high, k) ?? inPieces(body, x, low, high, k, mostTurns);
}

/** Absolute values of linear expressions are split where they turn. */
function inPieces(f: Tree, x: string, low: Tree, high: Tree, k: Algebra, left: number): Tree {
  const turn = turningPoint(f, x, k);
  if (!turn || left === 0) return byAntiderivative(f, x, low, high, k);
  const { slope, at } = turn;
  const piece = (from: Tree, to: Tree, side: number) =>
    inPieces(withoutAbs(f, turn.call, side * slope, k), x, from, to, k, left - 1);
  const [start, end] = [low, high].map((t) => direction(t) ?? signOf(k.minus(t, at), k));
  if (start == null || end == null) throw new GaveUp();
  if (start * end >= 0) return piece(low, high, start + end >= 0 ? 1 : -1);
  return total([piece(low, at, start), piece(at, high, end)], k);
}

interface Turn {
  readonly call: Tree;
  readonly at: Tree;
  /** The sign of the slope inside. */
  readonly slope: number;
}

/** Where the first absolute value of a linear expression is 0; null when there is none. */
function turningPoint(f: Tree, x: string, k: Algebra): Turn | null {
  const turns: Turn[] = [];
  some(f, (t) => {
    const inner = t.kind === 'call' && t.name === 'abs' && t.args[0] && linear(t.args[0], x, k);
    const slope = inner ? signOf(inner.a, k) : null;
    if (inner && slope) turns.push({ call: t, at: k.negate(k.over(inner.b, inner.a)), slope });
    return turns.length > 0;
  });
  return turns[0] ?? null;
}

/** ±u for |u|. */
function withoutAbs(f: Tree, abs: Tree, sign: number, k: Algebra): Tree {
  const go = (t: Tree): Tree => {
    if (t === abs && t.kind === 'call' && t.args[0])
      return sign > 0 ? t.args[0] : k.negate(t.args[0]);
    return mapChildren(t, go);
  };
  return k.normal(go(f));
}

function byAntiderivative(f: Tree, x: string, low: Tree, high: Tree, k: Algebra): Tree {
  const primitive = antiderivative(f, x, k);
  if (!continuous(primitive, x, { low, high }, k)) throw new GaveUp();
  const upwards = isUpwards(low, high, k);
  const at = (end: Tree, side: 1 | -1): Tree =>
    direction(end) === null && continuousAt(primitive, x, end, k)
      ? k.normal(substitute(primitive, x, end, k.budget))
      : oneSided(primitive, x, { at: end, side }, k, 'positive');
  const [start, end] = [at(low, upwards ? 1 : -1), at(high, upwards ? -1 : 1)];
  const [a, b] = [direction(start), direction(end)];
  if (isInfinite(start) || isInfinite(end)) {
    // Infinite area of one sign.
    if (b !== null && a !== b) return b > 0 ? infinity : negative(infinity);
    if (b === null && a !== null) return a < 0 ? infinity : negative(infinity);
    throw new GaveUp();
  }
  return k.minus(end, start);
}

/** Whether the interval is run upwards; letters count as positive, and unknown as upwards. */
function isUpwards(low: Tree, high: Tree, k: Algebra): boolean {
  const far = direction(high) ?? (direction(low) === null ? null : -(direction(low) ?? 1));
  const sign = far ?? signOf(k.minus(high, low), k, 'positive');
  return sign !== -1;
}
