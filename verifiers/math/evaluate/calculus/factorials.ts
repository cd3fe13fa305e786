/** Σ P(k)·(k + b)! and Σ P(k)/(k + b)!, where they telescope: Σ k·k! is (n + 1)! − 1. */
import { call, symbol, type Tree } from '../../tree.ts';
import { type Algebra, GaveUp, isNumber, minusOne, nought, unit } from './algebra.ts';
import { between } from './difference.ts';
import { asTree, type Coefficients, productOf, sumOf } from './polynomial.ts';
import { wholeLinear } from './summand.ts';
import { whole } from './value.ts';

/** Null when the special factor is no factorial, or nothing telescopes. */
export function factorialSum(
  special: Tree,
  p: Coefficients,
  x: string,
  low: Tree,
  high: Tree,
  k: Algebra,
): Tree | null {
  const below = special.kind === 'power' && isNumber(special.exponent, -1);
  const base = below ? special.base : special;
  if (base.kind !== 'call' || base.name !== 'factorial' || !base.args[0]) return null;
  const inner = wholeLinear(base.args[0], x, k);
  if (inner?.a !== 1 || low.kind !== 'number') return null;
  const { b } = inner;
  if (low.value.n + BigInt(b) < (below ? 1n : 0n)) return null;
  // S = Q·(k + b)! steps by ((k + b + 1)·Q(k+1) − Q(k))·(k + b)!,
  // and S = Q/(k + b − 1)! by (Q(k+1) − (k + b)·Q(k))/(k + b)!.
  const q = solved(p, b, below, k);
  if (!q) return null;
  const factorial = call('factorial', k.plus(symbol(x), whole(below ? b - 1 : b)));
  const s = k.times(asTree(q, symbol(x), k), k.raise(factorial, below ? minusOne : unit));
  return between(s, x, low, high, k);
}

function solved(p: Coefficients, b: number, below: boolean, k: Algebra): Coefficients | null {
  const q: Tree[] = Array.from({ length: Math.max(0, p.length - 1) }, () => nought);
  let left: Coefficients = p;
  while (left.length > 0) {
    const m = left.length - 2;
    if (m < 0) return null;
    const c = k.times(left[m + 1] ?? nought, below ? minusOne : unit);
    q[m] = c;
    const step = stepOf(m, c, b, below, k);
    const next = sumOf(
      left,
      step.map((t) => k.negate(t)),
      k,
    );
    if (next.length >= left.length) throw new GaveUp();
    left = next;
  }
  return q;
}

/** What c·k^m in Q gives. */
function stepOf(m: number, c: Tree, b: number, below: boolean, k: Algebra): Coefficients {
  const plain: Coefficients = [...Array.from({ length: m }, () => nought), c];
  let shifted: Coefficients = [c];
  for (let i = 0; i < m; i++) shifted = productOf(shifted, [unit, unit], k) ?? [];
  const first = below ? shifted : (productOf(shifted, [whole(b + 1), unit], k) ?? []);
  const second = below ? (productOf(plain, [whole(b), unit], k) ?? []) : plain;
  return sumOf(
    first,
    second.map((t) => k.negate(t)),
    k,
  );
}
