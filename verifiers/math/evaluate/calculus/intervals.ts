/** Interval arithmetic on doubles with error bounds: that an expression keeps its sign. */
import type { Rational } from '../../../rational.ts';
import type { Tree } from '../../tree.ts';
import { complexField } from '../complex.ts';
import { evaluate } from '../evaluate.ts';
import { type Double, doubles, Undefined, Unknown } from '../reals.ts';
import type { Algebra } from './algebra.ts';
import { direction } from './limit.ts';
import { real } from './value.ts';

/** Halvings of an interval before a part is taken to reach zero. */
const deepest = 8;

/** Whether it has no zero in the closed interval, which is halved where it is too wide. */
export function keepsSign(part: Tree, x: string, ends: readonly [Tree, Tree], k: Algebra): boolean {
  const [a, b] = ends.map((end) =>
    direction(end) !== null ? null : real(end, () => neverNumber(), doubles, k),
  );
  if (!a || !b) return false;
  const marker: Rational = { n: 0n, d: 1n };
  const over = (low: number, high: number, depth: number): boolean => {
    const mid = (low + high) / 2;
    const box: Double = { v: mid, r: (high - low) / 2 + Math.abs(mid) * 2 ** -50 + 2 ** -200 };
    const boxed = { ...doubles, from: (q: Rational) => (q === marker ? box : doubles.from(q)) };
    try {
      const field = complexField(boxed, { leftReals: false });
      const value = evaluate(
        part,
        (name) => (name === x ? marker : neverNumber()),
        field,
        k.budget,
      );
      if (value.im === null && doubles.sign(value.re)) return true;
    } catch (error) {
      if (!(error instanceof Unknown) && !(error instanceof Undefined)) throw error;
    }
    return depth > 0 && over(low, mid, depth - 1) && over(mid, high, depth - 1);
  };
  return over(a.v - a.r, b.v + b.r, deepest);
}

function neverNumber(): never {
  throw new Unknown();
}
