/** Lists, sets, tuples and matrices. */
import { keyOf } from '../evaluate/key.ts';
import { product, sum, type Tree } from '../tree.ts';
import type { Context } from './context.ts';

/** Most elements that are matched pair by pair once equal keys are paired off. */
const maxUnmatched = 200;

/** Whether two unordered collections have the same elements; repeats count as the options say. */
export function sameElements(
  reference: readonly Tree[],
  response: readonly Tree[],
  context: Context,
): boolean {
  const { repeats } = context.options;
  if (reference.length === response.length && matches(reference, response, context)) return true;
  if (repeats === 'count' || (repeats === 'spare' && reference.length === response.length))
    return false;
  const [a, b] = [distinct(reference), distinct(response)];
  const equal = sameDistinct(a, b, context);
  if (equal) context.used.add('repeats');
  return equal;
}

function sameDistinct(a: readonly Tree[], b: readonly Tree[], context: Context): boolean {
  if (a.length !== b.length)
    return (
      a.length < b.length &&
      merged(b, context).length === a.length &&
      matches(a, merged(b, context), context)
    );
  return matches(a, b, context);
}

/** Elements with equal keys once. */
function distinct(items: readonly Tree[]): Tree[] {
  return [...new Map(items.map((t) => [keyOf(t), t])).values()];
}

/** Elements of equal value once: \{2, \frac42\}. */
function merged(items: readonly Tree[], context: Context): Tree[] {
  if (items.length > 20) return [...items];
  const kept: Tree[] = [];
  for (const item of items) {
    if (!kept.some((other) => context.same(other, item, context))) kept.push(item);
  }
  return kept;
}

function matches(reference: readonly Tree[], response: readonly Tree[], context: Context): boolean {
  const left = new Map<string, Tree[]>();
  for (const item of reference) {
    const key = keyOf(item);
    const others = left.get(key);
    if (others) others.push(item);
    else left.set(key, [item]);
  }
  const unmatched: Tree[] = [];
  for (const item of response) {
    const same = left.get(keyOf(item));
    if (!same?.pop()) unmatched.push(item);
  }
  const remaining = [...left.values()].flat();
  if (remaining.length !== unmatched.length || remaining.length > maxUnmatched) return false;
  // Equality is transitive, so taking the first match never spoils a later one.
  return unmatched.every((item) => {
    const at = remaining.findIndex((other) => context.same(other, item, context));
    if (at < 0) return false;
    remaining.splice(at, 1);
    return true;
  });
}

/** Whether two ordered collections agree place by place. */
export function sameInOrder(
  reference: readonly Tree[],
  response: readonly Tree[],
  context: Context,
): boolean {
  return (
    reference.length === response.length &&
    reference.every((item, k) => {
      const other = response[k];
      return other !== undefined && context.same(item, other, context);
    })
  );
}

type Rows = readonly (readonly Tree[])[];

export function sameMatrix(reference: Rows, response: Rows, context: Context): boolean {
  return (
    reference.length === response.length &&
    reference.every((row, k) => sameInOrder(row, response[k] ?? [], context))
  );
}

/** The entries of a matrix or of a sum or product of matrices; null when the shapes do not fit. */
export function asMatrix(t: Tree): Rows | null {
  if (t.kind === 'matrix') return t.rows;
  if (t.kind === 'interval' && t.low.kind === 'interval' && t.high.kind === 'interval')
    return [
      [t.low.low, t.low.high],
      [t.high.low, t.high.high],
    ];
  if (t.kind === 'sum') {
    const parts = t.terms.map(asMatrix);
    return parts.reduce((a, b) => {
      if (!a || !b || a.length !== b.length) return null;
      const rows = a.map((row, i) => row.map((x, j) => sum(x, b[i]?.[j] ?? x)));
      return a.every((row, i) => row.length === b[i]?.length) ? rows : null;
    });
  }
  if (t.kind === 'product') {
    let result: Rows | null = null;
    const scalars: Tree[] = [];
    for (const factor of t.factors) {
      const rows = asMatrix(factor);
      if (!rows) scalars.push(factor);
      else if (!result) result = rows;
      else result = times(result, rows);
      if (rows && !result) return null;
    }
    return result?.map((row) => row.map((x) => product(...scalars, x))) ?? null;
  }
  return null;
}

/** The matrix product; null when the shapes do not fit or it is large. */
function times(a: Rows, b: Rows): Rows | null {
  const columns = b[0]?.length ?? 0;
  if (a.length * columns * b.length > 4_096) return null;
  if (a.some((row) => row.length !== b.length)) return null;
  return a.map((row) =>
    Array.from({ length: columns }, (_, j) =>
      sum(...row.map((x, k) => product(x, b[k]?.[j] ?? x))),
    ),
  );
}

/** A vector's components: a tuple, a row or a column. */
export function components(t: Tree): readonly Tree[] | null {
  if (t.kind === 'tuple') return t.items;
  const rows = asMatrix(t);
  if (!rows) return null;
  if (rows.length === 1) return rows[0] ?? null;
  return rows.every((row) => row.length === 1) ? rows.flat() : null;
}
