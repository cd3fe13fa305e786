/** Sets of real numbers: intervals, unions, inequalities in one variable, number systems. */
import { int, negative, type RelationSign, some, type Tree } from '../tree.ts';
import { sameElements } from './collection.ts';
import type { Context } from './context.ts';

type Interval = Extract<Tree, { kind: 'interval' }>;

export interface RealSet {
  readonly intervals: readonly Interval[];
  readonly points: readonly Tree[];
}

const infinity: Tree = { kind: 'constant', name: 'infinity' };
const minusInfinity: Tree = negative(infinity);

function interval(low: Tree, lowClosed: boolean, high: Tree, highClosed: boolean): RealSet {
  return { intervals: [{ kind: 'interval', low, high, lowClosed, highClosed }], points: [] };
}

/**
 * The set of reals that the tree describes; null when it describes none.
 * @param loose whether a pair (a, b) is the open interval.
 */
export function realSet(t: Tree, loose: boolean): RealSet | null {
  switch (t.kind) {
    case 'interval':
      return { intervals: [t], points: [] };
    case 'tuple': {
      const [low, high] = t.items;
      return loose && t.items.length === 2 && low && high
        ? interval(low, false, high, false)
        : null;
    }
    case 'set':
      return { intervals: [], points: t.items };
    case 'named-set':
      return t.name === 'real' ? interval(minusInfinity, false, infinity, false) : null;
    case 'union':
      return union(
        t.parts.map((part) =>
          part.kind === 'list' ? { intervals: [], points: part.items } : realSet(part, true),
        ),
      );
    case 'list':
      // x ≠ 1, x ≠ 2 holds where both do: no union.
      return t.items.length > 0 &&
        t.items.every((item) => item.kind === 'relation' && !item.signs.includes('!='))
        ? union(t.items.map((item) => condition(item)))
        : null;
    case 'where':
      return binds(t.of, t.condition) ? realSet(t.condition, true) : null;
    case 'relation':
      return condition(t);
    default:
      return null;
  }
}

/** Whether the condition is about what is collected: {x | x < 2}, not {y | x < 2}. */
function binds(of: Tree, condition: Tree): boolean {
  return of.kind !== 'symbol' || some(condition, (t) => t.kind === 'symbol' && t.name === of.name);
}

function union(parts: readonly (RealSet | null)[]): RealSet | null {
  if (!parts.every((part) => part !== null)) return null;
  return {
    intervals: parts.flatMap((part) => part.intervals),
    points: parts.flatMap((part) => part.points),
  };
}

/** x > a, a < x ≤ b, |x| < a, x = a, x ∈ S: the set of x. */
function condition(t: Tree): RealSet | null {
  if (t.kind !== 'relation') return null;
  const [a, b, c] = t.sides;
  const [first, second] = t.signs;
  if (!a || !b || !first) return null;
  if (t.signs.length === 1) {
    if (first === 'in') return realSet(b, true);
    if (first === '=' && isVariable(a) && isFree(b)) return { intervals: [], points: [b] };
    if (first === '!=' && isVariable(a) && isFree(b)) return union([ray('<', b), ray('>', b)]);
    if (isVariable(a) && isFree(b)) return ray(first, b);
    if (isVariable(b) && isFree(a)) return ray(mirrored(first), a);
    if (isModulus(a) && isFree(b) && (first === '<' || first === '<=')) {
      const closed = first === '<=';
      return interval(negative(b), closed, b, closed);
    }
    return null;
  }
  if (t.signs.length !== 2 || !c || !second || !isFree(a) || !isFree(c)) return null;
  const rising = isRising(first) && isRising(second);
  const falling = isRising(mirrored(first)) && isRising(mirrored(second));
  if (!rising && !falling) return null;
  const [low, lowSign, high, highSign] = rising ? [a, first, c, second] : [c, second, a, first];
  const [lowClosed, highClosed] = [lowSign.length === 2, highSign.length === 2];
  if (isVariable(b)) return interval(low, lowClosed, high, highClosed);
  if (isModulus(b)) {
    return union([
      interval(negative(high), highClosed, negative(low), lowClosed),
      interval(low, lowClosed, high, highClosed),
    ]);
  }
  return null;
}

function ray(sign: RelationSign, bound: Tree): RealSet | null {
  if (sign === '>' || sign === '>=') return interval(bound, sign === '>=', infinity, false);
  if (sign === '<' || sign === '<=') return interval(minusInfinity, false, bound, sign === '<=');
  return null;
}

const isRising = (sign: RelationSign) => sign === '<' || sign === '<=';

/** The sign with its sides exchanged. */
export function mirrored(sign: RelationSign): RelationSign {
  return ({ '<': '>', '<=': '>=', '>': '<', '>=': '<=' } as const)[sign as '<'] ?? sign;
}

const isVariable = (t: Tree) => t.kind === 'symbol' || t.kind === 'apply';
const isModulus = (t: Tree) =>
  t.kind === 'call' && t.name === 'abs' && t.args[0] !== undefined && isVariable(t.args[0]);

/** Whether the tree is a value: not itself a relation or a set. */
function isFree(t: Tree): boolean {
  return !some(t, (x) => x.kind === 'relation' || x.kind === 'interval' || x.kind === 'set');
}

export function sameRealSet(a: RealSet, b: RealSet, context: Context): boolean {
  const ends = (s: RealSet): Tree[] =>
    s.intervals.map((x) => ({
      kind: 'tuple',
      items: [x.low, x.high, int(x.lowClosed ? 1 : 0), int(x.highClosed ? 1 : 0)],
    }));
  return (
    a.intervals.length === b.intervals.length &&
    sameElements(ends(a), ends(b), context) &&
    a.points.length > 0 === b.points.length > 0 &&
    sameElements(a.points, b.points, context)
  );
}
