/**
 * Polynomials with rational coefficients: division, square-free and irreducible factors of degree
 * one and two, and partial fractions by a linear system. Coefficients from low to high.
 */
import {
  add,
  divide,
  floorRoot,
  gcd,
  integer,
  multiply,
  negate,
  one,
  type Rational,
  root,
  zero,
} from '../../../rational.ts';
import { type Algebra, exact, GaveUp } from './algebra.ts';

export type Poly = readonly Rational[];

/** A factor of a denominator: x − r is [−r, 1], a quadratic has no rational root. */
interface Factor {
  readonly poly: Poly;
  readonly times: number;
}

/** numerator / factor^power, of a numerator below the factor's degree. */
export interface Part {
  readonly over: Poly;
  readonly factor: Poly;
  readonly power: number;
}

/** Largest coefficient whose divisors are tried for roots. */
const largest = 1_000_000n;
const highestDegree = 14;

export const plus = (a: Rational, b: Rational) => exact(add(a, b));
export const times = (a: Rational, b: Rational) => exact(multiply(a, b));
export const over = (a: Rational, b: Rational) => exact(divide(a, b));

function trim(p: Poly): Poly {
  let end = p.length;
  while (end > 0 && p[end - 1]?.n === 0n) end--;
  return p.slice(0, end);
}

export const at = (p: Poly, x: Rational): Rational =>
  p.reduceRight((total, c) => plus(times(total, x), c), zero);

const slope = (p: Poly): Poly => p.slice(1).map((c, i) => times(integer(i + 1), c));

export function division(a: Poly, b: Poly, k: Algebra): { quotient: Poly; rest: Poly } {
  const lead = b.at(-1);
  if (!lead) throw new GaveUp();
  const rest = [...a];
  const quotient: Rational[] = [];
  for (let shift = a.length - b.length; shift >= 0; shift--) {
    k.budget.spend(b.length);
    const c = over(rest[shift + b.length - 1] ?? zero, lead);
    quotient[shift] = c;
    b.forEach((t, i) => {
      rest[shift + i] = plus(rest[shift + i] ?? zero, negate(times(c, t)));
    });
  }
  return { quotient: trim(quotient), rest: trim(rest) };
}

function common(a: Poly, b: Poly, k: Algebra): Poly {
  let [x, y] = [trim(a), trim(b)];
  while (y.length > 0) [x, y] = [y, division(x, y, k).rest];
  return monic(x);
}

function monic(p: Poly): Poly {
  const lead = p.at(-1) ?? one;
  return p.map((c) => over(c, lead));
}

/** Both polynomials without their common factor. */
export function reduced(a: Poly, b: Poly, k: Algebra): { over: Poly; under: Poly } {
  const shared = common(a, b, k);
  return shared.length <= 1
    ? { over: trim(a), under: trim(b) }
    : { over: division(a, shared, k).quotient, under: division(b, shared, k).quotient };
}

/** The monic factors of degree one and two. @throws GaveUp when another remains. */
export function factors(p: Poly, k: Algebra): Factor[] {
  if (p.length > highestDegree + 1) throw new GaveUp();
  const out: Factor[] = [];
  // Yun: the factors that occur once, twice, …
  let shared = common(p, slope(p), k);
  let rest = division(monic(p), shared, k).quotient;
  for (let n = 1; rest.length > 1; n++) {
    const next = common(rest, shared, k);
    for (const poly of squareFree(division(rest, next, k).quotient, k))
      out.push({ poly, times: n });
    shared = division(shared, next, k).quotient;
    rest = next;
  }
  return out;
}

function squareFree(p: Poly, k: Algebra): Poly[] {
  const out: Poly[] = [];
  let rest = monic(p);
  for (let r = rationalRoot(rest, k); r !== null && rest.length > 1; r = rationalRoot(rest, k)) {
    const factor = [negate(r), one];
    out.push(factor);
    rest = division(rest, factor, k).quotient;
  }
  if (rest.length === 3) out.push(rest);
  else if (rest.length === 5) out.push(...twoQuadratics(rest, k));
  else if (rest.length > 1) throw new GaveUp();
  return out;
}

/** A rational root p/q: p divides the last coefficient, q the first. */
export function rationalRoot(p: Poly, k: Algebra): Rational | null {
  if (p.length <= 1) return null;
  if (p[0]?.n === 0n) return zero;
  const scale = p.reduce((m, c) => (m * c.d) / gcd(m, c.d), 1n);
  const whole = p.map((c) => (c.n * scale) / c.d);
  const [last, lead] = [whole[0] ?? 0n, whole.at(-1) ?? 1n];
  for (const q of divisors(lead, k)) {
    for (const n of divisors(last, k)) {
      for (const x of [n, -n]) {
        k.budget.spend(whole.length);
        // Horner over the whole numbers: Σ c_i x^i q^(d−i).
        let power = 1n;
        let value = 0n;
        for (let i = whole.length - 1; i >= 0; i--) {
          value = value * x + (whole[i] ?? 0n) * power;
          power *= q;
        }
        if (value === 0n) return over(integer(x), integer(q));
      }
    }
  }
  return null;
}

function divisors(n: bigint, k: Algebra): bigint[] {
  const size = n < 0n ? -n : n;
  if (size > largest) throw new GaveUp();
  const low: bigint[] = [];
  const high: bigint[] = [];
  for (let i = 1n; i * i <= size; i++) {
    if (size % i !== 0n) continue;
    low.push(i);
    if (i * i !== size) high.unshift(size / i);
  }
  k.budget.spend(1 + Number(floorRoot(size, 2)) / 8);
  return [...low, ...high];
}

/** x⁴ + ax³ + bx² + cx + d as (x² + px + q)(x² + (a−p)x + s) with whole q·s = d. */
function twoQuadratics(p: Poly, k: Algebra): Poly[] {
  if (p.some((c) => c.d !== 1n)) throw new GaveUp();
  const [d = zero, c = zero, b = zero, a = zero] = p;
  for (const size of divisors(d.n, k)) {
    for (const q of [integer(size), integer(-size)]) {
      const s = over(d, q);
      const sum = plus(q, s);
      const gap = plus(s, negate(q));
      const ps =
        gap.n !== 0n ? [over(plus(c, negate(times(a, q))), gap)] : halves(a, plus(b, negate(sum)));
      for (const u of ps) {
        const v = plus(a, negate(u));
        const fits =
          plus(sum, times(u, v)).n * b.d === b.n * plus(sum, times(u, v)).d &&
          plus(plus(times(u, s), times(v, q)), negate(c)).n === 0n;
        if (fits) {
          return [
            [q, u, one],
            [s, v, one],
          ];
        }
      }
    }
  }
  throw new GaveUp();
}

/** Rational u with u + v = a and u·v = m. */
function halves(a: Rational, m: Rational): Rational[] {
  const square = root(plus(times(a, a), negate(times(integer(4), m))), 2);
  return square ? [times({ n: 1n, d: 2n }, plus(a, square))] : [];
}

/** over/under as a polynomial and partial fractions; `under` need not be monic. */
export function partial(top: Poly, under: Poly, k: Algebra): { whole: Poly; parts: Part[] } {
  const lead = under.at(-1);
  if (!lead) throw new GaveUp();
  const scaled = top.map((c) => over(c, lead));
  const bottom = monic(under);
  const { quotient, rest } = division(scaled, bottom, k);
  if (rest.length === 0) return { whole: quotient, parts: [] };
  const columns: { column: Poly; factor: Poly; power: number; shift: number }[] = [];
  for (const { poly, times: most } of factors(bottom, k)) {
    let cofactor = bottom;
    for (let power = 1; power <= most; power++) {
      cofactor = division(cofactor, poly, k).quotient;
      for (let shift = 0; shift < poly.length - 1; shift++)
        columns.push({
          column: [...Array.from({ length: shift }, () => zero), ...cofactor],
          factor: poly,
          power,
          shift,
        });
    }
  }
  const solution = solve(
    columns.map(({ column }) => column),
    rest,
    k,
  );
  const parts = new Map<string, { over: Rational[]; factor: Poly; power: number }>();
  columns.forEach(({ factor, power, shift }, i) => {
    const key = `${power}|${factor.map((c) => `${c.n}/${c.d}`)}`;
    const part = parts.get(key) ?? { over: [], factor, power };
    part.over[shift] = solution[i] ?? zero;
    parts.set(key, part);
  });
  return {
    whole: quotient,
    parts: [...parts.values()]
      .map((part) => ({ ...part, over: trim(part.over) }))
      .filter((part) => part.over.length > 0),
  };
}

/** The combination of the columns that gives `target`: Gauss with exact numbers. */
function solve(columns: readonly Poly[], target: Poly, k: Algebra): Rational[] {
  const n = columns.length;
  const rows = Array.from({ length: Math.max(n, target.length) }, (_, i) => [
    ...columns.map((column) => column[i] ?? zero),
    target[i] ?? zero,
  ]);
  for (let pivot = 0; pivot < n; pivot++) {
    const found = rows.findIndex((row, i) => i >= pivot && row[pivot]?.n !== 0n);
    const chosen = rows[found];
    if (!chosen) throw new GaveUp();
    rows[found] = rows[pivot] ?? [];
    const lead = chosen[pivot] ?? one;
    const scaled = chosen.map((c) => over(c, lead));
    rows[pivot] = scaled;
    rows.forEach((row, i) => {
      const c = row[pivot];
      if (i === pivot || !c || c.n === 0n) return;
      k.budget.spend(n);
      rows[i] = row.map((value, j) => plus(value, negate(times(c, scaled[j] ?? zero))));
    });
  }
  return rows.slice(0, n).map((row) => row[n] ?? zero);
}
