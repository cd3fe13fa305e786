/**
 * Exact rational numbers on BigInt, always in lowest terms with a positive denominator.
 * Growing operations take a limit on bits; beyond it they answer null ("too large to write out"),
 * so that no answer can make the verifier build a number it cannot hold.
 */
import type { Budget } from './budget.ts';

export interface Rational {
  readonly n: bigint;
  readonly d: bigint;
}

/** Bits that the numerator or denominator of an exact number may have. */
export const maxBits = 1 << 16;

export const zero: Rational = { n: 0n, d: 1n };
export const one: Rational = { n: 1n, d: 1n };

export function integer(n: bigint | number): Rational {
  return { n: BigInt(n), d: 1n };
}

/** n/d in lowest terms. @throws RangeError when d is 0. */
export function ratio(n: bigint, d: bigint): Rational {
  if (d === 0n) throw new RangeError('division by zero');
  if (d === 1n) return { n, d };
  const g = gcd(n, d);
  const sign = d < 0n ? -1n : 1n;
  return { n: (sign * n) / g, d: (sign * d) / g };
}

/** Greatest common divisor, never negative. */
export function gcd(a: bigint, b: bigint): bigint {
  let x = a < 0n ? -a : a;
  let y = b < 0n ? -b : b;
  while (y !== 0n) [x, y] = [y, x % y];
  return x;
}

/** The number of binary digits of |n|. */
export function bitLength(n: bigint): number {
  const size = n < 0n ? -n : n;
  if (size < 0x1_0000_0000n) return 32 - Math.clz32(Number(size));
  const hex = size.toString(16);
  return 4 * (hex.length - 1) + (32 - Math.clz32(Number.parseInt(hex[0] as string, 16)));
}

/** Bits of the larger of numerator and denominator. */
export function height(a: Rational): number {
  return Math.max(bitLength(a.n), bitLength(a.d));
}

function bounded(a: Rational): Rational | null {
  return height(a) > maxBits ? null : a;
}

export function add(a: Rational, b: Rational): Rational | null {
  if (a.d === 1n && b.d === 1n) return bounded({ n: a.n + b.n, d: 1n });
  return bounded(ratio(a.n * b.d + b.n * a.d, a.d * b.d));
}

export function multiply(a: Rational, b: Rational): Rational | null {
  return bounded(ratio(a.n * b.n, a.d * b.d));
}

export function negate(a: Rational): Rational {
  return { n: -a.n, d: a.d };
}

/** a/b; null when b is 0. */
export function divide(a: Rational, b: Rational): Rational | null {
  return b.n === 0n ? null : bounded(ratio(a.n * b.d, a.d * b.n));
}

/** a^k for an integer k; null when undefined or too large. */
export function power(a: Rational, k: bigint): Rational | null {
  if (k === 0n) return one;
  if (a.n === 0n) return k > 0n ? zero : null;
  const size = k < 0n ? -k : k;
  const bits = height(a);
  if (bits > 1 && size * BigInt(bits - 1) > BigInt(maxBits)) return null;
  if (bits <= 1) return { n: a.n < 0n && size % 2n === 1n ? -1n : 1n, d: 1n };
  const n = a.n ** size;
  const d = a.d ** size;
  return k > 0n ? { n, d } : ratio(d, n);
}

/** The exact real k-th root (k ≥ 1) where it is rational; null otherwise. */
export function root(a: Rational, k: number): Rational | null {
  if (k === 1) return a;
  if (a.n < 0n && k % 2 === 0) return null;
  const n = integerRoot(a.n < 0n ? -a.n : a.n, k);
  const d = integerRoot(a.d, k);
  if (n === null || d === null) return null;
  return { n: a.n < 0n ? -n : n, d };
}

function integerRoot(n: bigint, k: number): bigint | null {
  if (n < 2n) return n;
  if (k > bitLength(n)) return null;
  const r = floorRoot(n, k);
  return r ** BigInt(k) === n ? r : null;
}

/** ⌊n^(1/k)⌋ by Newton's iteration from above. */
export function floorRoot(n: bigint, k: number): bigint {
  if (n < 2n) return n;
  const degree = BigInt(k);
  let x = 1n << BigInt(Math.ceil(bitLength(n) / k));
  for (;;) {
    const next = ((degree - 1n) * x + n / x ** (degree - 1n)) / degree;
    if (next >= x) return x;
    x = next;
  }
}

export function compare(a: Rational, b: Rational): number {
  const difference = a.n * b.d - b.n * a.d;
  return difference < 0n ? -1 : difference > 0n ? 1 : 0;
}

export function equal(a: Rational, b: Rational): boolean {
  return a.n === b.n && a.d === b.d;
}

export function floor(a: Rational): bigint {
  const q = a.n / a.d;
  return a.n < 0n && q * a.d !== a.n ? q - 1n : q;
}

/** a to a double; ±Infinity and 0 beyond the double's range. */
export function toNumber(a: Rational): number {
  const shift = Math.max(bitLength(a.n), bitLength(a.d)) - 1000;
  if (shift <= 0) return Number(a.n) / Number(a.d);
  const extra = BigInt(Math.max(0, 64 - bitLength(a.n) + bitLength(a.d)));
  const scaled = Number((a.n << extra) / a.d);
  return scaled * 2 ** -Number(extra > 1000n ? 1000n : extra) * (extra > 1000n ? 0 : 1);
}

/** n! counted in the budget; null beyond the bit limit. */
export function factorial(n: bigint, budget: Budget): bigint | null {
  if (n < 0n || n > 6_000n) return null;
  let product = 1n;
  for (let k = 2n; k <= n; k++) {
    budget.spend(1 + (bitLength(k) >> 3));
    product *= k;
  }
  return bitLength(product) > maxBits ? null : product;
}

/** A decimal literal, `1.25`, `.5`, `6e-3`, to its exact value; null when it is no number. */
export function fromDecimal(text: string): Rational | null {
  const match = /^(\d*)(?:\.(\d*))?(?:[eE]([+-]?\d+))?$/.exec(text);
  if (!match) return null;
  const whole = match[1] ?? '';
  const part = match[2] ?? '';
  if (whole === '' && part === '') return null;
  const exponent = Number(match[3] ?? '0') - part.length;
  if (Math.abs(exponent) * 3.33 > maxBits || (whole.length + part.length) * 3.33 > maxBits)
    return null;
  const digits = BigInt(whole + part);
  return exponent >= 0
    ? integer(digits * 10n ** BigInt(exponent))
    : ratio(digits, 10n ** BigInt(-exponent));
}
