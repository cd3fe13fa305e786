/** A rational within 2^−120 (relative) of a real constant expression. */
import type { Budget } from '../../budget.ts';
import type { Rational } from '../../rational.ts';
import { ratio } from '../../rational.ts';
import { some, type Tree } from '../tree.ts';
import { balls, magnitude } from './balls.ts';
import { complexField } from './complex.ts';
import { evaluate } from './evaluate.ts';
import { prepare } from './prepare.ts';
import { Undefined, Unknown } from './reals.ts';

const bits = 192;

/** Null when the expression has symbols, is not real, has no value or is out of range. */
export function rationalNear(tree: Tree, budget: Budget): Rational | null {
  const prepared = prepare(tree, budget);
  if (prepared.kind === 'number') return prepared.value;
  if (some(prepared, (t) => t.kind === 'symbol' || t.kind === 'apply')) return null;
  try {
    const field = complexField(balls(bits, budget, { gap: 0 }), { leftReals: false });
    const noPoint = () => {
      throw new Unknown();
    };
    const value = evaluate(prepared, noPoint, field, budget);
    if (value.im !== null || value.re.err > magnitude(value.re) - 120) return null;
    const { m, e } = value.re;
    if (Math.abs(e) > 2_000) return null;
    return e >= 0 ? ratio(m << BigInt(e), 1n) : ratio(m, 1n << BigInt(-e));
  } catch (error) {
    if (error instanceof Unknown || error instanceof Undefined) return null;
    throw error;
  }
}
