/**
 * gcd, lcm and max of expressions. Letters such as a, b, m, n stand for whole numbers of which nothing
 * is known: there gcd(a, b) stays as it is. Radicals, decimals, sums and the letters of polynomials
 * (x, y, z) have no common divisor but the factors they show: gcd(2y, x) is 1, lcm(0.4x, 8/3) is x.
 */
import { gcd, ratio } from '../../rational.ts';
import { int, num, power, product, some, type Tree } from '../tree.ts';
import { keyOf } from './key.ts';

/** A coefficient and powers of parts that are not taken apart further. */
interface Monomial {
  readonly n: bigint;
  readonly d: bigint;
  readonly powers: ReadonlyMap<string, { readonly base: Tree; readonly exponent: bigint }>;
}

/** The common divisor or multiple by visible factors; null where that would be a guess. */
export function common(name: 'gcd' | 'lcm', args: readonly Tree[]): Tree | null {
  if (args.length === 0 || args.every(isWhole)) return null;
  const parts = args.map(monomial);
  const whole = parts.every(({ d }) => d === 1n);
  const coefficient = whole
    ? parts.map(({ n }) => n).reduce(name === 'gcd' ? gcd : leastMultiple)
    : 1n;
  const factors: Tree[] = [];
  for (const [key, { base }] of new Map(parts.flatMap(({ powers }) => [...powers]))) {
    const exponents = parts.map(({ powers }) => powers.get(key)?.exponent ?? 0n);
    const exponent = exponents.reduce((a, b) => (a < b === (name === 'gcd') ? a : b));
    if (exponent > 0n) factors.push(exponent === 1n ? base : power(base, int(exponent)));
  }
  return product(num(ratio(coefficient, 1n)), ...factors);
}

const leastMultiple = (a: bigint, b: bigint) => (a === 0n || b === 0n ? 0n : (a * b) / gcd(a, b));

const ofPolynomials = /^(?:[x-z]|[t-w])(?:_\w+)?$/;

/** Whether an argument can be a whole number: built of whole numbers and letters for those. */
function isWhole(t: Tree): boolean {
  if (t.kind === 'symbol' && ofPolynomials.test(t.name)) return true;
  return !some(t, (part) => {
    if (part.kind === 'number') return part.value.d !== 1n;
    if (part.kind === 'symbol') return ofPolynomials.test(part.name);
    return part.kind === 'constant' || part.kind === 'quotient' || isRoot(part);
  });
}

const isRoot = (t: Tree) =>
  (t.kind === 'call' && t.name === 'root') ||
  (t.kind === 'power' && t.exponent.kind === 'number' && t.exponent.value.d !== 1n);

function monomial(t: Tree): Monomial {
  let [n, d] = [1n, 1n];
  const powers = new Map<string, { base: Tree; exponent: bigint }>();
  for (const factor of t.kind === 'product' ? t.factors : [t]) {
    if (factor.kind === 'number') {
      n *= factor.value.n;
      d *= factor.value.d;
      continue;
    }
    const raised =
      factor.kind === 'power' && factor.exponent.kind === 'number' && factor.exponent.value.d === 1n
        ? { base: factor.base, exponent: factor.exponent.value.n }
        : { base: factor, exponent: 1n };
    const key = keyOf(raised.base);
    const known = powers.get(key)?.exponent ?? 0n;
    powers.set(key, { base: raised.base, exponent: known + raised.exponent });
  }
  return { n, d, powers };
}
