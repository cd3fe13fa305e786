/** Whether Σ r^k converges: certain for numbers; with letters, whether there are values for which it does. */
import { ratio } from '../../../rational.ts';
import type { Tree } from '../../tree.ts';
import { substitute } from '../substitute.ts';
import { type Algebra, isNumber, unit } from './algebra.ts';
import { signOf, symbolsOf } from './value.ts';

export const alternates = (r: Tree): boolean => isNumber(r, -1);

/** Small values of both signs, and large ones. */
const tries: readonly (readonly [bigint, bigint])[] = [
  [1n, 7n],
  [-1n, 9n],
  [3n, 1n],
  [-5n, 1n],
];

export function converges(r: Tree, k: Algebra): boolean {
  const names = symbolsOf(r);
  if (names.length === 0) return inside(r, k);
  return tries.some(([n, d]) => {
    const at = names.reduce(
      (t, name, i) =>
        substitute(
          t,
          name,
          { kind: 'number', value: ratio(n * BigInt(i + 2), d * BigInt(i + 1)) },
          k.budget,
        ),
      r,
    );
    return inside(k.normal(at), k);
  });
}

const inside = (r: Tree, k: Algebra) => signOf(k.minus(unit, k.times(r, r)), k) === 1;
