/** Σ P(k)·r^k/(ak + b)! for a of 1 or 2: the series of e^r, cosh, sinh, cos and sin. */
import type { Tree } from '../../tree.ts';
import { symbol } from '../../tree.ts';
import { substitute } from '../substitute.ts';
import { type Algebra, GaveUp, half, isNumber } from './algebra.ts';
import { coefficients } from './polynomial.ts';
import { fallingCoefficients, wholeLinear } from './summand.ts';
import { signOf, whole } from './value.ts';

export function factorialSeries(
  special: Tree,
  rest: Tree,
  r: Tree,
  x: string,
  low: bigint,
  k: Algebra,
): Tree {
  const base = special.kind === 'power' && isNumber(special.exponent, -1) ? special.base : null;
  const inner = base?.kind === 'call' && base.name === 'factorial' && base.args[0];
  const of = inner ? wholeLinear(inner, x, k) : null;
  const poly = coefficients(rest, x, k);
  if (!of || !poly || !base || (of.a !== 1 && of.a !== 2)) throw new GaveUp();
  const { a, b } = of;
  const first = a * Number(low) + b;
  if (first < 0 || first > 40) throw new GaveUp();
  // In j = ak + b the sum runs over every j, or every other one, from `first` on.
  const k0 = k.over(k.minus(symbol(x), whole(b)), whole(a));
  const inJ = coefficients(
    k.normal(
      substitute(
        k.plus(...poly.map((c, i) => k.times(c, k.raise(symbol(x), whole(i))))),
        x,
        k0,
        k.budget,
      ),
    ),
    x,
    k,
  );
  if (!inJ) throw new GaveUp();
  const terms = fallingCoefficients(inJ, k).map((c, i) => {
    if (a === 1) return k.times(c, k.raise(r, whole(i - b)), k.exp(r));
    const odd = Math.abs(b - i) % 2 === 1;
    return k.times(c, k.raise(r, whole((i - b + (odd ? 1 : 0)) / 2)), everyOther(r, odd, k));
  });
  const before: Tree[] = [];
  for (let j = a === 1 ? 0 : first % 2; j < first; j += a) {
    const value = k.plus(
      ...inJ.map((c, i) => (i === 0 ? c : k.times(c, k.raise(whole(j), whole(i))))),
    );
    const power = k.raise(r, k.over(whole(j - b), whole(a)));
    before.push(k.negate(k.over(k.times(value, power), k.fn('factorial', whole(j)))));
  }
  return k.plus(...terms, ...before);
}

/** Σ r^n/(2n)! or Σ r^n/(2n + 1)! */
function everyOther(r: Tree, odd: boolean, k: Algebra): Tree {
  const sign = signOf(r, k, 'positive');
  if (!sign) throw new GaveUp();
  const root = k.raise(sign > 0 ? r : k.negate(r), half);
  const name = `${odd ? 'sin' : 'cos'}${sign > 0 ? 'h' : ''}`;
  const value = k.fn(name, root);
  return odd ? k.over(value, root) : value;
}
