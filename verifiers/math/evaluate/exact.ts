/** Exact values of functions of rational numbers, where the result is rational and of bounded size. */
import type { Budget } from '../../budget.ts';
import {
  add,
  bitLength,
  compare,
  divide,
  equal,
  factorial,
  floor,
  gcd,
  integer,
  maxBits,
  multiply,
  negate,
  one,
  power,
  type Rational,
  ratio,
  root,
  toNumber,
  zero,
} from '../../rational.ts';

/** base^exponent; null when not rational, undefined or too large. */
export function exactPower(base: Rational, exponent: Rational): Rational | null {
  if (exponent.d === 1n) return power(base, exponent.n);
  if (base.n < 0n || exponent.d > 1_000n) return null;
  const r = root(base, Number(exponent.d));
  return r && power(r, exponent.n);
}

/** A named function; null when the result is not rational, not known here or too large. */
export function exactCall(
  name: string,
  args: readonly Rational[],
  budget: Budget,
): Rational | null {
  const [x, y] = args;
  if (!x) return null;
  switch (name) {
    case 'root':
      return y && y.d === 1n && y.n > 0n && y.n <= 1_000n ? root(x, Number(y.n)) : null;
    case 'abs':
      return x.n < 0n ? negate(x) : x;
    case 'sgn':
      return integer(compare(x, zero));
    case 'floor':
      return integer(floor(x));
    case 'ceil':
      return integer(-floor(negate(x)));
    case 'percent':
      return divide(x, integer(100));
    case 'factorial':
      return x.d === 1n ? whole(factorial(x.n, budget)) : null;
    case 'double-factorial':
      return x.d === 1n ? doubleFactorial(x.n, budget) : null;
    case 'binomial':
      return y && x.d === 1n && y.d === 1n ? binomial(x.n, y.n, budget) : null;
    case 'mod': {
      if (!y || y.n === 0n) return null;
      const quotient = divide(x, y);
      const whole = quotient && multiply(y, integer(floor(quotient)));
      return whole && add(x, negate(whole));
    }
    case 'gcd':
      return args.reduce((a, b) => ratio(gcd(a.n, b.n), (a.d * b.d) / gcd(a.d, b.d)));
    case 'lcm':
      return args.reduce((a, b) =>
        a.n === 0n || b.n === 0n ? zero : ratio(abs(a.n * b.n) / gcd(a.n, b.n), gcd(a.d, b.d)),
      );
    case 'max':
      return args.reduce((a, b) => (compare(a, b) >= 0 ? a : b));
    case 'min':
      return args.reduce((a, b) => (compare(a, b) <= 0 ? a : b));
    case 'conjugate':
    case 're':
      return x;
    case 'im':
      return zero;
    case 'ln':
      return equal(x, one) ? zero : null;
    case 'log':
      return y ? exactLog(x, y) : null;
    case 'sin':
    case 'tan':
    case 'asin':
    case 'atan':
    case 'sinh':
    case 'tanh':
      return x.n === 0n ? zero : null;
    case 'cos':
    case 'cosh':
      return x.n === 0n ? one : null;
    default:
      return null;
  }
}

/** The whole k with base^k = x; null when there is none. */
function exactLog(x: Rational, base: Rational): Rational | null {
  if (x.n <= 0n || base.n <= 0n || equal(base, one)) return null;
  if (equal(x, one)) return zero;
  const k = Math.round((bitLength(x.n) - bitLength(x.d)) / Math.log2(toNumber(base)));
  if (!Number.isSafeInteger(k) || Math.abs(k) > 4_096) return null;
  for (const near of [k, k - 1, k + 1]) {
    const value = power(base, BigInt(near));
    if (value && equal(value, x)) return integer(near);
  }
  return null;
}

const abs = (n: bigint) => (n < 0n ? -n : n);
const whole = (n: bigint | null) => (n === null ? null : integer(n));

function doubleFactorial(n: bigint, budget: Budget): Rational | null {
  if (n < 0n || n > 6_000n) return null;
  let product = 1n;
  for (let k = n; k > 1n; k -= 2n) {
    budget.spend();
    product *= k;
  }
  return bitLength(product) > maxBits ? null : integer(product);
}

/** n choose k for any integer n, as a falling factorial over k!. */
function binomial(n: bigint, k: bigint, budget: Budget): Rational | null {
  if (k < 0n) return zero;
  if (n >= 0n && k > n) return zero;
  const short = n >= 0n && n - k < k ? n - k : k;
  if (short > 20_000n || short * BigInt(bitLength(n) + 1) > BigInt(4 * maxBits)) return null;
  let value = 1n;
  for (let j = 1n; j <= short; j++) {
    budget.spend(1 + (bitLength(value) >> 10));
    value = (value * (n - short + j)) / j;
  }
  return bitLength(value) > maxBits ? null : integer(value);
}
