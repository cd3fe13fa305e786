/**
 * Sums with a finite end by antidifferences: S with S(k+1) − S(k) = f(k), for polynomials, times a
 * geometric factor, times a wave, and for rational functions that telescope.
 */
import { integer, negate, type Rational } from '../../../rational.ts';
import { num, symbol, type Tree } from '../../tree.ts';
import { substitute } from '../substitute.ts';
import { type Algebra, GaveUp, isNumber, minusOne, nought, unit } from './algebra.ts';
import { asTree, type Coefficients, fraction, linear, rationals } from './polynomial.ts';
import { partial, plus, reduced } from './rational.ts';
import { isZero, whole } from './value.ts';

/** Most terms that a telescoping sum leaves at each end. */
const mostEnds = 60n;

/** Q with r·Q(x+1) − Q(x) = P, from the top coefficient down. */
function antidifference(p: Coefficients, r: Tree, k: Algebra): Coefficients {
  const flat = isNumber(r, 1);
  const q: Tree[] = [];
  const lift = flat ? 1 : 0;
  if (flat) q[0] = nought;
  const scale = flat ? unit : k.minus(r, unit);
  if (!flat && isZero(scale, k) !== false) throw new GaveUp();
  for (let i = p.length - 1; i >= 0; i--) {
    const at = i + lift;
    const others: Tree[] = [];
    for (let j = at + 1; j < p.length + lift; j++)
      others.push(k.times(whole(choose(j, i)), q[j] ?? nought));
    const left = k.minus(p[i] ?? nought, k.times(r, k.plus(...others)));
    q[at] = k.over(left, flat ? whole(at) : scale);
  }
  return q;
}

function choose(n: number, m: number): bigint {
  let value = 1n;
  for (let i = 1; i <= m; i++) value = (value * BigInt(n - m + i)) / BigInt(i);
  return value;
}

/** S at the symbol x, for P(x)·r^x. */
export function geometric(p: Coefficients, r: Tree, x: string, k: Algebra): Tree {
  const q = asTree(antidifference(p, r, k), symbol(x), k);
  return k.times(q, k.raise(r, symbol(x)));
}

/** S for r^x·sin(wx + f) or cos: −r^x·(c(x) − r·c(x−1))/(1 − 2r·cos w + r²). */
export function waveSum(wave: Tree, r: Tree, x: string, k: Algebra): Tree {
  const angle = wave.kind === 'call' && wave.args[0] ? linear(wave.args[0], x, k) : null;
  if (wave.kind !== 'call' || !angle || (wave.name !== 'sin' && wave.name !== 'cos'))
    throw new GaveUp();
  const at = (shift: number) =>
    k.fn(wave.name, k.plus(k.times(angle.a, k.plus(symbol(x), whole(shift))), angle.b));
  const under = k.plus(unit, k.times(whole(-2), r, k.fn('cos', angle.a)), k.times(r, r));
  if (isZero(under, k) !== false) throw new GaveUp();
  const top = k.minus(at(0), k.times(r, at(-1)));
  return k.over(k.times(minusOne, k.raise(r, symbol(x)), top), under);
}

/** S(high + 1) − S(low) */
export function between(s: Tree, x: string, low: Tree, high: Tree, k: Algebra): Tree {
  const at = (end: Tree) => k.normal(substitute(s, x, end, k.budget));
  return k.minus(at(k.plus(high, unit)), at(low));
}

/** The poles of a rational function with rational coefficients: c/(x − root)^power, and the rest. */
interface Poles {
  readonly whole: Coefficients;
  readonly poles: readonly Pole[];
  /** Parts with a quadratic below. */
  readonly quadratic: readonly {
    over: readonly Rational[];
    factor: readonly Rational[];
    power: number;
  }[];
}

export interface Pole {
  readonly c: Rational;
  readonly root: Rational;
  readonly power: number;
}

export function polesOf(f: Tree, x: string, k: Algebra): Poles {
  const found = fraction(f, x, k);
  const [top, bottom] = found ? [rationals(found.over), rationals(found.under)] : [null, null];
  if (!top || !bottom) throw new GaveUp();
  const lowest = reduced(top, bottom, k);
  const { whole: poly, parts } = partial(lowest.over, lowest.under, k);
  const poles = parts.flatMap(({ over, factor, power }) =>
    factor.length === 2 && over[0] && factor[0]
      ? [{ c: over[0], root: negate(factor[0]), power }]
      : [],
  );
  return {
    whole: poly.map((c) => num(c)),
    poles,
    quadratic: parts.filter(({ factor }) => factor.length > 2),
  };
}

/** No pole at a whole number from `low` on (up to the end, if it is known). */
export function meetsPole(poles: readonly Pole[], low: Tree, high: Tree | null): boolean {
  return poles.some(({ root }) => {
    if (root.d !== 1n) return false;
    if (low.kind === 'number' && root.n < low.value.n) return false;
    return !(high?.kind === 'number' && root.n > high.value.n);
  });
}

/** The sum of a rational function from low to high. @throws GaveUp when it does not telescope. */
export function telescoped(f: Tree, x: string, low: Tree, high: Tree, k: Algebra): Tree {
  const { whole: poly, poles, quadratic } = polesOf(f, x, k);
  if (quadratic.length > 0 || meetsPole(poles, low, high)) throw new GaveUp();
  const parts: Tree[] = [between(geometric(poly, unit, x, k), x, low, high, k)];
  const classes = new Map<string, Pole[]>();
  for (const pole of poles) {
    const { n, d } = pole.root;
    const key = `${pole.power}|${((n % d) + d) % d}/${d}`;
    classes.set(key, [...(classes.get(key) ?? []), pole]);
  }
  for (const members of classes.values()) {
    if (members.reduce((total, { c }) => plus(total, c), integer(0)).n !== 0n) throw new GaveUp();
    const top = members.reduce((a, b) => (a.root.n * b.root.d >= b.root.n * a.root.d ? a : b)).root;
    for (const { c, root, power } of members) {
      const shift = plus(top, negate(root)).n;
      if (shift > mostEnds) throw new GaveUp();
      const term = (end: Tree, j: number) =>
        k.times(num(c), k.raise(k.plus(end, whole(j), num(negate(top))), whole(-power)));
      for (let j = 1; j <= Number(shift); j++) {
        parts.push(term(high, j), k.negate(term(low, j - 1)));
      }
    }
  }
  return k.plus(...parts);
}
