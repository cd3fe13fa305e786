/**
 * Grids in answers and questions. Layout is free: cells may be separated by blanks, commas, bars or
 * LaTeX's &, or stand side by side; rows are lines, \\ or the lists of a list. Rules between the
 * rows (`---+---`) and the frame of a table are passed over.
 */
import { unwrap } from './unwrap.ts';

const separators = /[\s,;|&"'`│┃]+/;
/** Neither LaTeX nor lists: lines of cells. */
const isPlain = (text: string) => !/[\\[\](){}]/.test(text);
const rule = /^(?:[-=─━┼╋+:]{2,}|\\hline)$/;

/**
 * The rows of cells; rows may differ in length. Null when there is no cell at all. A grid whose
 * rows are single words is cut into characters, unless it is written as a list of lists.
 */
export function readGrid(text: string): string[][] | null {
  const content = unwrap(text, { keepStop: true }); // a dot may be a cell
  const bare = isPlain(content) ? content : withoutLayout(content);
  const bracketed = /[[(]/.test(bare);
  const rows: string[][] = [];
  for (const line of bare.split('\n')) {
    const cells = cellsOf(bracketed ? line.replace(/[[(]/g, ' ') : line);
    if (cells.length > 0 && !cells.every((cell) => rule.test(cell))) rows.push(cells);
  }
  const last = rows.at(-1);
  if (!last) return null;
  if (!bracketed && rows.every((row) => row.length === 1)) {
    return rows.map((row) => [...(row[0] as string)]);
  }
  // A full stop after the last cell.
  const cell = last.at(-1) as string;
  if (/^[^.]+\.$/.test(cell)) last[last.length - 1] = cell.slice(0, -1);
  return rows;
}

/** Lists and environments as lines; `[` and `(` stay. */
function withoutLayout(text: string): string {
  return unlist(text)
    .replace(/\\(?:begin|end)\{[a-z]{1,12}\*?\}(?:\{[lcr|]{0,200}\})?/g, '\n')
    .replace(/[\])](?:[ \t]*,)?|\\\\/g, '\n');
}

function cellsOf(line: string): string[] {
  if (/^[\w.-]+(?: [\w.-]+)*$/.test(line)) return line.split(' ');
  return line.split(separators).filter((cell) => cell !== '');
}

/** ["__Q", "Q__"] is a list of rows, ["_", "Q"] one row of cells. */
export function unlist(text: string): string {
  const inner = /^\s*[[(]([^[\]()]*)[\])]\s*$/.exec(text)?.[1];
  if (inner === undefined || !/["'][^"',]{2,}["']/.test(inner)) return text;
  return inner.replace(/["'],?/g, '\n');
}

const integer = /^[+-]?\d{1,15}(?:\.0*)?$/;

/** A grid of whole numbers, `−3` and `3.0` included; null for anything else. */
export function readIntegers(text: string): number[][] | null {
  const rows = readGrid(text.normalize('NFKC').replaceAll('−', '-'));
  if (!rows?.every((row) => row.every((cell) => integer.test(cell)))) return null;
  return rows.map((row) => row.map((cell) => Number(cell) + 0));
}

/** Cells separated by blanks, one row a line. */
export function showGrid(rows: readonly (readonly (string | number)[])[]): string {
  return rows.map((row) => row.join(' ')).join('\n');
}
