/** Trees with ± written out: 1 ± √5 is two numbers. */
import { children, mapChildren, negative, type Tree } from '../tree.ts';

/** Most signs written out; more make an answer nobody means. */
const maxSigns = 6;

const holders = new Set(['list', 'set', 'relation', 'union']);

/** All trees the signs stand for; the tree alone when it has none or too many. */
export function variants(tree: Tree): Tree[] {
  const { count, lower } = signs(tree);
  if (count === 0 || count > maxSigns) return [tree];
  // With a ∓ all signs go together; without, each is free.
  const total = lower ? 2 : 2 ** count;
  return Array.from({ length: total }, (_, mask) => {
    let next = 0;
    const choose = (t: Tree): Tree => {
      if (t.kind !== 'sign') return mapChildren(t, choose);
      const minus = lower ? (mask === 1) !== t.lower : ((mask >> next++) & 1) === 1;
      const of = choose(t.of);
      return minus ? negative(of) : of;
    };
    return choose(tree);
  });
}

function signs(t: Tree): { count: number; lower: boolean } {
  let count = t.kind === 'sign' ? 1 : 0;
  let lower = t.kind === 'sign' && t.lower;
  for (const part of children(t)) {
    const inner = signs(part);
    count += inner.count;
    lower ||= inner.lower;
  }
  return { count, lower };
}

/** The elements a list, a set or an expression with ± stands for; null for one plain value. */
export function elements(t: Tree): Tree[] | null {
  if (t.kind === 'list' || t.kind === 'set')
    return t.items.flatMap((item) => elements(item) ?? [item]);
  if (holders.has(t.kind)) return null;
  const all = variants(t);
  return all.length > 1 ? all : null;
}
