/** Expressions as polynomials and rational functions of one variable; coefficients from low to high. */
import type { Rational } from '../../../rational.ts';
import type { Tree } from '../../tree.ts';
import { type Algebra, GaveUp, isInteger, nought, unit } from './algebra.ts';
import { isZero, whole } from './value.ts';

export type Coefficients = readonly Tree[];

const highest = 40;

/** The coefficients of a normal tree in x; null when it is no polynomial of bounded degree. */
export function coefficients(t: Tree, x: string, k: Algebra): Coefficients | null {
  if (k.free(t, x)) return trimmed([t], k);
  switch (t.kind) {
    case 'symbol':
      return t.name === x ? [nought, unit] : null;
    case 'sum':
      return joined(t.terms, x, k, (a, b) => sumOf(a, b, k));
    case 'product':
      return joined(t.factors, x, k, (a, b) => productOf(a, b, k));
    case 'power': {
      if (!isInteger(t.exponent) || t.exponent.value.n < 0n || t.exponent.value.n > 40n)
        return null;
      const base = coefficients(t.base, x, k);
      return base && raised(base, Number(t.exponent.value.n), k);
    }
    default:
      return null;
  }
}

function joined(
  parts: readonly Tree[],
  x: string,
  k: Algebra,
  join: (a: Coefficients, b: Coefficients) => Coefficients | null,
): Coefficients | null {
  let total: Coefficients | null = null;
  for (const part of parts) {
    const next = coefficients(part, x, k);
    if (!next) return null;
    total = total ? join(total, next) : next;
    if (!total) return null;
  }
  return total;
}

/** Without leading zeros; the zero polynomial is empty. */
function trimmed(p: Coefficients, k: Algebra): Coefficients {
  let end = p.length;
  while (end > 0) {
    const lead = p[end - 1];
    if (lead && !(lead.kind === 'number' ? lead.value.n === 0n : isZero(lead, k) === true)) break;
    end--;
  }
  return end === p.length ? p : p.slice(0, end);
}

export function sumOf(a: Coefficients, b: Coefficients, k: Algebra): Coefficients {
  const length = Math.max(a.length, b.length);
  return trimmed(
    Array.from({ length }, (_, i) => k.plus(a[i] ?? nought, b[i] ?? nought)),
    k,
  );
}

/** Null beyond the highest degree. */
export function productOf(a: Coefficients, b: Coefficients, k: Algebra): Coefficients | null {
  if (a.length === 0 || b.length === 0) return [];
  if (a.length + b.length - 2 > highest) return null;
  const columns: Tree[][] = Array.from({ length: a.length + b.length - 1 }, () => []);
  a.forEach((s, i) => {
    b.forEach((t, j) => {
      columns[i + j]?.push(k.times(s, t));
    });
  });
  return trimmed(
    columns.map((parts) => k.plus(...parts)),
    k,
  );
}

function raised(base: Coefficients, n: number, k: Algebra): Coefficients | null {
  let result: Coefficients | null = [unit];
  for (let i = 0; i < n && result; i++) result = productOf(result, base, k);
  return result;
}

export function slopeOf(p: Coefficients, k: Algebra): Coefficients {
  return p.slice(1).map((c, i) => k.times(whole(i + 1), c));
}

/** The polynomial as a tree in x. */
export function asTree(p: Coefficients, x: Tree, k: Algebra): Tree {
  return k.plus(...p.map((c, i) => k.times(c, k.raise(x, whole(i)))));
}

/** a·x + b; null for anything else, a constant too. */
export function linear(t: Tree, x: string, k: Algebra): { a: Tree; b: Tree } | null {
  const p = coefficients(t, x, k);
  const [b, a] = p ?? [];
  return p?.length === 2 && a && b ? { a, b } : null;
}

/** All coefficients as rational numbers; null when one is none. */
export function rationals(p: Coefficients): Rational[] | null {
  const values = p.map((c) => (c.kind === 'number' ? c.value : null));
  return values.every((v) => v !== null) ? values : null;
}

export interface Fraction {
  readonly over: Coefficients;
  readonly under: Coefficients;
}

/** A rational function; null when it is none. */
export function fraction(t: Tree, x: string, k: Algebra): Fraction | null {
  const plain = coefficients(t, x, k);
  if (plain) return { over: plain, under: [unit] };
  switch (t.kind) {
    case 'sum':
      return merged(t.terms, x, k, (a, b) => {
        if (sameList(a.under, b.under)) return { over: sumOf(a.over, b.over, k), under: a.under };
        const [left, right] = [productOf(a.over, b.under, k), productOf(b.over, a.under, k)];
        const under = productOf(a.under, b.under, k);
        return left && right && under && { over: sumOf(left, right, k), under };
      });
    case 'product':
      return merged(t.factors, x, k, (a, b) => {
        const [over, under] = [productOf(a.over, b.over, k), productOf(a.under, b.under, k)];
        return over && under && { over, under };
      });
    case 'power': {
      if (!isInteger(t.exponent)) return null;
      const n = Number(t.exponent.value.n);
      const base = Math.abs(n) <= highest ? fraction(t.base, x, k) : null;
      if (!base) return null;
      const [over, under] = [raised(base.over, Math.abs(n), k), raised(base.under, Math.abs(n), k)];
      if (!over || !under) return null;
      if (n < 0 && over.length === 0) throw new GaveUp();
      return n < 0 ? { over: under, under: over } : { over, under };
    }
    default:
      return null;
  }
}

function merged(
  parts: readonly Tree[],
  x: string,
  k: Algebra,
  join: (a: Fraction, b: Fraction) => Fraction | null,
): Fraction | null {
  let total: Fraction | null = null;
  for (const part of parts) {
    const next = fraction(part, x, k);
    if (!next) return null;
    total = total ? join(total, next) : next;
    if (!total) return null;
  }
  return total;
}

function sameList(a: Coefficients, b: Coefficients): boolean {
  return (
    a.length === b.length &&
    a.every((c, i) => {
      const d = b[i];
      return (
        c.kind === 'number' &&
        d?.kind === 'number' &&
        c.value.n === d.value.n &&
        c.value.d === d.value.d
      );
    })
  );
}
