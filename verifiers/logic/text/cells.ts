/** Grids whose cells are single characters; in metadata a row is one string. */
import { z } from 'zod';
import { readGrid } from './grid.ts';

export const cellRows = z.array(z.string().min(1).max(16)).min(1).max(16);

/** The cells row by row; null when the grid has another shape. */
export function readCells(answer: string, rows: number, columns: number): string[] | null {
  const plain = readPlain(answer, rows, columns);
  if (plain) return plain;
  const grid = readGrid(answer);
  if (grid?.length !== rows || grid.some((row) => row.length !== columns)) return null;
  return grid.flat();
}

/** The form the questions ask for: every second character is a cell. Only saves time. */
function readPlain(answer: string, rows: number, columns: number): string[] | null {
  if (answer.length !== 2 * rows * columns - 1) return null;
  const cells: string[] = [];
  for (let i = 0; i < answer.length; i += 2) {
    const cell = answer[i] as string;
    if (cell === ' ' || cell === '\n') return null;
    cells.push(cell);
    const end = cells.length % columns === 0 ? '\n' : ' ';
    if (i + 1 < answer.length && answer[i + 1] !== end) return null;
  }
  return cells;
}

export function inRows(cells: readonly (string | number)[], columns: number): string[] {
  return Array.from({ length: cells.length / columns }, (_, r) =>
    cells.slice(r * columns, (r + 1) * columns).join(''),
  );
}

/** Cells separated by blanks, one row a line. */
export function showRows(rows: readonly string[]): string {
  return rows.map((row) => [...row].join(' ')).join('\n');
}
