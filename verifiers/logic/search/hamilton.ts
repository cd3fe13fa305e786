/** Counts the paths of a graph that visit every node once, by depth first search on bit masks. */
import type { Budget } from '../../budget.ts';

/**
 * Up to `limit` paths from `start`; `near` has a mask of neighbours for every one of at most 30
 * nodes. Two nodes with a single neighbour left cannot both be the end.
 */
export function countPaths(
  near: readonly number[],
  start: number,
  limit: number,
  budget: Budget,
): number {
  let found = 0;

  function isLost(at: number, open: number): boolean {
    let ends = 0;
    for (let rest = open; rest !== 0; rest &= rest - 1) {
      const here = 31 - Math.clz32(rest & -rest);
      const ways = (near[here] as number) & (open | (1 << at));
      if (ways === 0) return true;
      if ((ways & (ways - 1)) === 0 && ++ends > 1) return true;
    }
    return false;
  }

  function visit(at: number, open: number): void {
    budget.spend();
    if (open === 0) {
      found++;
      return;
    }
    if (isLost(at, open)) return;
    for (let ways = (near[at] as number) & open; ways !== 0; ways &= ways - 1) {
      const bit = ways & -ways;
      visit(31 - Math.clz32(bit), open & ~bit);
      if (found >= limit) return;
    }
  }

  visit(start, ((1 << near.length) - 1) & ~(1 << start));
  return found;
}
