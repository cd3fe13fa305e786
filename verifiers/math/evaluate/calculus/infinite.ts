/**
 * Infinite sums: rational functions by ζ at even numbers, Gauss's digamma theorem and reflection;
 * alternating ones in pairs; geometric and logarithmic series inside their radius; series with a
 * factorial below. Where letters stand in r^k, the sum is meant where it converges.
 */
import { num, symbol, type Tree } from '../../tree.ts';
import { substitute } from '../substitute.ts';
import { type Algebra, GaveUp, infinity, isNumber, minusOne, nought } from './algebra.ts';
import { geometric, meetsPole, polesOf, waveSum } from './difference.ts';
import { factorialSeries } from './exponential.ts';
import { logarithmic } from './logarithm.ts';
import { type Coefficients, coefficients, fraction } from './polynomial.ts';
import { alternates, converges } from './radius.ts';
import type { Summand } from './summand.ts';
import { signOf, whole } from './value.ts';
import { overQuadratics, polesSum } from './zeta.ts';

export function infiniteSum(part: Summand, x: string, low: Tree, k: Algebra): Tree {
  const { ratio, special, rest } = part;
  if (isNumber(rest, 0)) return nought;
  const [only] = special;
  if (only && special.length === 1) {
    if (only.kind === 'call' && (only.name === 'sin' || only.name === 'cos')) {
      if (!k.free(rest, x) || !converges(ratio, k)) throw new GaveUp();
      const s = waveSum(only, ratio, x, k);
      return k.times(minusOne, rest, k.normal(substitute(s, x, low, k.budget)));
    }
    return factorialSeries(only, rest, ratio, x, start(low), k);
  }
  if (special.length > 0) throw new GaveUp();
  if (isNumber(ratio, 1)) return rational(rest, x, start(low), k);
  if (alternates(ratio)) return alternating(rest, x, start(low), k);
  if (!converges(ratio, k)) throw new GaveUp();
  const poly = coefficients(rest, x, k);
  if (poly) return tail(poly, ratio, x, low, k);
  return logarithmic(rest, ratio, x, start(low), k);
}

/** Where the sum starts, which must be a known whole number. */
function start(low: Tree): bigint {
  if (low.kind !== 'number' || low.value.d !== 1n) throw new GaveUp();
  const { n } = low.value;
  if (n > 1_000n || n < -1_000n) throw new GaveUp();
  return n;
}

/** −S(low): the antidifference vanishes at infinity. */
function tail(p: Coefficients, r: Tree, x: string, low: Tree, k: Algebra): Tree {
  return k.negate(k.normal(substitute(geometric(p, r, x, k), x, low, k.budget)));
}

function rational(f: Tree, x: string, low: bigint, k: Algebra): Tree {
  const found = fraction(f, x, k);
  if (!found) throw new GaveUp();
  if (found.over.length === 0) return nought;
  const { over, under } = found;
  const general = [...over, ...under].some((c) => c.kind !== 'number');
  if (general) return overQuadratics(found, low, k);
  const { whole: poly, poles, quadratic } = polesOf(f, x, k);
  if (meetsPole(poles, whole(low), null)) throw new GaveUp();
  if (over.length > under.length - 2) {
    const [a, b] = [over.at(-1), under.at(-1)];
    const sign = a && b ? signOf(k.over(a, b), k) : null;
    if (!sign) throw new GaveUp();
    return sign > 0 ? infinity : k.negate(infinity);
  }
  if (poly.length > 0) throw new GaveUp();
  const quadratics = quadratic.map((part) => {
    if (part.power !== 1) throw new GaveUp();
    const trees = (p: readonly { n: bigint; d: bigint }[]) => p.map((c) => num(c));
    return overQuadratics({ over: trees(part.over), under: trees(part.factor) }, low, k);
  });
  return k.plus(polesSum(poles, low, k), ...quadratics);
}

/** Σ (−1)^k·f(k) in pairs, for an f that tends to 0. */
function alternating(f: Tree, x: string, low: bigint, k: Algebra): Tree {
  const found = fraction(f, x, k);
  if (!found || found.over.length >= found.under.length) throw new GaveUp();
  if (meetsPole(polesOf(f, x, k).poles, whole(low), null)) throw new GaveUp();
  const at = (shift: bigint) =>
    k.normal(
      substitute(f, x, k.plus(whole(low + shift), k.times(whole(2), symbol('•j'))), k.budget),
    );
  const value = rational(k.minus(at(0n), at(1n)), '•j', 0n, k);
  return low % 2n === 0n ? value : k.negate(value);
}
