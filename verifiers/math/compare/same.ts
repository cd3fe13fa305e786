/**
 * Whether two trees are the same answer, by their kinds. There is no passing between kinds except
 * by a rule written here; crossing.ts is the door, and asks whether a convention allows it.
 */
import { keyOf } from '../evaluate/key.ts';
import { product, quotient, some, type Tree } from '../tree.ts';
import { asMatrix, components, sameElements, sameInOrder, sameMatrix } from './collection.ts';
import type { Context } from './context.ts';
import { realSet, sameRealSet } from './realset.ts';
import { region } from './region.ts';
import { assignment, chainValue, sameName, sameRelation } from './relation.ts';
import { sameScalar } from './scalar.ts';
import { elements } from './variants.ts';

export function same(reference: Tree, response: Tree, context: Context): boolean {
  context.budget.spend();
  if (keyOf(reference) === keyOf(response)) {
    context.used.add('canonical');
    return true;
  }
  const a = simplified(reference);
  const b = simplified(response);
  if (a.kind === 'relation' || b.kind === 'relation') return withRelation(a, b, context);
  const left = assignment(a);
  const right = assignment(b);
  if (left || right) return context.same(left?.value ?? a, right?.value ?? b, context);

  if (isSetOfReals(a) || isSetOfReals(b)) return sets(a, b, context);
  if (a.kind === 'where' || b.kind === 'where') return sets(a, b, context);
  const [items, others] = [elements(a), elements(b)];
  if (items || others) return collections(a, b, items, others, context);

  const [rows, otherRows] = [asMatrix(a), asMatrix(b)];
  if (rows && otherRows) return sameMatrix(rows, otherRows, context);
  const [vector, other] = [components(a), components(b)];
  if (vector || other)
    return vector !== null && other !== null && sameInOrder(vector, other, context);
  if (a.kind === 'ratio' || b.kind === 'ratio') return ratios(a, b, context);
  if (a.kind === 'words' || b.kind === 'words') return sameWords(a, b);
  if (isOpaque(a) || isOpaque(b)) return sameParts(a, b, context);
  return sameScalar(a, b, context);
}

/** A set of one element, a sum with zero and the like around something that is no scalar. */
function simplified(t: Tree): Tree {
  if (t.kind === 'set' && t.items.length === 1) {
    const [only] = t.items;
    return only && only.kind !== 'set' ? simplified(only) : t;
  }
  if (t.kind === 'sum' && t.terms.length === 2) {
    const [first, second] = t.terms;
    if (first && second && isNumber(second, 0n) && !isScalar(first)) return simplified(first);
  }
  if (t.kind === 'product') {
    const rest = t.factors.filter((x) => !isNumber(x, 1n));
    const minus = rest.filter((x) => isNumber(x, -1n)).length;
    const body = rest.filter((x) => !isNumber(x, -1n));
    const [only] = body;
    if (minus % 2 === 0 && body.length === 1 && only && !isScalar(only)) return simplified(only);
    if (t.factors.some((x) => x.kind === 'set'))
      return product(...t.factors.map((x) => (x.kind === 'set' ? simplified(x) : x)));
  }
  return t;
}

const isNumber = (t: Tree, n: bigint) => t.kind === 'number' && t.value.n === n && t.value.d === 1n;
const containers = new Set<Tree['kind']>([
  'list',
  'tuple',
  'set',
  'interval',
  'union',
  'relation',
  'matrix',
  'ratio',
  'words',
  'where',
  'intersection',
  'difference',
  'named-set',
  'quantity',
]);
const isScalar = (t: Tree) => !containers.has(t.kind);

function isSetOfReals(t: Tree): boolean {
  if (t.kind === 'list')
    return t.items.some(
      (item) => item.kind === 'relation' && item.signs.some((s) => s !== '=' && s !== 'approx'),
    );
  return t.kind === 'interval'
    ? asMatrix(t) === null
    : ['union', 'intersection', 'difference', 'named-set'].includes(t.kind);
}

function sets(a: Tree, b: Tree, context: Context): boolean {
  const [left, right] = [realSet(a, true), realSet(b, true)];
  if (left && right && sameRealSet(left, right, context)) return true;
  const [whole, other] = [region(a, context), region(b, context)];
  if (whole && other) {
    const equal = sameRealSet(whole, other, context);
    if (equal) context.used.add('regions');
    return equal;
  }
  if (left && right) return false;
  if (isOpaque(a) || isOpaque(b)) return sameParts(a, b, context);
  // Lists of intervals, of inequalities that do not reduce, of number systems.
  const [items, others] = [elements(a), elements(b)];
  return items !== null && others !== null && sameElements(items, others, context);
}

function withRelation(a: Tree, b: Tree, context: Context): boolean {
  if (a.kind === 'relation' && b.kind === 'relation') {
    if (sameRelation(a, b, context)) return true;
    if (a.signs.every((s) => s === '=') || b.signs.every((s) => s === '=')) return false;
    const [left, right] = [realSet(a, true), realSet(b, true)];
    const mixed = a.signs.includes('in') || b.signs.includes('in');
    return mixed && left !== null && right !== null && sameRealSet(left, right, context);
  }
  const [relation, other] = a.kind === 'relation' ? [a, b] : [b, a];
  if (relation.kind !== 'relation') return false;
  const back = (value: Tree) =>
    relation === a ? context.same(value, b, context) : context.same(a, value, context);
  if (relation.signs.length === 1 && relation.signs[0] === 'in' && relation.sides[1])
    return back(relation.sides[1]);
  const named = assignment(relation);
  if (named) {
    const twin = assignment(other);
    return (!twin || sameName(named.name, twin.name)) && back(named.value);
  }
  if (relation.signs.every((s) => s === '=' || s === 'approx')) {
    const value = chainValue(relation, context);
    return value !== null && back(value);
  }
  const [left, right] = [realSet(a, true), realSet(b, true)];
  return left !== null && right !== null && sameRealSet(left, right, context);
}

function collections(
  a: Tree,
  b: Tree,
  items: Tree[] | null,
  others: Tree[] | null,
  context: Context,
): boolean {
  if (items && others && !agreeByName(items, others, context)) return false;
  const left = items && unwrapped(items);
  const right = others && unwrapped(others);
  if (left && right) return sameElements(left, right, context);
  // One side is a single thing: a vector written as a bare list, or a list of one.
  const [list, single] = left ? [left, b] : right ? [right, a] : [null, null];
  if (!list || !single) return false;
  const vector = components(single);
  const bare = (left ? a : b).kind === 'list';
  if (vector) {
    if (list.length === 1 && list[0])
      return left ? context.same(list[0], b, context) : context.same(a, list[0], context);
    if (!bare || vector.length !== list.length) return false;
    return left ? sameInOrder(list, vector, context) : sameInOrder(vector, list, context);
  }
  return left ? sameElements(list, [b], context) : sameElements([a], list, context);
}

/** Whether lists that give the same different names a value give each the same: x = 5, y = 3. */
function agreeByName(a: readonly Tree[], b: readonly Tree[], context: Context): boolean {
  const [left, right] = [byName(a), byName(b)];
  if (!left || !right || ![...left.keys()].every((name) => right.has(name))) return true;
  if (left.size !== right.size) return true;
  return [...left].every(([name, value]) => context.same(value, right.get(name) ?? value, context));
}

/** Values by name; null when an item has none, or two have the same. */
function byName(items: readonly Tree[]): Map<string, Tree> | null {
  const named = new Map<string, Tree>();
  for (const item of items) {
    const found = assignment(item);
    if (!found || found.name === '' || named.has(found.name)) return null;
    named.set(found.name, found.value);
  }
  return named.size > 1 ? named : null;
}

/** Items of a list without their names: x = 1, x = 2 is 1, 2. */
function unwrapped(items: readonly Tree[]): Tree[] {
  return items.flatMap((item) => {
    const value = assignment(item)?.value ?? item;
    return elements(value) ?? [value];
  });
}

function ratios(a: Tree, b: Tree, context: Context): boolean {
  if (a.kind === 'ratio' && b.kind === 'ratio') {
    // 4:30 is a time of day, which 8:60 is not; a reference of 2:5 is none.
    if (a.clock) return b.clock && sameInOrder(a.parts, b.parts, context);
    const [x, y] = [a.parts[0], b.parts[0]];
    if (!x || !y || a.parts.length !== b.parts.length) return false;
    return a.parts.slice(1).every((part, k) => {
      const other = b.parts[k + 1];
      return other !== undefined && context.same(product(part, y), product(other, x), context);
    });
  }
  const fraction = (t: Tree) =>
    t.kind === 'ratio' && t.parts.length === 2 && t.parts[0] && t.parts[1]
      ? quotient(t.parts[0], t.parts[1])
      : t;
  const [left, right] = [fraction(a), fraction(b)];
  if (left.kind === 'ratio' || right.kind === 'ratio') return false;
  return context.same(left, right, context);
}

function sameWords(a: Tree, b: Tree): boolean {
  const text = (t: Tree) =>
    t.kind === 'words' ? t.text.toLowerCase().replace(/\W+/g, ' ').trim() : null;
  return text(a) !== null && text(a) === text(b);
}

/** Trees that are no scalars and have no rule of their own. */
function isOpaque(t: Tree): boolean {
  return (
    t.kind === 'intersection' ||
    t.kind === 'difference' ||
    (t.kind !== 'quantity' && some(t, (x) => x.kind === 'interval' || x.kind === 'words'))
  );
}

function sameParts(a: Tree, b: Tree, context: Context): boolean {
  if (a.kind === 'intersection' && b.kind === 'intersection')
    return sameElements(a.parts, b.parts, context);
  if (a.kind === 'difference' && b.kind === 'difference')
    return sameInOrder(a.parts, b.parts, context);
  return false;
}
