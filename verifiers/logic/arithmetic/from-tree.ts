/** A tree of the mathematics room, read from an answer in any spelling, as an expression. */
import type { Budget } from '../../budget.ts';
import type { Tree } from '../../math/tree.ts';
import { ratio } from '../../rational.ts';
import { differentiable } from './calculus.ts';
import {
  addAll,
  callOf,
  type Expression,
  multiplyAll,
  ofValue,
  raise,
  SymbolicError,
  symbolOf,
  whole,
} from './symbolic.ts';

/** @throws SymbolicError for what is no expression of numbers, symbols and the usual functions. */
export function fromTree(tree: Tree, budget: Budget): Expression {
  const go = (t: Tree): Expression => {
    budget.spend();
    switch (t.kind) {
      case 'number':
        return ofValue(t.value);
      case 'symbol':
        return symbolOf(t.name);
      case 'constant':
        if (t.name === 'infinity') throw new SymbolicError('Expected no infinity');
        return symbolOf(t.name === 'e' ? 'E' : t.name === 'i' ? 'I' : t.name);
      case 'sum':
        return addAll(t.terms.map(go), budget);
      case 'product':
        return multiplyAll(t.factors.map(go), budget);
      case 'quotient':
        return multiplyAll([go(t.over), raise(go(t.under), whole(-1), budget)], budget);
      case 'power':
        return raise(go(t.base), go(t.exponent), budget);
      case 'call':
        return called(t.name, t.args.map(go), budget);
      default:
        throw new SymbolicError(`Expected an expression, got a ${t.kind}`);
    }
  };
  return go(tree);
}

function called(name: string, args: readonly Expression[], budget: Budget): Expression {
  const [x, y] = args;
  if (!x) throw new SymbolicError('Expected an argument');
  const inverse = (e: Expression) => raise(e, whole(-1), budget);
  if (name === 'root') return raise(x, y ? inverse(y) : ofValue(ratio(1n, 2n)), budget);
  if (name === 'log' && y) {
    return multiplyAll([callOf('ln', x), inverse(callOf('ln', y))], budget);
  }
  // log without a base is the natural one, as in SymPy.
  const known = name === 'log' ? 'ln' : name;
  if (args.length !== 1 || !differentiable.has(known)) {
    throw new SymbolicError(`Expected no ${name}`);
  }
  return callOf(known, x);
}
