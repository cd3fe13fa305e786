/**
 * Edit distances in counted steps: of texts (Levenshtein 1966) and of ordered trees with labels
 * (Zhang and Shasha 1989). Both are at least quadratic, so every cell of a table is spent.
 */
import type { Budget } from '../../budget.ts';

/** How many characters (code points) must be put in, taken out or exchanged. */
export function levenshtein(a: string, b: string, budget: Budget): number {
  if (a === b) return 0;
  const from = Array.from(a);
  const to = Array.from(b);
  budget.spend((from.length + 1) * (to.length + 1));
  let above = new Float64Array(to.length + 1).map((_, j) => j);
  let row = new Float64Array(to.length + 1);
  for (let i = 1; i <= from.length; i++) {
    row[0] = i;
    for (let j = 1; j <= to.length; j++) {
      const kept = above[j - 1] as number;
      row[j] =
        from[i - 1] === to[j - 1]
          ? kept
          : 1 + Math.min(above[j] as number, row[j - 1] as number, kept);
    }
    [above, row] = [row, above];
  }
  return above[to.length] as number;
}

/** The nodes in post-order: children before their parent. */
export interface Tree {
  readonly labels: readonly string[];
  /** The leftmost leaf under each node. */
  readonly first: readonly number[];
}

/** `change(from, to)` is the cost of a new label, with '' for a node put in or taken out. */
export function treeDistance(
  a: Tree,
  b: Tree,
  change: (from: string, to: string) => number,
  budget: Budget,
): number {
  const [n, m] = [a.labels.length, b.labels.length];
  budget.spend(8 * (n + 1) * (m + 1)); // the three tables are that much memory
  const removed = a.labels.map((label) => change(label, ''));
  const added = b.labels.map((label) => change('', label));
  const changed = new Float64Array(n * m).fill(-1);
  const trees = new Float64Array(n * m);
  const forests = new Float64Array((n + 1) * (m + 1));
  const width = m + 1;

  function changeOf(i: number, j: number): number {
    const at = i * m + j;
    const known = changed[at] as number;
    if (known >= 0) return known;
    const cost = change(a.labels[i] as string, b.labels[j] as string);
    changed[at] = cost;
    return cost;
  }

  /** Fills in the distances of all pairs of subtrees on the left paths of two key roots. */
  function compare(rootA: number, rootB: number): void {
    const [startA, startB] = [a.first[rootA] as number, b.first[rootB] as number];
    const [rows, columns] = [rootA - startA + 2, rootB - startB + 2];
    budget.spend(rows * columns);
    const forest = (x: number, y: number) => forests[x * width + y] as number;
    forests[0] = 0;
    for (let x = 1; x < rows; x++) {
      forests[x * width] = forest(x - 1, 0) + (removed[startA + x - 1] as number);
    }
    for (let y = 1; y < columns; y++) {
      forests[y] = forest(0, y - 1) + (added[startB + y - 1] as number);
    }
    for (let x = 1; x < rows; x++) {
      const i = startA + x - 1;
      const firstA = a.first[i] as number;
      for (let y = 1; y < columns; y++) {
        const j = startB + y - 1;
        const firstB = b.first[j] as number;
        const isPath = firstA === startA && firstB === startB;
        const matched = isPath
          ? forest(x - 1, y - 1) + changeOf(i, j)
          : forest(firstA - startA, firstB - startB) + (trees[i * m + j] as number);
        const least = Math.min(
          forest(x - 1, y) + (removed[i] as number),
          forest(x, y - 1) + (added[j] as number),
          matched,
        );
        forests[x * width + y] = least;
        if (isPath) trees[i * m + j] = least;
      }
    }
  }

  const rootsB = keyRoots(b);
  for (const i of keyRoots(a)) for (const j of rootsB) compare(i, j);
  return trees[n * m - 1] as number;
}

/** Of the nodes that share a leftmost leaf the topmost. */
function keyRoots({ first }: Tree): number[] {
  const seen = new Set<number>();
  const roots: number[] = [];
  for (let i = first.length - 1; i >= 0; i--) {
    const leaf = first[i] as number;
    if (seen.has(leaf)) continue;
    seen.add(leaf);
    roots.push(i);
  }
  return roots.reverse();
}
