/**
 * Real arithmetic that knows its own error: the interface, and its fast instance on doubles.
 * Every value is a point and a bound on how far the true value may be from it, so a comparison
 * says "different", or "not told apart", and never guesses.
 */
import { type Rational, toNumber } from '../../rational.ts';

/** The value cannot be computed here: too large, or an error bound too wide to choose a branch. */
export class Unknown extends Error {}
/** The expression has no value: division by zero, logarithm of zero. */
export class Undefined extends Error {}

export interface Reals<R> {
  readonly from: (q: Rational) => R;
  readonly pi: R;
  readonly add: (a: R, b: R) => R;
  readonly negate: (a: R) => R;
  readonly multiply: (a: R, b: R) => R;
  /** @throws Undefined by exact zero, Unknown when the divisor may be zero. */
  readonly divide: (a: R, b: R) => R;
  /** Of a number that is not negative. */
  readonly sqrt: (a: R) => R;
  readonly exp: (a: R) => R;
  /** Of a positive number. */
  readonly log: (a: R) => R;
  readonly sin: (a: R) => R;
  readonly cos: (a: R) => R;
  readonly atan: (a: R) => R;
  /** −1, 0 or 1 where it is certain; null otherwise. */
  readonly sign: (a: R) => -1 | 0 | 1 | null;
  /** The greatest integer not above; null where it is uncertain. */
  readonly floor: (a: R) => bigint | null;
}

export interface Double {
  readonly v: number;
  /** Bound on |true value − v|. */
  readonly r: number;
}

const ulp = 2 ** -51;

function double(v: number, r: number): Double {
  if (!Number.isFinite(v) || !Number.isFinite(r)) throw new Unknown();
  return { v, r: r + Math.abs(v) * ulp + Number.MIN_VALUE };
}

export const doubles: Reals<Double> = {
  from(q) {
    const v = toNumber(q);
    // A small integer is exact, and exact zeros and signs matter to branches.
    if (q.d === 1n && Math.abs(v) < 2 ** 53) return { v, r: 0 };
    return double(v, Math.abs(v) * ulp);
  },
  pi: { v: Math.PI, r: 2e-16 },
  add(a, b) {
    const v = a.v + b.v;
    const r = a.r + b.r;
    return r === 0 && Number.isInteger(v) && Math.abs(v) < 2 ** 53 ? { v, r } : double(v, r);
  },
  negate: (a) => ({ v: -a.v, r: a.r }),
  multiply(a, b) {
    const v = a.v * b.v;
    if (a.r === 0 && b.r === 0 && Number.isInteger(v) && Math.abs(v) < 2 ** 53) return { v, r: 0 };
    return double(v, Math.abs(a.v) * b.r + Math.abs(b.v) * a.r + a.r * b.r);
  },
  divide(a, b) {
    if (b.v === 0 && b.r === 0) throw new Undefined();
    const low = Math.abs(b.v) - b.r;
    if (low <= 0) throw new Unknown();
    const v = a.v / b.v;
    return double(v, (a.r + Math.abs(v) * b.r) / low);
  },
  sqrt(a) {
    const v = Math.sqrt(Math.max(0, a.v));
    const low = Math.max(0, a.v - a.r);
    if (a.r === 0 && Number.isInteger(v) && v * v === a.v) return { v, r: 0 };
    return double(v, low > 0 ? a.r / Math.sqrt(low) : Math.sqrt(a.r));
  },
  exp(a) {
    const v = Math.exp(a.v);
    return double(v, v * Math.expm1(Math.min(700, a.r)) * 1.01);
  },
  log(a) {
    const low = a.v - a.r;
    if (low <= 0) throw new Unknown();
    return double(Math.log(a.v), a.r / low);
  },
  sin: (a) => double(Math.sin(a.v), a.r + trigonometric(a)),
  cos: (a) => double(Math.cos(a.v), a.r + trigonometric(a)),
  atan: (a) => double(Math.atan(a.v), a.r),
  sign: (a) => (a.v > a.r ? 1 : a.v < -a.r ? -1 : a.v === 0 && a.r === 0 ? 0 : null),
  floor(a) {
    const low = Math.floor(a.v - a.r);
    return low === Math.floor(a.v + a.r) && Math.abs(low) < 2 ** 52 ? BigInt(low) : null;
  },
};

/** The library's own error, and refusal where reducing the argument loses too much. */
function trigonometric(a: Double): number {
  if (Math.abs(a.v) > 1e6) throw new Unknown();
  return ulp;
}
