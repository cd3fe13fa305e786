/**
 * Sliding puzzles: a square of numbered tiles with one gap, written 0, that belongs at the end. A
 * move is named by the direction in which a tile slides into the gap.
 */

export type Direction = 'up' | 'down' | 'left' | 'right';
export const directions: readonly Direction[] = ['up', 'down', 'left', 'right'];
const opposite = { up: 'down', down: 'up', left: 'right', right: 'left' } as const;

export { opposite };

/** Where the tile that moves stands; -1 when there is none. */
export function tileFor(gap: number, size: number, direction: Direction): number {
  switch (direction) {
    case 'up':
      return gap + size < size * size ? gap + size : -1;
    case 'down':
      return gap - size;
    case 'left':
      return gap % size < size - 1 ? gap + 1 : -1;
    case 'right':
      return gap % size > 0 ? gap - 1 : -1;
  }
}

/** The tiles in order, the gap last. */
export function solved(size: number): number[] {
  return Array.from({ length: size * size }, (_, i) => (i + 1) % (size * size));
}

/** Makes a move; false when no tile can move that way. */
export function slide(board: number[], size: number, direction: Direction): boolean {
  const gap = board.indexOf(0);
  const tile = tileFor(gap, size, direction);
  if (tile < 0) return false;
  board[gap] = board[tile] as number;
  board[tile] = 0;
  return true;
}

const factorials = [1, 1, 2, 6, 24, 120, 720, 5_040, 40_320];
const unseen = 255;
let table: Uint8Array | undefined;

/** The place of an arrangement of 0 to 8 in the list of all of them. */
function rank(board: readonly number[]): number {
  let result = 0;
  let seen = 0;
  for (let i = 0; i < 9; i++) {
    const tile = board[i] as number;
    let smaller = tile;
    for (let bits = seen & ((1 << tile) - 1); bits !== 0; bits &= bits - 1) smaller--;
    seen |= 1 << tile;
    result += smaller * (factorials[8 - i] as number);
  }
  return result;
}

/** The fewest moves to the goal of every arrangement, breadth first from the goal. */
function distances(): Uint8Array {
  if (table) return table;
  const made = new Uint8Array(362_880).fill(unseen);
  let layer = [solved(3)];
  made[rank(solved(3))] = 0;
  for (let moves = 1; layer.length > 0; moves++) {
    const next: number[][] = [];
    for (const board of layer) {
      for (const direction of directions) {
        const moved = [...board];
        if (!slide(moved, 3, direction)) continue;
        const at = rank(moved);
        if (made[at] !== unseen) continue;
        made[at] = moves;
        next.push(moved);
      }
    }
    layer = next;
  }
  table = made;
  return made;
}

/** A shortest solution of an 8-puzzle that has one. */
export function solveEight(board: readonly number[]): Direction[] {
  const fewest = distances();
  const moves: Direction[] = [];
  let here = [...board];
  for (let left = fewest[rank(here)] as number; left > 0; left--) {
    for (const direction of directions) {
      const moved = [...here];
      if (!slide(moved, 3, direction) || fewest[rank(moved)] !== left - 1) continue;
      moves.push(direction);
      here = moved;
      break;
    }
  }
  return moves;
}
