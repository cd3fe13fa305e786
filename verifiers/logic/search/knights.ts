/** The shortest way to swap two sets of knights that move in turn, on a board of twelve squares at most. */
import type { Budget } from '../../budget.ts';

export interface Knights {
  /** The squares (bit mask) a knight goes to from each square. */
  readonly reach: readonly number[];
  readonly white: number;
  readonly black: number;
  readonly whiteMoves: boolean;
}

/** From and to of every move of a shortest solution, breadth first; null when there is none. */
export function solveKnights(
  { reach, white, black, whiteMoves }: Knights,
  budget?: Budget,
): [from: number, to: number][] | null {
  const shift = reach.length;
  const full = (1 << shift) - 1;
  const keyOf = (w: number, b: number, turn: number) => (w << (shift + 1)) | (b << 1) | turn;
  const first = keyOf(white, black, whiteMoves ? 1 : 0);
  const came = new Map<number, number>([[first, -1]]);
  const queue = [first];
  for (let at = 0; at < queue.length; at++) {
    budget?.spend();
    const key = queue[at] as number;
    const turn = key & 1;
    const b = (key >> 1) & full;
    const w = key >> (shift + 1);
    if (w === black && b === white) return movesTo(came, key, shift);
    const movers = turn === 1 ? w : b;
    const taken = w | b;
    for (let rest = movers; rest !== 0; rest &= rest - 1) {
      const from = rest & -rest;
      const free = (reach[31 - Math.clz32(from)] as number) & ~taken;
      for (let ways = free; ways !== 0; ways &= ways - 1) {
        const moved = movers ^ from ^ (ways & -ways);
        const next = turn === 1 ? keyOf(moved, b, 0) : keyOf(w, moved, 1);
        if (came.has(next)) continue;
        came.set(next, key);
        queue.push(next);
      }
    }
  }
  return null;
}

function movesTo(
  came: ReadonlyMap<number, number>,
  end: number,
  shift: number,
): [from: number, to: number][] {
  const moves: [number, number][] = [];
  const full = (1 << shift) - 1;
  for (let key = end; ; ) {
    const before = came.get(key) as number;
    if (before < 0) return moves.reverse();
    // The side that moved is the one whose turn it was.
    const side = (k: number) => ((before & 1) === 1 ? k >> (shift + 1) : (k >> 1) & full);
    const [old, now] = [side(before), side(key)];
    moves.push([31 - Math.clz32(old & ~now), 31 - Math.clz32(now & ~old)]);
    key = before;
  }
}
