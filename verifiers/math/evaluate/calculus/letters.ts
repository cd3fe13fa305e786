/** Powers where letters are taken for positive, as in the sign that a formula was chosen by. */
import type { Tree } from '../../tree.ts';
import { type Algebra, half } from './algebra.ts';

/** (4a²)^r is 4^r·a^(2r). */
export function positivePower(t: Tree, r: Tree, k: Algebra): Tree {
  const factors = t.kind === 'product' ? t.factors : [t];
  return k.times(
    ...factors.map((factor) =>
      factor.kind === 'power' && factor.base.kind === 'symbol'
        ? k.raise(factor.base, k.times(factor.exponent, r))
        : k.raise(factor, r),
    ),
  );
}

export const positiveRoot = (t: Tree, k: Algebra): Tree => positivePower(t, half, k);
