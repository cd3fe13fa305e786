/** The convention that letters may be named otherwise: f(y) for f(x), 2t for 2x. */
import { mapChildren, type Tree } from '../tree.ts';

/** Most different letters of an answer that are tried in every order. */
const maxNames = 4;

/** The tree with its letters renamed to those of the other, in every way; none when numbers differ. */
export function* renamings(tree: Tree, other: Tree): Generator<Tree> {
  const [from, to] = [namesOf(tree), namesOf(other)];
  if (from.length !== to.length || from.length === 0 || from.length > maxNames) return;
  for (const names of permutations(to)) {
    const renamed = new Map(from.map((name, k) => [name, names[k] ?? name]));
    yield rename(tree, renamed);
  }
}

function namesOf(tree: Tree): string[] {
  const names = new Set<string>();
  const visit = (t: Tree): Tree => {
    if (t.kind === 'symbol') names.add(t.name);
    return mapChildren(t, visit);
  };
  visit(tree);
  return [...names];
}

function rename(t: Tree, names: ReadonlyMap<string, string>): Tree {
  if (t.kind === 'symbol') return { kind: 'symbol', name: names.get(t.name) ?? t.name };
  return mapChildren(t, (part) => rename(part, names));
}

function* permutations(items: readonly string[]): Generator<readonly string[]> {
  if (items.length <= 1) yield items;
  else
    for (const [k, first] of items.entries())
      for (const rest of permutations(items.filter((_, i) => i !== k))) yield [first, ...rest];
}
