/**
 * Solves 9×9 sudoku by backtracking on the cell with the fewest candidates. Boards are 81 cells in
 * rows, 0 for an empty one; candidates are bit masks (bit d for digit d).
 */
import type { Budget } from '../../budget.ts';

export type Board = readonly number[];

const full = 0x3fe;
const boxOf = Uint8Array.from(
  { length: 81 },
  (_, i) => 3 * Math.floor(i / 27) + Math.floor((i % 9) / 3),
);
const rowOf = Uint8Array.from({ length: 81 }, (_, i) => Math.floor(i / 9));
const columnOf = Uint8Array.from({ length: 81 }, (_, i) => i % 9);

/**
 * Up to `limit` solutions. `order` permutes the digits tried first, so that a random order gives a
 * random first solution. A board that breaks the rules has none.
 */
export function solveSudoku(
  board: Board,
  limit: number,
  budget: Budget,
  order: readonly number[] = [1, 2, 3, 4, 5, 6, 7, 8, 9],
): number[][] {
  const cells = Uint8Array.from(board);
  const rows = new Uint16Array(9);
  const columns = new Uint16Array(9);
  const boxes = new Uint16Array(9);
  const found: number[][] = [];

  const flip = (i: number, bit: number) => {
    rows[rowOf[i] as number] = (rows[rowOf[i] as number] as number) ^ bit;
    columns[columnOf[i] as number] = (columns[columnOf[i] as number] as number) ^ bit;
    boxes[boxOf[i] as number] = (boxes[boxOf[i] as number] as number) ^ bit;
  };
  const free = (i: number) =>
    full &
    ~(
      (rows[rowOf[i] as number] as number) |
      (columns[columnOf[i] as number] as number) |
      (boxes[boxOf[i] as number] as number)
    );

  for (let i = 0; i < 81; i++) {
    const bit = 1 << (cells[i] as number);
    if (bit === 1) continue;
    if ((free(i) & bit) === 0) return [];
    flip(i, bit);
  }

  // Depth is at most 81, one level an empty cell.
  function search(): void {
    budget.spend();
    let best = -1;
    let mask = 0;
    let fewest = 10;
    for (let i = 0; i < 81; i++) {
      if (cells[i] !== 0) continue;
      const candidates = free(i);
      const count = bitCount(candidates);
      if (count >= fewest) continue;
      [best, mask, fewest] = [i, candidates, count];
      if (count <= 1) break;
    }
    if (best < 0) {
      found.push(Array.from(cells));
      return;
    }
    for (const digit of order) {
      const bit = 1 << digit;
      if ((mask & bit) === 0) continue;
      cells[best] = digit;
      flip(best, bit);
      search();
      flip(best, bit);
      if (found.length >= limit) break;
    }
    cells[best] = 0;
  }
  search();
  return found;
}

/** Whether a complete board has every digit once in every row, column and box. */
export function isSolved(board: Board): boolean {
  const seen = new Uint16Array(27);
  for (let i = 0; i < 81; i++) {
    const digit = board[i] ?? 0;
    if (digit < 1 || digit > 9) return false;
    for (const unit of [
      rowOf[i] as number,
      9 + (columnOf[i] as number),
      18 + (boxOf[i] as number),
    ]) {
      seen[unit] = (seen[unit] as number) | (1 << digit);
    }
  }
  return seen.every((mask) => mask === full);
}

function bitCount(mask: number): number {
  let count = 0;
  for (let rest = mask; rest !== 0; rest &= rest - 1) count++;
  return count;
}
