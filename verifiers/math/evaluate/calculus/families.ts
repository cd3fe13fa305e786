/**
 * What is equal up to a constant: an indefinite integral and an antiderivative are compared by their
 * slopes, and so are two answers that each end in + C. Two operators without a closed form are the
 * same when their ends are and their bodies are.
 */
import type { Budget } from '../../../budget.ts';
import { children, product, some, type Tree } from '../../tree.ts';
import { keyOf } from '../key.ts';
import { depends } from '../substitute.ts';
import { derivative } from './closed.ts';
import { symbolsOf } from './value.ts';

type Bound = Extract<Tree, { kind: 'bound' }>;

/** Pairs that must all be the same for the sides to be; none, where that cannot be told. */
export type Pairs = readonly (readonly [Tree, Tree])[];

/** Letters for a constant of integration. */
const constants = /^(?:[CcKk]|const)(?:_\w+)?$/;

const isIndefinite = (t: Tree): boolean =>
  t.kind === 'bound' && t.op === 'integral' && t.low === null && t.high === null;
const termsOf = (t: Tree): readonly Tree[] => (t.kind === 'sum' ? t.terms : [t]);

/** The slopes of both sides, when one holds an indefinite integral; null when neither does. */
export function slopes(a: Tree, b: Tree, budget: Budget): Pairs | null {
  const variables = new Set<string>();
  for (const side of [a, b])
    some(side, (t) => {
      if (t.kind === 'bound' && isIndefinite(t)) variables.add(t.variable);
      return false;
    });
  if (variables.size === 0) return null;
  const [x, ...others] = variables;
  if (x === undefined || others.length > 0) return [];
  if (![a, b].every((t) => depends(t, x, budget) && isFamily(t, x, budget))) return [];
  const [left, right] = [derivative(a, x, 1, budget), derivative(b, x, 1, budget)];
  if (!left || !right || some(left, isIndefinite) || some(right, isIndefinite)) return [];
  return [[left, right]];
}

/** Whether the terms without x are only numbers and one constant's letter. */
function isFamily(t: Tree, x: string, budget: Budget): boolean {
  return termsOf(t).every(
    (term) => depends(term, x, budget) || symbolsOf(term).every((name) => constants.test(name)),
  );
}

/** The slopes of two answers f + C and g + C; null when they are not both such. */
export function withConstants(a: Tree, b: Tree, budget: Budget): Pairs | null {
  const [f, g] = [withoutConstant(a), withoutConstant(b)];
  if (!f || !g) return null;
  const names = [...new Set([...symbolsOf(f), ...symbolsOf(g)])];
  if (names.length === 0 || names.some((name) => /^[A-Z]/.test(name))) return null;
  const pairs: (readonly [Tree, Tree])[] = [];
  for (const name of names) {
    const [left, right] = [derivative(f, name, 1, budget), derivative(g, name, 1, budget)];
    if (!left || !right) return null;
    pairs.push([left, right]);
  }
  return pairs;
}

const isC = (t: Tree): boolean => t.kind === 'symbol' && t.name === 'C';

/** The answer without its one C, which is a term of it; null when there is none. */
function withoutConstant(t: Tree): Tree | null {
  if (t.kind !== 'sum') return null;
  const isConstant = (term: Tree) =>
    isC(term) ||
    (term.kind === 'product' &&
      term.factors.length === 2 &&
      term.factors.every((factor) => factor.kind === 'number' || isC(factor)));
  const rest = t.terms.filter((term) => !isConstant(term));
  if (rest.length !== t.terms.length - 1 || rest.some((term) => some(term, isC))) return null;
  const [only] = rest;
  return rest.length === 1 && only ? only : { kind: 'sum', terms: rest };
}

/** The bodies of two operators with the same ends; null when they are not two such. */
export function bodies(a: Tree, b: Tree): Pairs | null {
  const [left, right] = [operator(a), operator(b)];
  if (!left || !right || left.op !== right.op || left.variable !== right.variable) return null;
  const ends = ({ low, high }: Bound) => [low, high].map((end) => (end ? keyOf(end) : '')).join();
  return ends(left) === ends(right) ? [[left.body, right.body]] : null;
}

/** One operator, with the factors before it put into its body. */
function operator(t: Tree): Bound | null {
  if (t.kind === 'bound') return t.op === 'product' || isSimple(t) ? t : null;
  if (t.kind !== 'product') return null;
  const inside = t.factors.filter((factor) => factor.kind === 'bound');
  const [only] = inside;
  if (inside.length !== 1 || only?.kind !== 'bound' || only.op === 'product') return null;
  const others = t.factors.filter((factor) => factor !== only);
  if (others.some((factor) => some(factor, (part) => part.kind === 'bound'))) return null;
  return isSimple(only) ? { ...only, body: product(...others, only.body) } : null;
}

const isSimple = (t: Bound): boolean => !isIndefinite(t) && children(t).length > 0;
