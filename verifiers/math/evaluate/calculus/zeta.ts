/**
 * Σ c/(k − root)^m over several poles: m = 1 by Gauss's digamma theorem (the constants cancel where
 * the sum converges), m > 1 by ζ at even numbers and by reflection of pairs f, 1 − f.
 */
import { add, floor, integer, multiply, negate, type Rational, ratio } from '../../../rational.ts';
import { num, symbol, type Tree } from '../../tree.ts';
import { substitute } from '../substitute.ts';
import { type Algebra, exact, GaveUp, half, isNumber, nought, pi, unit } from './algebra.ts';
import { derive } from './derive.ts';
import type { Pole } from './difference.ts';
import type { Fraction } from './polynomial.ts';
import { over, plus, times } from './rational.ts';
import { whole } from './value.ts';

const mostShift = 200n;
const largestDenominator = 24n;
const highestPower = 20;

export function polesSum(poles: readonly Pole[], low: bigint, k: Algebra): Tree {
  const parts: Tree[] = [];
  /** Per power, the coefficient of each start f in (0, 1]. */
  const starts = new Map<number, Map<string, { f: Rational; c: Rational }>>();
  for (const { c, root, power } of poles) {
    if (power > highestPower) throw new GaveUp();
    const start = plus(integer(low), negate(root));
    // start = f + d: the first d terms are put right by hand.
    const d = -floor(negate(start)) - 1n;
    const f = plus(start, integer(-d));
    if (d > mostShift || d < -mostShift) throw new GaveUp();
    const term = (j: bigint) => over(c, raised(plus(f, integer(j)), power));
    let fixed: Rational = integer(0);
    for (let j = 0n; j < d; j++) fixed = plus(fixed, negate(term(j)));
    for (let j = d; j < 0n; j++) fixed = plus(fixed, term(j));
    k.budget.spend(1 + Math.abs(Number(d)));
    parts.push(num(fixed));
    const row = starts.get(power) ?? new Map();
    const key = `${f.n}/${f.d}`;
    row.set(key, { f, c: plus(row.get(key)?.c ?? integer(0), c) });
    starts.set(power, row);
  }
  for (const [power, row] of starts) {
    const list = [...row.values()].filter(({ c }) => c.n !== 0n);
    parts.push(power === 1 ? digammas(list, k) : zetas(list, power, k));
  }
  return k.plus(...parts);
}

interface Start {
  readonly f: Rational;
  readonly c: Rational;
}

function raised(a: Rational, n: number): Rational {
  let value: Rational = integer(1);
  for (let i = 0; i < n; i++) value = times(value, a);
  return value;
}

/** −ψ(p/q) − γ = ln 2q + (π/2)·cot(πp/q) − 2·Σ cos(2πnp/q)·ln sin(πn/q), n < q/2. */
function digammas(list: readonly Start[], k: Algebra): Tree {
  if (list.reduce((total, { c }) => plus(total, c), integer(0)).n !== 0n) throw new GaveUp();
  return k.plus(
    ...list.map(({ f, c }) => {
      const { n: p, d: q } = f;
      if (q === 1n) return nought;
      if (q > largestDenominator) throw new GaveUp();
      const angle = k.times(num(f), pi);
      const parts: Tree[] = [k.fn('ln', whole(2n * q))];
      if (q !== 2n) parts.push(k.times(half, pi, k.over(k.fn('cos', angle), k.fn('sin', angle))));
      for (let n = 1n; 2n * n < q; n++) {
        const wave = k.fn('cos', k.times(num(ratio(2n * n * p, q)), pi));
        const log = k.fn('ln', k.fn('sin', k.times(num(ratio(n, q)), pi)));
        parts.push(k.times(whole(-2), wave, log));
      }
      return k.times(num(c), k.plus(...parts));
    }),
  );
}

function zetas(list: readonly Start[], m: number, k: Algebra): Tree {
  const even = m % 2 === 0;
  let ofZeta: Rational = integer(0);
  const parts: Tree[] = [];
  const left = new Map(list.map((start) => [`${start.f.n}/${start.f.d}`, start]));
  for (const { f, c } of list) {
    // ζ(m, 1/2) is (2^m − 1)·ζ(m).
    if (f.d === 1n) ofZeta = plus(ofZeta, c);
    else if (f.d === 2n) ofZeta = plus(ofZeta, times(c, integer(2n ** BigInt(m) - 1n)));
    else {
      const other = left.get(`${f.d - f.n}/${f.d}`);
      const wanted = even ? c : negate(c);
      if (!other || plus(other.c, negate(wanted)).n !== 0n) throw new GaveUp();
      if (2n * f.n < f.d) parts.push(k.times(num(c), bothWays(f, m, k)));
    }
  }
  if (ofZeta.n === 0n) return k.plus(...parts);
  if (!even) throw new GaveUp();
  return k.plus(...parts, k.times(num(ofZeta), zeta(m, k)));
}

/** Σ 1/(k + f)^m over all whole k: (−1)^(m−1)/(m−1)! times the derivative of π·cot πf. */
function bothWays(f: Rational, m: number, k: Algebra): Tree {
  if (m > 8) throw new GaveUp();
  const angle = k.times(pi, symbol('•f'));
  let slope = k.times(pi, k.fn('cos', angle), k.raise(k.fn('sin', angle), whole(-1)));
  for (let i = 1; i < m; i++) slope = derive(slope, '•f', k);
  const value = k.normal(substitute(slope, '•f', num(f), k.budget));
  let factor = integer(m % 2 === 1 ? 1 : -1);
  for (let i = 2; i < m; i++) factor = over(factor, integer(i));
  return k.times(num(factor), value);
}

/** ζ(m) = |B_m|·(2π)^m/(2·m!) for an even m. */
export function zeta(m: number, k: Algebra): Tree {
  const b = bernoulli(m);
  let factorial = 1n;
  for (let i = 2n; i <= BigInt(m); i++) factorial *= i;
  const size = { n: b.n < 0n ? -b.n : b.n, d: b.d };
  const c = over(times(size, integer(2n ** BigInt(m - 1))), integer(factorial));
  return k.times(num(c), k.raise(pi, whole(m)));
}

function bernoulli(m: number): Rational {
  const row: Rational[] = [];
  for (let i = 0; i <= m; i++) {
    row[i] = ratio(1n, BigInt(i + 1));
    for (let j = i; j > 0; j--) {
      const gap = exact(add(row[j - 1] ?? integer(0), negate(row[j] ?? integer(0))));
      row[j - 1] = exact(multiply(integer(j), gap));
    }
  }
  return row[0] ?? integer(0);
}

/** Σ C/(k² + c) = C·(π√c·coth(π√c) + 1)/(2c) from 0 on; other quadratics are given up. */
export function overQuadratics({ over: top, under }: Fraction, low: bigint, k: Algebra): Tree {
  const [q = nought, p = nought, a = unit] = under;
  if (top.length !== 1 || under.length !== 3 || !isNumber(p, 0) || low < 0n || low > 40n)
    throw new GaveUp();
  const c = k.over(q, a);
  const angle = k.times(pi, k.root(c));
  const parts: Tree[] = [
    k.over(k.plus(k.times(angle, k.fn('coth', angle)), unit), k.times(whole(2), c)),
  ];
  for (let j = 0n; j < low; j++) parts.push(k.negate(k.raise(k.plus(whole(j * j), c), whole(-1))));
  return k.times(k.over(top[0] ?? nought, a), k.plus(...parts));
}
