/**
 * The door between kinds. Two trees of different shape can be the same answer only by a convention;
 * here it is named, and asked of the options. What the shapes mean is same.ts's business.
 */
import { keyOf } from '../evaluate/key.ts';
import type { Conventions } from '../presets.ts';
import type { Tree } from '../tree.ts';
import { asMatrix, sameElements, sameInOrder } from './collection.ts';
import type { Context } from './context.ts';
import { same as sameKinds } from './same.ts';

type Convention = keyof Conventions;

/** Whether two answers are the same under the conventions in force. */
export function same(reference: Tree, response: Tree, context: Context): boolean {
  const { options, used } = context;
  if (reference.kind === response.kind && reference.kind !== 'relation') {
    if (reference.kind === 'words' && !options.loose_words)
      return keyOf(reference) === keyOf(response);
    if (reference.kind !== 'list' || response.kind !== 'list')
      return sameKinds(reference, response, context);
    if (options.list_order === 'same' && !isAssigned(reference.items, response.items))
      return sameInOrder(reference.items, response.items, context);
    if (!sameKinds(reference, response, context)) return false;
    if (isShuffled(reference, response)) used.add('list_order');
    return true;
  }
  const pair = setAndTuple(reference, response);
  if (pair) {
    if (options.set_tuple === 'off') return false;
    const compare = options.set_tuple === 'in_order' ? sameInOrder : sameElements;
    if (!compare(...pair, context)) return false;
    used.add('set_tuple');
    return true;
  }
  const convention = crossing(reference, response);
  if (convention !== null && !permits(convention, reference, options)) return false;
  if (!sameKinds(reference, response, context)) return false;
  if (convention !== null) used.add(convention);
  return true;
}

/** The convention under which trees of two kinds may be the same; null when it takes none. */
function crossing(a: Tree, b: Tree): Convention | null {
  const [side, other] = [realSide(a), realSide(b)];
  if (side !== null && other !== null) {
    if (side !== other) return 'inequality_interval';
    return isMembership(a) === isMembership(b) ? null : 'assignment';
  }
  const either = (kind: Tree['kind']) => a.kind === kind || b.kind === kind;
  if (either('relation')) return a.kind === b.kind ? null : 'assignment';
  if (either('ratio')) return [a, b].some(isLabelled) ? 'assignment' : 'ratio_fraction';
  if (either('set')) return side === null && other === null ? 'bare_set' : null;
  if (either('list') && (either('tuple') || either('matrix'))) return 'bare_tuple';
  const rows = either('tuple') && (asMatrix(a) !== null || asMatrix(b) !== null);
  return rows ? 'vector_tuple' : null;
}

function permits(convention: Convention, reference: Tree, options: Conventions): boolean {
  if (convention !== 'inequality_interval') return options[convention] === true;
  const level = options.inequality_interval;
  return level === 'both' || (level === 'reference' && realSide(reference) === 'inequality');
}

/** x ∈ S: a name before the set. */
const isMembership = (t: Tree) => t.kind === 'relation' && t.signs.includes('in');

const inequalities = new Set(['<', '<=', '>', '>=', '!=']);

/** How a set of reals is written; null when the tree is none. */
function realSide(t: Tree): 'inequality' | 'interval' | null {
  switch (t.kind) {
    case 'relation':
      if (t.signs.includes('in')) return 'interval';
      return t.signs.every((sign) => inequalities.has(sign)) ? 'inequality' : null;
    case 'list':
      return t.items.length > 0 && t.items.every((item) => realSide(item) === 'inequality')
        ? 'inequality'
        : null;
    case 'interval':
    case 'union':
    case 'intersection':
    case 'difference':
    case 'named-set':
    case 'where':
      return 'interval';
    default:
      return null;
  }
}

const isLabelled = (t: Tree) => t.kind === 'ratio' && t.parts[0]?.kind === 'words';

function setAndTuple(a: Tree, b: Tree): [readonly Tree[], readonly Tree[]] | null {
  const set = a.kind === 'set' ? a : b;
  // A set of one tuple has its braces beside the answer.
  if (set.kind !== 'set' || set.items.length === 1) return null;
  if (a.kind === 'set' && b.kind === 'tuple') return [a.items, b.items];
  return a.kind === 'tuple' && b.kind === 'set' ? [a.items, b.items] : null;
}

/** Named values say themselves which is which: x = 1, y = 2 is y = 2, x = 1. */
function isAssigned(a: readonly Tree[], b: readonly Tree[]): boolean {
  return [...a, ...b].every((item) => item.kind === 'relation');
}

/** Whether equal lists plainly come in different orders. */
function isShuffled(a: Tree, b: Tree): boolean {
  if (a.kind !== 'list' || b.kind !== 'list' || keyOf(a) !== keyOf(b)) return false;
  return a.items.some((item, k) => keyOf(item) !== keyOf(b.items[k] ?? item));
}
