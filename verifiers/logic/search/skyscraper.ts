/**
 * Skyscrapers: a Latin square of heights 1 to n, with the number of buildings seen from the ends of
 * rows and columns. Backtracks on the cell with the fewest heights left.
 */
import type { Budget } from '../../budget.ts';

/** Per side, clue by clue, 0 for none; left and right from the top, top and bottom from the left. */
export interface Sides {
  readonly top: readonly number[];
  readonly bottom: readonly number[];
  readonly left: readonly number[];
  readonly right: readonly number[];
}

interface View {
  readonly clue: number;
  /** The cells from the edge on. */
  readonly cells: readonly number[];
}

export function viewsOf(size: number, sides: Sides): View[] {
  const places = Array.from({ length: size }, (_, i) => i);
  const views: View[] = [];
  const add = (clue: number | undefined, cells: number[]) => {
    if (clue) views.push({ clue, cells });
  };
  for (const k of places) {
    const row = places.map((i) => k * size + i);
    const column = places.map((i) => i * size + k);
    add(sides.left[k], row);
    add(sides.right[k], [...row].reverse());
    add(sides.top[k], column);
    add(sides.bottom[k], [...column].reverse());
  }
  return views;
}

export function seen(heights: readonly number[], cells: readonly number[]): number {
  let [count, highest] = [0, 0];
  for (const cell of cells) {
    const height = heights[cell] as number;
    if (height <= highest) continue;
    highest = height;
    count++;
  }
  return count;
}

/** Whether a complete board is a Latin square that keeps the clues. */
export function keepsRules(
  size: number,
  views: readonly View[],
  board: readonly number[],
): boolean {
  const lines = new Array<number>(2 * size).fill(0);
  for (const [cell, height] of board.entries()) {
    if (!Number.isInteger(height) || height < 1 || height > size) return false;
    for (const line of [Math.floor(cell / size), size + (cell % size)]) {
      lines[line] = (lines[line] as number) | (1 << height);
    }
  }
  const full = (2 << size) - 2;
  return (
    lines.every((mask) => mask === full) &&
    views.every(({ clue, cells }) => seen(board, cells) === clue)
  );
}

/**
 * Whether some solution differs from `solution`, which is one, in the cell `not` (or anywhere, for
 * -1). `board` holds 0 for an empty cell.
 */
export function hasOther(
  size: number,
  views: readonly View[],
  board: readonly number[],
  solution: readonly number[],
  not: number,
  budget: Budget,
): boolean {
  const cells = [...board];
  const full = (2 << size) - 2;
  const allowed = new Array<number>(cells.length).fill(full);
  if (not >= 0) allowed[not] = full & ~(1 << (solution[not] as number));
  for (const view of views) {
    for (const [i, cell] of view.cells.entries()) {
      // Behind a building too high there is no room for all that must be seen.
      let mask = (2 << Math.min(size, size - view.clue + 1 + i)) - 2;
      if (view.clue === 1 && i === 0) mask = 1 << size;
      allowed[cell] = (allowed[cell] as number) & mask;
    }
  }
  const used = new Array<number>(2 * size).fill(0);
  const rowOf = (cell: number) => Math.floor(cell / size);
  const columnOf = (cell: number) => size + (cell % size);
  const flip = (cell: number, bit: number) => {
    used[rowOf(cell)] = (used[rowOf(cell)] as number) ^ bit;
    used[columnOf(cell)] = (used[columnOf(cell)] as number) ^ bit;
  };
  for (const [cell, height] of cells.entries()) if (height > 0) flip(cell, 1 << height);
  const through = cells.map((_, cell) => views.filter((view) => view.cells.includes(cell)));

  /** Looks at the buildings up to the first gap. */
  function mayFit({ clue, cells: line }: View): boolean {
    let [count, highest, filled] = [0, 0, 0];
    for (const cell of line) {
      const height = cells[cell] as number;
      if (height === 0) break;
      filled++;
      if (height <= highest) continue;
      highest = height;
      count++;
    }
    if (highest === size || filled === size) return count === clue;
    return count < clue && count + (size - highest) >= clue;
  }

  function search(): boolean {
    budget.spend();
    let [best, bestMask, fewest] = [-1, 0, 99];
    for (let cell = 0; cell < cells.length && fewest > 1; cell++) {
      if (cells[cell] !== 0) continue;
      const taken = (used[rowOf(cell)] as number) | (used[columnOf(cell)] as number);
      const mask = (allowed[cell] as number) & ~taken;
      const count = bits(mask);
      if (count < fewest) [best, bestMask, fewest] = [cell, mask, count];
    }
    if (best < 0) return cells.some((height, i) => height !== solution[i]);
    for (let mask = bestMask; mask !== 0; mask &= mask - 1) {
      const bit = mask & -mask;
      cells[best] = 31 - Math.clz32(bit);
      flip(best, bit);
      const found = (through[best] as readonly View[]).every(mayFit) && search();
      flip(best, bit);
      if (found) return true;
    }
    cells[best] = 0;
    return false;
  }
  return search();
}

function bits(mask: number): number {
  let count = 0;
  for (let rest = mask; rest !== 0; rest &= rest - 1) count++;
  return count;
}
