/**
 * Sets of reals with constant ends as regions: the line is cut at every end that occurs, and a set is
 * a yes or no for each cut and each gap between cuts. Unions, intersections and differences are then
 * exact, and equal sets have one form: [1, 2] ∪ [2, 3] is [1, 3].
 */
import { compare } from '../../rational.ts';
import { identity } from '../evaluate/identity.ts';
import { rationalNear } from '../evaluate/near.ts';
import { negative, some, type Tree } from '../tree.ts';
import type { Context } from './context.ts';
import { type RealSet, realSet } from './realset.ts';

/** Most different ends of one comparison. */
const maxCuts = 64;

const infinity: Tree = { kind: 'constant', name: 'infinity' };

/** The least union of intervals and points that is this set; null when it is none of constant ends. */
export function region(t: Tree, context: Context): RealSet | null {
  const leaves: RealSet[] = [];
  const where = new Map<Tree, number>();
  const collect = (part: Tree): boolean => {
    if (part.kind === 'union' || part.kind === 'intersection' || part.kind === 'difference')
      return part.parts.every(collect);
    const leaf = leafSet(part);
    if (!leaf) return false;
    where.set(part, leaves.push(leaf) - 1);
    return true;
  };
  if (!collect(t)) return null;
  const cuts = sortedCuts(leaves, context);
  if (!cuts) return null;
  const cells = leaves.map((leaf) => cellsOf(leaf, cuts, context));
  const walk = (part: Tree): readonly boolean[] => {
    if (part.kind !== 'union' && part.kind !== 'intersection' && part.kind !== 'difference')
      return cells[where.get(part) ?? 0] ?? [];
    const { kind } = part;
    return part.parts.map(walk).reduce((a, b) =>
      a.map((inA, k) => {
        const inB = b[k] === true;
        return kind === 'union' ? inA || inB : kind === 'intersection' ? inA && inB : inA && !inB;
      }),
    );
  };
  return joined(walk(t), cuts);
}

/** In a union or intersection a bare list is a set, a pair an open interval, a number a point. */
function leafSet(t: Tree): RealSet | null {
  if (t.kind === 'list' && !t.items.some((item) => item.kind === 'relation'))
    return { intervals: [], points: t.items };
  const set = realSet(t, true);
  if (set) return set;
  return isConstant(t) ? { intervals: [], points: [t] } : null;
}

const scalars = new Set<Tree['kind']>([
  'number',
  'constant',
  'sum',
  'product',
  'quotient',
  'power',
  'call',
]);
const isConstant = (t: Tree) => !some(t, (part) => !scalars.has(part.kind));

function infinite(t: Tree): -1 | 0 | 1 {
  if (t.kind === 'constant') return t.name === 'infinity' ? 1 : 0;
  if (t.kind !== 'product' || !t.factors.some((x) => infinite(x) === 1)) return 0;
  return t.factors.some((x) => x.kind === 'number' && x.value.n < 0n) ? -1 : 1;
}

/** The order of two ends; null when it is not known. */
function order(a: Tree, b: Tree, context: Context): number | null {
  if (identity(a, b, context.budget).same) return 0;
  const [x, y] = [rationalNear(a, context.budget), rationalNear(b, context.budget)];
  const sign = x && y ? compare(x, y) : 0;
  return sign === 0 ? null : sign;
}

/** All finite ends and points in rising order, each once; null when they cannot be ordered. */
function sortedCuts(leaves: readonly RealSet[], context: Context): Tree[] | null {
  const cuts: Tree[] = [];
  const ends = leaves.flatMap(({ intervals, points }) => [
    ...intervals.flatMap((x) => [x.low, x.high]),
    ...points,
  ]);
  for (const end of ends) {
    if (infinite(end) !== 0) continue;
    if (!isConstant(end) || cuts.length > maxCuts) return null;
    let at = 0;
    for (; at < cuts.length; at++) {
      const sign = order(end, cuts[at] as Tree, context);
      if (sign === null) return null;
      if (sign === 0) at = cuts.length + 1;
      else if (sign < 0) break;
    }
    if (at <= cuts.length) cuts.splice(at, 0, end);
  }
  return cuts;
}

/** Cell 2k + 1 is the cut k, cell 2k the gap before it. */
function cellsOf({ intervals, points }: RealSet, cuts: readonly Tree[], context: Context) {
  const cell = (end: Tree): number => {
    const side = infinite(end);
    if (side !== 0) return side < 0 ? -1 : 2 * cuts.length + 1;
    return 2 * cuts.findIndex((cut) => order(end, cut, context) === 0) + 1;
  };
  const inside = Array<boolean>(2 * cuts.length + 1).fill(false);
  for (const { low, high, lowClosed, highClosed } of intervals) {
    const [from, to] = [cell(low), cell(high)];
    for (let k = from; k <= to; k++) {
      const end = (k === from && !lowClosed) || (k === to && !highClosed);
      if (!end && k >= 0 && k < inside.length) inside[k] = true;
    }
  }
  for (const point of points) inside[cell(point)] = true;
  return inside;
}

function joined(cells: readonly boolean[], cuts: readonly Tree[]): RealSet {
  const intervals: RealSet['intervals'][number][] = [];
  const points: Tree[] = [];
  for (let from = 0; from < cells.length; from++) {
    if (!cells[from]) continue;
    let to = from;
    while (cells[to + 1]) to++;
    const isCut = (k: number) => k % 2 === 1;
    if (from === to && isCut(from)) points.push(cuts[(from - 1) / 2] as Tree);
    else {
      intervals.push({
        kind: 'interval',
        low: cuts[(isCut(from) ? from - 1 : from - 2) / 2] ?? negative(infinity),
        high: cuts[(isCut(to) ? to - 1 : to) / 2] ?? infinity,
        lowClosed: isCut(from),
        highClosed: isCut(to),
      });
    }
    from = to;
  }
  return { intervals, points };
}
