/**
 * A plain tree for Σ, Π, ∫ and lim where a closed form is known; null where none is. The work is
 * counted twice: by the verdict's budget, and by a share of it, so that an attempt that leads
 * nowhere does not use up what the comparison needs.
 */
import type { Budget } from '../../../budget.ts';
import { some, type Tree } from '../../tree.ts';
import { type Algebra, algebra, GaveUp } from './algebra.ts';
import { definite } from './definite.ts';
import { derive } from './derive.ts';
import { direction, limit } from './limit.ts';
import { closedProduct } from './product.ts';
import { riemannSum } from './riemann.ts';
import { closedSum } from './sum.ts';

type Bound = Extract<Tree, { kind: 'bound' }>;

/** Steps of one attempt. */
const share = 25_000;
/** Nodes of a body and of a closed form. */
const largest = 400;

/** @param t prepared, so that what it holds is closed already where it can be. */
export function closedForm(t: Bound, budget: Budget): Tree | null {
  // Nothing is calculated with ∞ but the ends.
  return some(t.body, isInfinity) ? null : attempt((k) => byOperator(t, k), t, budget);
}

function byOperator({ op, variable, low, high, body }: Bound, k: Algebra): Tree {
  switch (op) {
    case 'integral':
      if (!low || !high) throw new GaveUp();
      return definite(body, variable, low, high, k);
    case 'sum':
      if (!low || !high) throw new GaveUp();
      return closedSum(body, variable, low, high, k);
    case 'product':
      if (!low || !high) throw new GaveUp();
      return closedProduct(body, variable, low, high, k);
    case 'limit': {
      if (!low) throw new GaveUp();
      const side = high?.kind === 'number' ? (high.value.n > 0n ? 1 : -1) : null;
      const riemann = direction(low) === 1 ? riemannSum(body, variable, k) : null;
      return riemann ?? limit(body, variable, low, side, k);
    }
  }
}

/** The n-th derivative; null when some part has no rule. */
export function derivative(t: Tree, x: string, n: number, budget: Budget): Tree | null {
  if (some(t, isInfinity)) return null;
  return attempt(
    (k) => {
      let slope = t;
      for (let i = 0; i < n; i++) slope = derive(slope, x, k);
      return slope;
    },
    t,
    budget,
  );
}

function attempt(work: (k: Algebra) => Tree, t: Tree, budget: Budget): Tree | null {
  if (size(t) > largest || some(t, isImaginary)) return null;
  let left = share;
  const counted: Budget = {
    spend(steps = 1) {
      budget.spend(steps);
      left -= steps;
      if (left < 0) throw new GaveUp();
    },
  };
  try {
    const result = work(algebra(counted));
    return size(result) > 4 * largest ? null : result;
  } catch (error) {
    if (error instanceof GaveUp) return null;
    throw error;
  }
}

const isImaginary = (t: Tree): boolean => t.kind === 'constant' && t.name === 'i';

const isInfinity = (t: Tree): boolean => t.kind === 'constant' && t.name === 'infinity';

function size(t: Tree): number {
  let nodes = 0;
  some(t, () => ++nodes > 5 * largest);
  return nodes;
}
