/**
 * The real roots of a polynomial in one variable, exactly isolated: the square-free part, a Sturm
 * chain, bisection. Coefficients are rational, lowest degree first.
 */
import type { Budget } from '../../budget.ts';
import {
  add,
  compare,
  divide,
  multiply,
  negate,
  type Rational,
  ratio,
  toNumber,
  zero,
} from '../../rational.ts';

export type Coefficients = readonly Rational[];

const maxDegree = 60;
/** Bisection ends when the root is known to this. */
const precision = ratio(1n, 1n << 32n);

/** All different real roots in rising order, as doubles; null for 0, or when it is too large. */
export function realRoots(given: Coefficients, budget: Budget): number[] | null {
  const p = trimmed(given);
  if (p.length === 0 || p.length - 1 > maxDegree) return null;
  if (p.length === 1) return [];
  const chain = squareFreeChain(p, budget);
  const bound = rootBound(p);
  if (!chain || !bound) return null;
  const found: number[] = [];
  const search = (low: Rational, high: Rational, below: number, above: number): boolean => {
    budget.spend(p.length * p.length);
    const count = below - above; // roots in (low, high]
    if (count === 0) return true;
    if (count === 1) {
      const root = bisect(chain[0] as Coefficients, low, high, budget);
      if (root !== null) found.push(root);
      return root !== null;
    }
    const middle = halfway(low, high);
    if (!middle) return false;
    const between = changes(chain, middle);
    if (between === null) return false;
    return search(low, middle, below, between) && search(middle, high, between, above);
  };
  const low = negate(bound);
  const [below, above] = [changes(chain, low), changes(chain, bound)];
  if (below === null || above === null || !search(low, bound, below, above)) return null;
  return found;
}

function trimmed(p: Coefficients): Rational[] {
  let length = p.length;
  while (length > 0 && p[length - 1]?.n === 0n) length--;
  return p.slice(0, length);
}

/** A power of two beyond all roots. */
function rootBound(p: Coefficients): Rational | null {
  const lead = p.at(-1) as Rational;
  let largest = zero;
  for (const c of p.slice(0, -1)) {
    const size = divide(c, lead);
    if (!size) return null;
    const positive = size.n < 0n ? negate(size) : size;
    if (compare(positive, largest) > 0) largest = positive;
  }
  return ratio(1n << BigInt((largest.n / largest.d + 2n).toString(2).length), 1n);
}

/** The chain of p without its multiple factors, on which the signs fail at a root. */
function squareFreeChain(p: Coefficients, budget: Budget): Coefficients[] | null {
  const chain = sturmChain(p, budget);
  const common = chain?.at(-1) as Coefficients;
  if (chain === null || common.length <= 1) return chain;
  const simple = divided(p, common, budget);
  return simple && sturmChain(simple.quotient, budget);
}

/** p, p′, and the remainders with their signs turned. */
function sturmChain(p: Coefficients, budget: Budget): Coefficients[] | null {
  const chain: Coefficients[] = [p, derived(p)];
  for (;;) {
    const [a, b] = [chain.at(-2) as Coefficients, chain.at(-1) as Coefficients];
    if (b.length <= 1) return chain;
    const division = divided(a, b, budget);
    if (division === null) return null;
    if (division.rest.length === 0) return chain;
    chain.push(division.rest.map(negate));
  }
}

function derived(p: Coefficients): Rational[] {
  return p.slice(1).map((c, i) => ratio(c.n * BigInt(i + 1), c.d));
}

function divided(
  a: Coefficients,
  b: Coefficients,
  budget: Budget,
): { quotient: Rational[]; rest: Rational[] } | null {
  const rest = [...a];
  const quotient: Rational[] = [];
  const lead = b.at(-1) as Rational;
  for (let shift = a.length - b.length; shift >= 0; shift--) {
    budget.spend(20 * b.length);
    const factor = divide(rest[shift + b.length - 1] as Rational, lead);
    if (!factor) return null;
    quotient[shift] = factor;
    for (const [i, c] of b.entries()) {
      const taken = multiply(factor, c);
      const left = taken && add(rest[shift + i] as Rational, negate(taken));
      if (!left) return null;
      rest[shift + i] = left;
    }
  }
  return { quotient, rest: trimmed(rest) };
}

/** The one root of a square-free p in (low, high]. */
function bisect(p: Coefficients, from: Rational, to: Rational, budget: Budget): number | null {
  let [low, high] = [from, to];
  const last = signAt(p, high);
  if (last === null) return null;
  if (last === 0) return toNumber(high);
  for (;;) {
    budget.spend(4 * p.length);
    const width = add(high, negate(low));
    const middle = halfway(low, high);
    if (!width || !middle) return null;
    if (compare(width, precision) < 0) return toNumber(middle);
    const sign = signAt(p, middle);
    if (sign === null) return null;
    if (sign === 0) return toNumber(middle);
    if (sign === last) high = middle;
    else low = middle;
  }
}

function signAt(p: Coefficients, x: Rational): -1 | 0 | 1 | null {
  let value = zero;
  for (let i = p.length - 1; i >= 0; i--) {
    const scaled = multiply(value, x);
    const next = scaled && add(scaled, p[i] as Rational);
    if (!next) return null;
    value = next;
  }
  return value.n > 0n ? 1 : value.n < 0n ? -1 : 0;
}

/** How often the signs of the chain change at x, zeros left out. */
function changes(chain: readonly Coefficients[], x: Rational): number | null {
  let count = 0;
  let last = 0;
  for (const p of chain) {
    const sign = signAt(p, x);
    if (sign === null) return null;
    if (sign !== 0 && last !== 0 && sign !== last) count++;
    if (sign !== 0) last = sign;
  }
  return count;
}

function halfway(a: Rational, b: Rational): Rational | null {
  const total = add(a, b);
  return total && divide(total, ratio(2n, 1n));
}
