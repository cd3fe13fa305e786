/**
 * Antiderivatives by rule: rational functions, waves, logarithms and arc functions by parts, roots
 * of quadratics, and substitution. A rule may guess: what it finds counts only when its derivative
 * is the integrand.
 */
import type { Rational } from '../../../rational.ts';
import { num, symbol, type Tree } from '../../tree.ts';
import { substitute } from '../substitute.ts';
import { type Algebra, GaveUp, isInteger, nought, unit } from './algebra.ts';
import { halfAngle, type Turned, tangents } from './angles.ts';
import { substitutions } from './changes.ts';
import { derive } from './derive.ts';
import { asTree, type Coefficients, fraction, linear, rationals } from './polynomial.ts';
import { overQuadratic, rootOfQuadratic } from './quadratic.ts';
import { type Part, partial, reduced } from './rational.ts';
import { isReal, isZero, whole } from './value.ts';
import { integralOf, waves } from './waves.ts';

/** Substitutions and parts within each other. */
const deepest = 4;

/** An antiderivative that was checked. @throws GaveUp when none was found. */
export function antiderivative(f: Tree, x: string, k: Algebra): Tree {
  const normal = k.normal(f);
  const found = integrate(normal, x, k, 0);
  const gap = k.minus(derive(found, x, k), normal);
  if (isZero(gap, k) !== true) throw new GaveUp();
  // Values are tried for positive letters: what holds there only, as √(x²) = x, is found out here.
  const mirror = (t: Tree) => k.normal(substitute(t, x, k.negate(symbol(x)), k.budget));
  if (isReal(mirror(normal), k) && isZero(mirror(gap), k) === false) throw new GaveUp();
  return found;
}

function integrate(f: Tree, x: string, k: Algebra, depth: number): Tree {
  if (k.free(f, x)) return k.times(f, symbol(x));
  if (depth > deepest) throw new GaveUp();
  const byFraction = attempt(() => rationalFunction(f, x, k));
  if (byFraction) return byFraction;
  const byTerms = attempt(() => k.plus(...k.terms(f, x).map((t) => oneTerm(t, x, k, depth))));
  if (byTerms) return byTerms;
  return attempt(() => whenChanged(f, x, k, depth)) ?? byHalfAngle(f, x, k, depth);
}

/** The first change of variables after which the integral is known. */
function whenChanged(f: Tree, x: string, k: Algebra, depth: number): Tree {
  for (const { integrand, variable, back } of substitutions(f, x, k)) {
    const inner = attempt(() => integrate(integrand, variable, k, depth + 1));
    if (inner) return back(inner);
  }
  throw new GaveUp();
}

function attempt(rule: () => Tree | null): Tree | null {
  try {
    return rule();
  } catch (error) {
    if (error instanceof GaveUp) return null;
    throw error;
  }
}

function oneTerm(term: Tree, x: string, k: Algebra, depth: number): Tree {
  const { c, rest } = k.apart(term, x);
  const f = k.times(...rest);
  const found =
    attempt(() => powerOfLinear(f, x, k)) ??
    attempt(() => byWaves(f, x, k)) ??
    attempt(() => rationalFunction(f, x, k)) ??
    attempt(() => rootOfQuadratic(rest, x, k)) ??
    attempt(() => turned(tangents(rest, x, k), k, depth)) ??
    attempt(() => byParts(rest, x, k, depth)) ??
    attempt(() => whenChanged(f, x, k, depth)) ??
    attempt(() => byHalfAngle(f, x, k, depth));
  if (!found) throw new GaveUp();
  return k.times(c, found);
}

/** (ax + b)^p, |ax + b| of its logarithm where p is −1. */
function powerOfLinear(f: Tree, x: string, k: Algebra): Tree | null {
  const [base, exponent] = f.kind === 'power' ? [f.base, f.exponent] : [f, unit];
  if (f.kind === 'call' && f.name === 'abs' && f.args[0]) {
    const inside = linear(f.args[0], x, k);
    return inside && k.over(k.times(f.args[0], f), k.times(whole(2), inside.a));
  }
  const inner = linear(base, x, k);
  if (!inner || !k.free(exponent, x)) return null;
  if (exponent.kind === 'number' && exponent.value.n === -exponent.value.d)
    return k.over(k.fn('ln', k.fn('abs', base)), inner.a);
  const next = k.plus(exponent, unit);
  return k.over(k.raise(base, next), k.times(inner.a, next));
}

function byWaves(f: Tree, x: string, k: Algebra): Tree | null {
  const found = waves(f, x, k);
  return found && k.plus(...found.map((wave) => integralOf(wave, symbol(x), k)));
}

function rationalFunction(f: Tree, x: string, k: Algebra): Tree | null {
  const found = fraction(f, x, k);
  if (!found) return null;
  const [top, bottom] = [rationals(found.over), rationals(found.under)];
  if (!top || !bottom) return overQuadratic(found, x, k);
  const lowest = reduced(top, bottom, k);
  const { whole: poly, parts } = partial(lowest.over, lowest.under, k);
  const plain = asTree([nought, ...poly.map((c, i) => k.over(num(c), whole(i + 1)))], symbol(x), k);
  return k.plus(plain, ...parts.map((part) => partialIntegral(part, x, k)));
}

const trees = (p: readonly Rational[]): Coefficients => p.map((c) => num(c));

function partialIntegral({ over, factor, power }: Part, x: string, k: Algebra): Tree {
  const base = asTree(trees(factor), symbol(x), k);
  if (factor.length === 2) {
    const c = num(over[0] ?? { n: 0n, d: 1n });
    if (power === 1) return k.times(c, k.fn('ln', k.fn('abs', base)));
    return k.over(k.times(c, k.raise(base, whole(1 - power))), whole(1 - power));
  }
  const under = trees(factor);
  const result = overQuadratic({ over: trees(over), under, power }, x, k);
  if (!result) throw new GaveUp();
  return result;
}

const byHalfAngle = (f: Tree, x: string, k: Algebra, depth: number): Tree =>
  turned(halfAngle(f, x, k), k, depth) ?? giveUp();

/** The integral of a rational function of a tangent. */
function turned(found: Turned | null, k: Algebra, depth: number): Tree | null {
  return found && back(found, integrate(found.integrand, found.variable, k, depth + 1));
}

const back = (found: Turned, t: Tree): Tree => found.back(t);

function giveUp(): never {
  throw new GaveUp();
}

const byPartsOf = new Set(['ln', 'asin', 'acos', 'atan', 'acot', 'asinh', 'acosh', 'atanh']);

/** One logarithm or arc function, to a whole power, is derived; the rest is integrated. */
function byParts(rest: readonly Tree[], x: string, k: Algebra, depth: number): Tree | null {
  const at = rest.findIndex((factor) => {
    const base = factor.kind === 'power' && isInteger(factor.exponent) ? factor.base : factor;
    const power = factor === base ? 1n : isInteger(exponentOf(factor)) ? wholeOf(factor) : 0n;
    return base.kind === 'call' && byPartsOf.has(base.name) && power > 0n && power <= 6n;
  });
  const factor = rest[at];
  if (!factor) return null;
  const others = k.times(...rest.filter((_, i) => i !== at));
  const v = integrate(others, x, k, depth + 1);
  const left = k.times(v, derive(factor, x, k));
  return k.minus(k.times(v, factor), integrate(left, x, k, depth + 1));
}

const exponentOf = (t: Tree): Tree => (t.kind === 'power' ? t.exponent : unit);
const wholeOf = (t: Tree): bigint => {
  const exponent = exponentOf(t);
  return exponent.kind === 'number' ? exponent.value.n : 0n;
};
