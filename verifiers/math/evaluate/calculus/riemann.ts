/** lim Σ f(k/n)/n: a sum whose terms, at k = tn and times n, are free of n is an integral over t. */
import { symbol, type Tree } from '../../tree.ts';
import { substitute } from '../substitute.ts';
import { type Algebra, GaveUp, isNumber, minusOne, nought, unit } from './algebra.ts';
import { continuous, continuousAt } from './continuous.ts';
import { definite } from './definite.ts';
import { derive } from './derive.ts';
import { isInfinite, oneSided } from './limit.ts';
import { isZero } from './value.ts';

type Bound = Extract<Tree, { kind: 'bound' }>;

/** The limit for n to infinity; null when the body is no such sum. */
export function riemannSum(body: Tree, n: string, k: Algebra): Tree | null {
  const factors = body.kind === 'product' ? body.factors : [body];
  const numerator = body.kind === 'quotient' ? body.over : null;
  const sum = [...factors, numerator].find((t): t is Bound => t?.kind === 'bound');
  if (sum?.op !== 'sum' || !sum.low || !sum.high) return null;
  const outside =
    body.kind === 'quotient'
      ? k.raise(k.normal(body.under), minusOne)
      : k.times(...factors.filter((t) => t !== sum).map(k.normal));
  const turns = lengthOf(sum, n, k);
  if (turns === null) return null;
  const t = symbol('•t');
  const at = (part: Tree, name: string, value: Tree) => substitute(part, name, value, k.budget);
  const inner = at(k.normal(sum.body), sum.variable, k.times(t, symbol(n)));
  const term = k.normal(k.times(symbol(n), outside, inner));
  if (isZero(derive(term, n, k), k) !== true) throw new GaveUp();
  const f = k.normal(at(term, n, unit));
  if (!continuous(f, '•t', { low: nought, high: turns }, k)) throw new GaveUp();
  for (const end of [nought, turns]) {
    const side = end === nought ? 1 : -1;
    // Continuous at the end from inside, which is all that the sums see.
    if (!continuousAt(f, '•t', end, k) && isInfinite(oneSided(f, '•t', { at: end, side }, k)))
      throw new GaveUp();
  }
  return definite(f, '•t', nought, turns, k);
}

/** c of a sum over 1 … cn, one more or less at either end; null for other ends. */
function lengthOf({ low, high }: Bound, n: string, k: Algebra): Tree | null {
  if (!low || !high || !(isNumber(low, 0) || isNumber(low, 1))) return null;
  const top = k.normal(high);
  const c = derive(top, n, k);
  const rest = k.minus(top, k.times(c, symbol(n)));
  const near = isNumber(rest, 0) || isNumber(rest, -1) || isNumber(rest, 1);
  return c.kind === 'number' && c.value.n > 0n && near ? c : null;
}
