/**
 * Star battle: so many stars in every row, column and region, no two of them touching. Searched row
 * by row. What a column or region holds is counted in three bits of one number; they begin at
 * 3 - stars, so that a full one reads 3 and one star too many sets the third bit. Up to nine rows.
 */
import type { Budget } from '../../budget.ts';

export interface Sky {
  readonly size: number;
  /** Stars a row, column and region. */
  readonly stars: number;
  /** The region of every cell, row by row; -1 for a cell that takes no star. */
  readonly regions: ArrayLike<number>;
}

const known = new Map<number, readonly number[]>();

/** The rows as bit masks: so many stars, none beside another. */
export function starRows(size: number, stars: number): readonly number[] {
  const key = 10 * size + stars;
  let rows = known.get(key);
  if (!rows) {
    rows = Array.from({ length: 1 << size }, (_, mask) => mask).filter(
      (mask) => (mask & (mask << 1)) === 0 && bits(mask) === stars,
    );
    known.set(key, rows);
  }
  return rows;
}

/** Up to `limit` placements, each a mask a row; `through` is a cell that must hold a star, or -1. */
export function placeStars(
  { size, stars, regions }: Sky,
  limit: number,
  budget: Budget,
  through = -1,
  rows = starRows(size, stars),
): number[][] {
  const found: number[][] = [];
  const allowed = new Int32Array(size);
  /** Fields of the regions whose last row this is: they must be full after it. */
  const closing = new Int32Array(size);
  const lastRow = new Int8Array(size);
  for (let cell = 0; cell < size * size; cell++) {
    const region = regions[cell] as number;
    if (region < 0) continue;
    const row = Math.floor(cell / size);
    allowed[row] = (allowed[row] as number) | (1 << (cell % size));
    lastRow[region] = row;
  }
  for (const [region, row] of lastRow.entries()) {
    closing[row] = (closing[row] as number) | (3 << (3 * region));
  }
  const start = repeated(3 - stars, size);
  const tooMany = repeated(4, size);
  const fixedRow = through < 0 ? -1 : Math.floor(through / size);
  const fixed = through < 0 ? 0 : 1 << (through % size);
  const taken = new Array<number>(size).fill(0);

  function place(row: number, above: number, columns: number, areas: number): void {
    budget.spend();
    if (row === size) {
      found.push([...taken]);
      return;
    }
    const blocked = above | (above << 1) | (above >> 1) | ~(allowed[row] as number);
    // The fixed star is counted from the start.
    const must = row === fixedRow ? fixed : 0;
    const touched = row + 1 === fixedRow ? fixed | (fixed << 1) | (fixed >> 1) : 0;
    const full = closing[row] as number;
    for (const mask of rows) {
      if ((mask & (blocked | touched)) !== 0 || (mask & must) !== must) continue;
      let inColumns = columns;
      let inAreas = areas;
      for (let rest = mask & ~must; rest !== 0; rest &= rest - 1) {
        const column = 31 - Math.clz32(rest & -rest);
        inColumns += 1 << (3 * column);
        inAreas += 1 << (3 * (regions[row * size + column] as number));
      }
      if (((inColumns | inAreas) & tooMany) !== 0 || (inAreas & full) !== full) continue;
      taken[row] = mask;
      place(row + 1, mask, inColumns, inAreas);
      if (found.length >= limit) return;
    }
  }
  place(
    0,
    0,
    start + (through < 0 ? 0 : 1 << (3 * (through % size))),
    start + (through < 0 ? 0 : 1 << (3 * (regions[through] as number))),
  );
  return found;
}

/** Whether the stars keep the rules and every region hangs together. */
export function keepsSky({ size, stars, regions }: Sky, taken: readonly number[]): boolean {
  const [columns, areas] = [new Int32Array(size), new Int32Array(size)];
  let above = 0;
  for (const [row, mask] of taken.entries()) {
    const near = above | (above << 1) | (above >> 1);
    if ((mask & (near | (mask << 1))) !== 0 || bits(mask) !== stars) return false;
    above = mask;
    for (let rest = mask; rest !== 0; rest &= rest - 1) {
      const column = 31 - Math.clz32(rest & -rest);
      const region = regions[row * size + column] as number;
      columns[column] = (columns[column] as number) + 1;
      areas[region] = (areas[region] as number) + 1;
    }
  }
  return taken.length === size && [...columns, ...areas].every((count) => count === stars);
}

/** The same field of three bits for every column or region. */
function repeated(field: number, size: number): number {
  let all = 0;
  for (let i = 0; i < size; i++) all |= field << (3 * i);
  return all;
}

function bits(mask: number): number {
  let count = 0;
  for (let rest = mask; rest !== 0; rest &= rest - 1) count++;
  return count;
}
