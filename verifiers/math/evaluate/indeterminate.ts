/** ∞ − ∞, 0·∞ and ∞/∞ have no value, although a letter in the place of ∞ would cancel. */
import { some, type Tree } from '../tree.ts';

const isInfinite = (t: Tree): boolean => t.kind === 'constant' && t.name === 'infinity';
const holds = (t: Tree): boolean => some(t, isInfinite);

export const isIndeterminate = (t: Tree): boolean => holds(t) && some(t, clashes);

function clashes(t: Tree): boolean {
  switch (t.kind) {
    case 'sum':
      return t.terms.filter(holds).length > 1;
    case 'product':
      return t.factors.some((x) => x.kind === 'number' && x.value.n === 0n) && holds(t);
    case 'quotient':
      return holds(t.over) && holds(t.under);
    default:
      return false;
  }
}
