/**
 * Definite integrals without elementary antiderivative: Gauss's and its moments, sin(ax)/x,
 * waves over a square, x^m/(a + bx^n), x^s·e^(−ax) and x^m/(e^x ∓ 1) over the positive half line,
 * 1/(a + b·cos x) over a whole turn, ln sin x over a quarter of one.
 */
import type { Tree } from '../../tree.ts';
import { type Algebra, half, isInteger, isNumber, nought, pi, unit } from './algebra.ts';
import { positivePower } from './letters.ts';
import { direction } from './limit.ts';
import { coefficients, linear } from './polynomial.ts';
import { signOf, whole } from './value.ts';
import { zeta } from './zeta.ts';

/** Null when the integral is none of these. */
export function special(f: Tree, x: string, low: Tree, high: Tree, k: Algebra): Tree | null {
  const halfLine = isNumber(low, 0) && direction(high) === 1;
  const wholeLine = direction(low) === -1 && direction(high) === 1;
  if (!halfLine && !wholeLine) return overTurn(f, x, low, high, k);
  const { c, rest } = k.apart(f, x);
  const value =
    gauss(rest, x, wholeLine, k) ??
    sineOverX(rest, x, wholeLine, k) ??
    waveOverSquare(rest, x, wholeLine, k) ??
    (halfLine
      ? (gammaIntegral(rest, x, k) ?? powerOverPower(rest, x, k) ?? bose(rest, x, k))
      : null);
  return value && k.times(c, value);
}

const isPositive = (t: Tree, k: Algebra) => signOf(t, k, 'positive') === 1;

/** The exponent of x among the factors; null when another factor holds x, e^… set apart. */
function powerOfX(rest: readonly Tree[], x: string, k: Algebra): Tree | null {
  let exponent = nought;
  for (const t of rest) {
    const base = t.kind === 'power' ? t.base : t;
    if (base.kind !== 'symbol' || base.name !== x) return null;
    const power = t.kind === 'power' ? t.exponent : unit;
    if (!k.free(power, x)) return null;
    exponent = k.plus(exponent, power);
  }
  return exponent;
}

/** The exponential factor's exponent and the other factors. */
function exponential(rest: readonly Tree[], x: string, k: Algebra) {
  const at = rest.findIndex(
    (t) => t.kind === 'power' && k.free(t.base, x) && !k.free(t.exponent, x),
  );
  const factor = rest[at];
  if (factor?.kind !== 'power') return null;
  const exponent = k.times(factor.exponent, k.fn('ln', factor.base));
  return { exponent, others: rest.filter((_, i) => i !== at) };
}

/** ∫ x^m·e^(−ax² + bx + c); moments only where b is 0. */
function gauss(rest: readonly Tree[], x: string, wholeLine: boolean, k: Algebra): Tree | null {
  const found = exponential(rest, x, k);
  const p = found && coefficients(found.exponent, x, k);
  const m = found && powerOfX(found.others, x, k);
  if (!found || p?.length !== 3 || !m || !isInteger(m)) return null;
  const [c = nought, b = nought, lead = nought] = p;
  const a = k.negate(lead);
  const n = Number(m.value.n);
  if (!isPositive(a, k) || n < 0 || n > 40) return null;
  if (!isNumber(b, 0)) {
    if (!wholeLine || n !== 0) return null;
    const shift = k.plus(c, k.over(k.times(b, b), k.times(whole(4), a)));
    return k.times(k.root(pi), positivePower(a, k.negate(half), k), k.exp(shift));
  }
  if (wholeLine && n % 2 === 1) return nought;
  // Γ((n + 1)/2)/2 · a^−((n + 1)/2) over the half line.
  const s = k.times(half, whole(n + 1));
  const value = k.times(half, gamma(n + 1, k), positivePower(a, k.negate(s), k), k.exp(c));
  return wholeLine ? k.times(whole(2), value) : value;
}

/** Γ(n/2) */
function gamma(n: number, k: Algebra): Tree {
  let value: Tree = n % 2 === 0 ? unit : k.root(pi);
  for (let j = n % 2 === 0 ? 2 : 1; j < n; j += 2) value = k.times(value, half, whole(j));
  return value;
}

/** ∫ x^s·e^(−ax) over the half line for a whole or half s > −1. */
function gammaIntegral(rest: readonly Tree[], x: string, k: Algebra): Tree | null {
  const found = exponential(rest, x, k);
  const inner = found && linear(found.exponent, x, k);
  const s = found && powerOfX(found.others, x, k);
  if (!inner || s?.kind !== 'number' || s.value.d > 2n) return null;
  const doubled = Number((s.value.n * 2n) / s.value.d) + 2;
  const a = k.negate(inner.a);
  if (doubled <= 0 || doubled > 80 || !isPositive(a, k)) return null;
  const power = k.raise(a, k.negate(k.plus(s, unit)));
  return k.times(gamma(doubled, k), power, k.exp(inner.b));
}

/** ∫ sin(ax)/x is π/2, ∫ sin²(ax)/x² is πa/2, over the half line. */
function sineOverX(rest: readonly Tree[], x: string, wholeLine: boolean, k: Algebra): Tree | null {
  const sine = rest.find((t) => (t.kind === 'power' ? t.base : t).kind === 'call');
  const base = sine?.kind === 'power' ? sine.base : sine;
  const n = sine?.kind === 'power' ? sine.exponent : unit;
  const m = powerOfX(
    rest.filter((t) => t !== sine),
    x,
    k,
  );
  if (base?.kind !== 'call' || base.name !== 'sin' || !base.args[0] || !m) return null;
  const angle = linear(base.args[0], x, k);
  if (!angle || !isNumber(angle.b, 0) || !isPositive(angle.a, k)) return null;
  const one = isNumber(n, 1) && isNumber(m, -1);
  if (!one && !(isNumber(n, 2) && isNumber(m, -2))) return null;
  const value = k.times(half, pi, one ? unit : angle.a);
  return wholeLine ? k.times(whole(2), value) : value;
}

/** ∫ cos(bx)/(ax² + c) over the half line is π·e^(−bs)/(2as), and ∫ x·sin(bx)/… π·e^(−bs)/(2a), s² = c/a. */
function waveOverSquare(
  rest: readonly Tree[],
  x: string,
  wholeLine: boolean,
  k: Algebra,
): Tree | null {
  const wave = rest.find((t) => t.kind === 'call');
  const under = rest.find((t) => t.kind === 'power' && isNumber(t.exponent, -1));
  const m = powerOfX(
    rest.filter((t) => t !== wave && t !== under),
    x,
    k,
  );
  const p = under?.kind === 'power' ? coefficients(under.base, x, k) : null;
  if (wave?.kind !== 'call' || !wave.args[0] || p?.length !== 3 || !m) return null;
  const [c = nought, middle = nought, a = unit] = p;
  const angle = linear(wave.args[0], x, k);
  const fits = (wave.name === 'cos' && isNumber(m, 0)) || (wave.name === 'sin' && isNumber(m, 1));
  if (!fits || !angle || !isNumber(angle.b, 0) || !isNumber(middle, 0)) return null;
  if (![a, c, angle.a].every((t) => isPositive(t, k))) return null;
  const s = positivePower(k.over(c, a), half, k);
  const decay = k.exp(k.negate(k.times(angle.a, s)));
  const value = k.over(k.times(half, pi, decay), wave.name === 'cos' ? k.times(a, s) : a);
  return wholeLine ? k.times(whole(2), value) : value;
}

/** ∫ x^m/(e^(ax) ∓ 1) = m!·ζ(m + 1)/a^(m + 1), times 1 − 2^−m below the plus; m odd. */
function bose(rest: readonly Tree[], x: string, k: Algebra): Tree | null {
  const under = rest.find((t) => t.kind === 'power' && isNumber(t.exponent, -1));
  const m = powerOfX(
    rest.filter((t) => t !== under),
    x,
    k,
  );
  if (under?.kind !== 'power' || under.base.kind !== 'sum' || !m || !isInteger(m)) return null;
  const n = Number(m.value.n);
  const growth = under.base.terms.find((t) => !k.free(t, x));
  const rests = k.plus(...under.base.terms.filter((t) => t !== growth));
  const exponent =
    growth?.kind === 'power' && growth.base.kind === 'constant' ? growth.exponent : null;
  const inner = exponent && linear(exponent, x, k);
  if (!inner || !isNumber(inner.b, 0) || !isPositive(inner.a, k) || n < 1 || n > 15 || n % 2 === 0)
    return null;
  const minus = isNumber(rests, -1);
  if (!minus && !isNumber(rests, 1)) return null;
  const factor = minus ? unit : k.minus(unit, k.raise(whole(2), whole(-n)));
  const power = k.raise(inner.a, whole(-n - 1));
  return k.times(factor, gamma(2 * n + 2, k), zeta(n + 1, k), power);
}

/** ∫ x^m/(a + b·x^n) = (π/(an))·(a/b)^((m+1)/n)/sin(π(m+1)/n), −1 < m < n − 1. */
function powerOverPower(rest: readonly Tree[], x: string, k: Algebra): Tree | null {
  const at = rest.findIndex(
    (t) => t.kind === 'power' && isNumber(t.exponent, -1) && t.base.kind === 'sum',
  );
  const under = rest[at];
  const m = powerOfX(
    rest.filter((_, i) => i !== at),
    x,
    k,
  );
  if (under?.kind !== 'power' || under.base.kind !== 'sum' || !m) return null;
  const a = k.plus(...under.base.terms.filter((t) => k.free(t, x)));
  const [term, ...others] = under.base.terms.filter((t) => !k.free(t, x));
  if (!term || others.length > 0) return null;
  const { c: b, rest: powers } = k.apart(term, x);
  const n = powerOfX(powers, x, k);
  if (!n || !isPositive(a, k) || !isPositive(b, k)) return null;
  if (n.kind !== 'number' || m.kind !== 'number' || n.value.n <= 0n) return null;
  const q = k.over(k.plus(m, unit), n);
  if (!isPositive(q, k) || !isPositive(k.minus(unit, q), k)) return null;
  const power = positivePower(k.over(a, b), q, k);
  return k.over(k.times(pi, power), k.times(a, n, k.fn('sin', k.times(pi, q))));
}

/** ∫ 1/(a + b·cos x) over a whole turn, or half of one from 0: 2π/√(a² − b²) for a > |b|. */
function overTurn(f: Tree, x: string, low: Tree, high: Tree, k: Algebra): Tree | null {
  if (direction(low) !== null || direction(high) !== null) return null;
  const { c, rest } = k.apart(f, x);
  const length = k.over(k.minus(high, low), pi);
  const log = logOfSine(rest, x, low, length, k);
  if (log) return k.times(c, log);
  const [under, ...others] = rest;
  if (under?.kind !== 'power' || others.length > 0 || under.base.kind !== 'sum') return null;
  const n = isNumber(under.exponent, -1) ? 1 : isNumber(under.exponent, -2) ? 2 : 0;
  if (n === 0) return null;
  const a = k.plus(...under.base.terms.filter((t) => k.free(t, x)));
  const [term, ...more] = under.base.terms.filter((t) => !k.free(t, x));
  if (!term || more.length > 0) return null;
  const { c: b, rest: waves } = k.apart(term, x);
  const [wave] = waves;
  if (waves.length !== 1 || wave?.kind !== 'call' || !wave.args[0]) return null;
  if (wave.args[0].kind !== 'symbol' || (wave.name !== 'cos' && wave.name !== 'sin')) return null;
  const turn =
    isNumber(length, 2) || (isNumber(length, 1) && isNumber(low, 0) && wave.name === 'cos');
  const d = k.minus(k.times(a, a), k.times(b, b));
  if (!turn || !isPositive(a, k) || !isPositive(d, k)) return null;
  const power = k.raise(d, k.times(half, whole(-(2 * n - 1))));
  return k.times(c, length, pi, n === 1 ? unit : a, power);
}

/** ∫ ln sin x from 0 to π/2, the same for cos, and twice that up to π for sin: −(π/2)·ln 2. */
function logOfSine(
  rest: readonly Tree[],
  x: string,
  low: Tree,
  length: Tree,
  k: Algebra,
): Tree | null {
  const [log, ...others] = rest;
  const wave = log?.kind === 'call' && log.name === 'ln' ? log.args[0] : null;
  if (others.length > 0 || !isNumber(low, 0) || wave?.kind !== 'call') return null;
  const [u] = wave.args;
  if (u?.kind !== 'symbol' || u.name !== x) return null;
  const quarter = length.kind === 'number' && length.value.n === 1n && length.value.d === 2n;
  const fits = quarter
    ? wave.name === 'sin' || wave.name === 'cos'
    : wave.name === 'sin' && isNumber(length, 1);
  return fits ? k.negate(k.times(length, pi, k.fn('ln', whole(2)))) : null;
}
