/** Sums without writing them out: to a symbolic or large end here, to infinity in infinite.ts. */
import { call, type Tree } from '../../tree.ts';
import { substitute } from '../substitute.ts';
import { type Algebra, GaveUp, isNumber, nought, unit } from './algebra.ts';
import { between, geometric, telescoped, waveSum } from './difference.ts';
import { factorialSum } from './factorials.ts';
import { infiniteSum } from './infinite.ts';
import { direction, scaled, total } from './limit.ts';
import { type Coefficients, coefficients } from './polynomial.ts';
import { closedProduct } from './product.ts';
import { fallingCoefficients, type Summand, summands } from './summand.ts';
import { whole } from './value.ts';
import { waves } from './waves.ts';

export function closedSum(f: Tree, x: string, low: Tree, high: Tree, k: Algebra): Tree {
  const body = k.normal(f);
  if (direction(low) !== null || direction(high) === -1) throw new GaveUp();
  const parts = summands(body, x, k);
  if (direction(high) === 1)
    return total(
      parts.map((part) => scaled(part.c, infinite(part, x, low, high, k), k)),
      k,
    );
  return k.plus(...parts.map((part) => k.times(part.c, finite(part, x, low, high, k))));
}

function infinite(part: Summand, x: string, low: Tree, high: Tree, k: Algebra): Tree {
  const { ratio, special, rest } = part;
  const [only] = special;
  const logs = only && special.length === 1 ? logarithms(only, rest, ratio, x, low, high, k) : null;
  return logs ?? infiniteSum(part, x, low, k);
}

function finite(part: Summand, x: string, low: Tree, high: Tree, k: Algebra): Tree {
  const { ratio, special, rest } = part;
  const poly = coefficients(rest, x, k);
  if (special.length === 0) {
    if (poly) return between(geometric(poly, ratio, x, k), x, low, high, k);
    if (isNumber(ratio, 1)) return telescoped(rest, x, low, high, k);
    throw new GaveUp();
  }
  const [only] = special;
  if (only && special.length === 1) {
    const logs = logarithms(only, rest, ratio, x, low, high, k);
    if (logs) return logs;
  }
  if (special.length === 1 && poly && only) {
    const byBinomials = binomialSum(only, poly, ratio, x, low, high, k);
    if (byBinomials) return byBinomials;
    const byFactorials = isNumber(ratio, 1) ? factorialSum(only, poly, x, low, high, k) : null;
    if (byFactorials) return byFactorials;
  }
  if (poly?.length !== 1) throw new GaveUp();
  // Products of waves are sums of waves.
  const found = waves(k.times(rest, ...special), x, k);
  if (!found) throw new GaveUp();
  return k.plus(
    ...found.map((wave) => {
      if (!isNumber(wave.rate, 0) || wave.poly.length > 1) throw new GaveUp();
      if (wave.kind === 'none') return between(geometric(wave.poly, ratio, x, k), x, low, high, k);
      const angle = k.plus(k.times(wave.freq, { kind: 'symbol', name: x }), wave.phase);
      const s = waveSum(call(wave.kind, angle), ratio, x, k);
      return k.times(wave.poly[0] ?? nought, between(s, x, low, high, k));
    }),
  );
}

/** Σ ln f is the logarithm of Π f. */
function logarithms(
  special: Tree,
  rest: Tree,
  ratio: Tree,
  x: string,
  low: Tree,
  high: Tree,
  k: Algebra,
): Tree | null {
  if (special.kind !== 'call' || special.name !== 'ln' || !special.args[0]) return null;
  if (!k.free(rest, x) || !isNumber(ratio, 1)) return null;
  return k.times(rest, k.fn('ln', closedProduct(special.args[0], x, low, high, k)));
}

/** Also of a zero base: Σ (−1)^k·C(n, k) is 0^n. */
function zeroPower(base: Tree, exponent: Tree, k: Algebra): Tree {
  return isNumber(base, 0) && exponent.kind !== 'number' ? nought : k.raise(base, exponent);
}

/** Σ P(k)·C(n, k)·r^k over all k, and Σ C(n, k)², from 0 to n; the terms before `low` are taken off. */
function binomialSum(
  special: Tree,
  poly: Coefficients,
  r: Tree,
  x: string,
  low: Tree,
  high: Tree,
  k: Algebra,
): Tree | null {
  const squared = special.kind === 'power' && isNumber(special.exponent, 2);
  const base = squared ? special.base : special;
  if (base.kind !== 'call' || base.name !== 'binomial') return null;
  const [n, j] = base.args;
  if (!n || !j || j.kind !== 'symbol' || j.name !== x || !k.free(n, x)) return null;
  if (!isNumber(k.minus(k.normal(n), high), 0)) return null;
  const start = low.kind === 'number' && low.value.d === 1n ? Number(low.value.n) : -1;
  if (start < 0 || start > 20) return null;
  let total: Tree;
  if (squared) {
    if (poly.length !== 1 || !isNumber(r, 1)) return null;
    total = k.times(poly[0] ?? nought, call('binomial', k.times(whole(2), n), n));
  } else {
    // k(k−1)…(k−i+1)·C(n, k) sums to n(n−1)…(n−i+1)·r^i·(1 + r)^(n−i).
    const sum = k.plus(unit, r);
    let falling: Tree = unit;
    const terms = fallingCoefficients(poly, k).map((c, i) => {
      if (i > 0) falling = k.times(falling, k.minus(n, whole(i - 1)));
      return k.times(c, falling, k.raise(r, whole(i)), zeroPower(sum, k.minus(n, whole(i)), k));
    });
    total = k.plus(...terms);
  }
  const body = k.times(
    k.plus(...poly.map((c, i) => k.times(c, k.raise({ kind: 'symbol', name: x }, whole(i))))),
    special,
    k.raise(r, { kind: 'symbol', name: x }),
  );
  for (let i = 0; i < start; i++)
    total = k.minus(total, k.normal(substitute(body, x, whole(i), k.budget)));
  return total;
}
