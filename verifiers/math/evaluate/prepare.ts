/**
 * Makes a scalar tree ready to evaluate: constants are folded exactly, units and degrees become
 * factors, finite sums and products are written out, integrals, series, limits and derivatives get
 * their closed forms (calculus/), small determinants are expanded. What stays is a number, or a tree
 * of numbers, symbols, constants and functions.
 */
import type { Budget } from '../../budget.ts';
import { add, divide, equal, multiply, one, type Rational, zero } from '../../rational.ts';
import {
  children,
  int,
  mapChildren,
  negative,
  num,
  product,
  quotient,
  sum,
  symbol,
  type Tree,
} from '../tree.ts';
import { closedForm, derivative } from './calculus/closed.ts';
import { common } from './divisor.ts';
import { exactCall, exactPower } from './exact.ts';
import { keyOf } from './key.ts';
import { substitute } from './substitute.ts';

export { substitute };

/** Most terms of a sum or product that is written out. */
const maxTerms = 1_000n;
/** Terms that are written out although each holds an operator of its own. */
const fewTerms = 12n;
type Bound = Extract<Tree, { kind: 'bound' }>;

/** Largest determinant expanded by minors. */
const maxDeterminant = 5;

export function prepare(tree: Tree, budget: Budget): Tree {
  budget.spend();
  if (tree.kind === 'number' || tree.kind === 'symbol') return tree;
  if (tree.kind === 'bound') return bound(tree, budget);
  if (tree.kind === 'quantity') return prepare(tree.value, budget);
  return fold(
    mapChildren(tree, (part) => prepare(part, budget)),
    budget,
  );
}

function fold(t: Tree, budget: Budget): Tree {
  switch (t.kind) {
    case 'sum':
      return gather(likeTerms(t.terms), add, zero, (parts) => sum(...parts));
    case 'product':
      return gather(t.factors, multiply, one, (parts) => product(...parts));
    case 'quotient': {
      if (t.over.kind !== 'number' || t.under.kind !== 'number') return t;
      const value = divide(t.over.value, t.under.value);
      return value ? num(value) : t;
    }
    case 'power': {
      if (t.base.kind !== 'number' || t.exponent.kind !== 'number') return t;
      const value = exactPower(t.base.value, t.exponent.value);
      return value ? num(value) : t;
    }
    case 'call':
      return called(t.name, t.args, budget);
    default:
      return t;
  }
}

/** Adds the coefficients of equal terms: 2y − y − y is 0. */
function likeTerms(terms: readonly Tree[]): Tree[] {
  const groups = new Map<string, { coefficient: Rational; rest: Tree | null }>();
  const kept: Tree[] = [];
  for (const term of terms) {
    const [head, ...tail] = term.kind === 'product' ? term.factors : [term];
    const isNumber = head?.kind === 'number';
    const rest = isNumber ? (tail.length > 0 ? product(...tail) : null) : term;
    const coefficient = isNumber ? head.value : one;
    const key = rest === null ? '' : keyOf(rest);
    const group = groups.get(key);
    const total = group && add(group.coefficient, coefficient);
    if (total) groups.set(key, { coefficient: total, rest });
    else if (group) kept.push(term);
    else groups.set(key, { coefficient, rest });
  }
  for (const { coefficient, rest } of groups.values()) {
    if (rest === null) kept.push(num(coefficient));
    else if (equal(coefficient, one)) kept.push(rest);
    else if (coefficient.n !== 0n || !isTotal(rest)) kept.push(product(num(coefficient), rest));
  }
  return kept;
}

/** Whether the term has a value everywhere, so that none of it is nothing. */
function isTotal(t: Tree): boolean {
  if (t.kind === 'product') return t.factors.every(isTotal);
  return (
    t.kind === 'symbol' || t.kind === 'number' || (t.kind === 'constant' && t.name !== 'infinity')
  );
}

/** Folds the numbers among the parts into one; the rest keep their order. */
function gather(
  parts: readonly Tree[],
  join: (a: Rational, b: Rational) => Rational | null,
  neutral: Rational,
  build: (parts: Tree[]) => Tree,
): Tree {
  let value = neutral;
  const rest: Tree[] = [];
  for (const part of parts) {
    const next = part.kind === 'number' ? join(value, part.value) : null;
    if (next) value = next;
    else rest.push(part);
  }
  if (rest.length === 0) return num(value);
  const isNeutral = value.n === neutral.n && value.d === neutral.d;
  return build(isNeutral ? rest : [num(value), ...rest]);
}

function called(name: string, args: readonly Tree[], budget: Budget): Tree {
  const [x] = args;
  if (!x) return { kind: 'call', name, args };
  if (name === 'degree') return product(x, quotient({ kind: 'constant', name: 'pi' }, int(180)));
  if (name === 'derivative') return slope(args, budget) ?? { kind: 'call', name, args };
  if (name === 'percent') return fold(quotient(x, int(100)), budget);
  if (name === 'det' && x.kind === 'matrix') {
    const square = x.rows.every((row) => row.length === x.rows.length);
    if (square && x.rows.length <= maxDeterminant) return prepare(determinant(x.rows), budget);
  }
  const values = args.map((a) => (a.kind === 'number' ? a.value : null));
  if (values.every((v) => v !== null)) {
    const value = exactCall(name, values, budget);
    if (value) return num(value);
  } else if (name === 'gcd' || name === 'lcm') {
    const shared = common(name, args);
    if (shared) return fold(shared, budget);
  } else if (name === 'max' || name === 'min') {
    if (args.every((a) => keyOf(a) === keyOf(x))) return x;
  }
  return { kind: 'call', name, args };
}

function determinant(rows: readonly (readonly Tree[])[]): Tree {
  const [first, ...rest] = rows;
  if (!first) return int(1);
  const terms = first.map((entry, column) => {
    const minor = rest.map((row) => row.filter((_, k) => k !== column));
    const term = product(entry, determinant(minor));
    return column % 2 === 0 ? term : negative(term);
  });
  return sum(...terms);
}

/** The derivative of the first by the second argument, as often as the third says. */
function slope([body, x, n]: readonly Tree[], budget: Budget): Tree | null {
  if (!body || x?.kind !== 'symbol' || n?.kind !== 'number') return null;
  const found = derivative(body, x.name, Number(n.value.n), budget);
  return found && prepare(found, budget);
}

/** What a tree came to; the same one is prepared for every comparison it is part of. */
const known = new WeakMap<Tree, Tree>();

function bound(t: Bound, budget: Budget): Tree {
  const before = known.get(t);
  if (before) return before;
  const result = operated(t, budget);
  known.set(t, result);
  return result;
}

/**
 * Writes out a finite sum or product, or finds a closed form; otherwise only renames the variable,
 * which does not matter where it is bound.
 */
function operated(t: Bound, budget: Budget): Tree {
  const low = t.low && prepare(t.low, budget);
  const high = t.high && prepare(t.high, budget);
  const count = termsOf(t, low, high);
  if (count !== null && count <= 0n) return int(t.op === 'sum' ? 0 : 1);
  const short = count !== null && count <= maxTerms;
  if (short && (count <= fewTerms || nesting(t.body) === 0)) return written(t, low, count, budget);
  if (t.op === 'integral' && !low && !high) return { ...t, body: prepare(t.body, budget) };
  const opaque = renamed({ ...t, low, high }, budget);
  const plain = closedForm(opaque, budget);
  if (plain) return prepare(plain, budget);
  return short ? written(t, low, count, budget) : opaque;
}

/** How many terms a sum or product has; null when that is not known. */
function termsOf({ op }: Bound, low: Tree | null, high: Tree | null): bigint | null {
  if (op !== 'sum' && op !== 'product') return null;
  if (low?.kind !== 'number' || high?.kind !== 'number') return null;
  if (low.value.d !== 1n || high.value.d !== 1n) return null;
  return high.value.n - low.value.n + 1n;
}

function written(t: Bound, low: Tree | null, count: bigint, budget: Budget): Tree {
  const start = low?.kind === 'number' ? low.value.n : 0n;
  const terms: Tree[] = [];
  for (let k = start; k < start + count; k++)
    terms.push(prepare(substitute(t.body, t.variable, int(k), budget), budget));
  return fold(t.op === 'sum' ? sum(...terms) : product(...terms), budget);
}

/** The body prepared, and its variable named by how deep it stands in what is left. */
function renamed(t: Bound, budget: Budget): Bound {
  const first = `•${nesting(t.body)}`;
  const body = prepare(substitute(t.body, t.variable, symbol(first), budget), budget);
  const variable = `•${nesting(body)}`;
  if (variable === first) return { ...t, variable, body };
  return { ...t, variable, body: substitute(body, first, symbol(variable), budget) };
}

/** How deep operators that bind a variable are nested in the tree. */
function nesting(t: Tree): number {
  const inner = children(t).reduce((deepest, part) => Math.max(deepest, nesting(part)), 0);
  return t.kind === 'bound' ? inner + 1 : inner;
}
