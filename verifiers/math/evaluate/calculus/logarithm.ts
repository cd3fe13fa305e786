/** Σ r^k·f(k) for a rational f with simple poles at whole and half numbers, |r| < 1. */
import { num, type Tree } from '../../tree.ts';
import { substitute } from '../substitute.ts';
import { type Algebra, GaveUp, half, unit } from './algebra.ts';
import { geometric, meetsPole, type Pole, polesOf } from './difference.ts';
import { signOf, whole } from './value.ts';

/** Most terms that are added or taken off to shift a series to its start. */
const mostShift = 60;

export function logarithmic(f: Tree, r: Tree, x: string, low: bigint, k: Algebra): Tree {
  const { whole: poly, poles, quadratic } = polesOf(f, x, k);
  if (quadratic.length > 0 || meetsPole(poles, whole(low), null)) throw new GaveUp();
  const plain = k.negate(k.normal(substitute(geometric(poly, r, x, k), x, whole(low), k.budget)));
  return k.plus(plain, ...poles.map((pole) => ofPole(pole, r, low, k)));
}

function ofPole({ c, root, power }: Pole, r: Tree, low: bigint, k: Algebra): Tree {
  if (power !== 1 || root.d > 2n) throw new GaveUp();
  const isWhole = root.d === 1n;
  // k − root is j, or j + 1/2, from `first` on.
  const shift = isWhole ? root.n : (root.n + 1n) / 2n;
  const first = Number(low - shift);
  const offset = isWhole ? 0 : 1;
  const from = isWhole ? 1 : 0;
  if (Math.abs(first) > mostShift || (isWhole && first < 1)) throw new GaveUp();
  const term = (j: number) =>
    k.over(k.raise(r, whole(j)), isWhole ? whole(j) : k.times(half, whole(2 * j + offset)));
  const parts: Tree[] = [isWhole ? k.negate(k.fn('ln', k.minus(unit, r))) : halves(r, k)];
  for (let j = from; j < first; j++) parts.push(k.negate(term(j)));
  for (let j = first; j < from; j++) parts.push(term(j));
  return k.times(num(c), k.raise(r, whole(shift)), k.plus(...parts));
}

/** Σ r^j/(j + 1/2) from 0 on: 2·artanh(√r)/√r, with arctan where r is negative. */
function halves(r: Tree, k: Algebra): Tree {
  const sign = signOf(r, k, 'positive');
  if (!sign) throw new GaveUp();
  const root = k.raise(sign > 0 ? r : k.negate(r), half);
  return k.over(k.times(whole(2), k.fn(sign > 0 ? 'atanh' : 'atan', root)), root);
}
