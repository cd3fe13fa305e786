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
  const plain = plainRows(content);
  const bare = plain || isPlain(content) ? content : withoutLayout(content);
  const bracketed = !plain && /[[(]/.test(bare);
  const rows = plain ?? rowsOf(bare, bracketed);
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

function rowsOf(text: string, bracketed: boolean): string[][] {
  const rows: string[][] = [];
  for (const line of text.split('\n')) {
    const cells = cellsOf(bracketed ? line.replace(/[[(]/g, ' ') : line);
    if (cells.length > 0 && !cells.every((cell) => rule.test(cell))) rows.push(cells);
  }
  return rows;
}

/** The same rows of a text of words, blanks and lines; null for any other. Only saves time. */
function plainRows(text: string): string[][] | null {
  const rows: string[][] = [];
  let cells: string[] = [];
  let start = 0;
  for (let i = 0; i <= text.length; i++) {
    const unit = i < text.length ? text.charCodeAt(i) : 0x0a;
    if (isWord(unit)) continue;
    if (unit !== 0x20 && unit !== 0x0a && unit !== 0x2c) return null;
    if (i > start) cells.push(text.slice(start, i));
    start = i + 1;
    if (unit !== 0x0a || cells.length === 0) continue;
    if (!(isHyphen(cells[0] as string) && cells.every((cell) => rule.test(cell)))) rows.push(cells);
    cells = [];
  }
  return rows;
}

/** [\w.-] */
const isWord = (unit: number) =>
  (unit >= 0x61 && unit <= 0x7a) ||
  (unit >= 0x30 && unit <= 0x39) ||
  (unit >= 0x41 && unit <= 0x5a) ||
  unit === 0x5f ||
  unit === 0x2d ||
  unit === 0x2e;
const isHyphen = (cell: string) => cell.charCodeAt(0) === 0x2d;

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
  const plain = plainIntegers(text);
  if (plain) return plain;
  const rows = readGrid(text.normalize('NFKC').replaceAll('−', '-'));
  if (!rows?.every((row) => row.every((cell) => integer.test(cell)))) return null;
  return rows.map((row) => row.map((cell) => Number(cell) + 0));
}

/** Longest run of digits that is read digit by digit. */
const maxPlainDigits = 15;

/**
 * The same grid where the text has nothing but digits, minus signs before them, blanks and commas,
 * and some row of several cells; null for any other. Only saves time.
 */
function plainIntegers(text: string): number[][] | null {
  const rows: number[][] = [];
  let row: number[] = [];
  let isWide = false;
  let i = 0;
  while (i < text.length) {
    let unit = text.charCodeAt(i);
    const isNegative = unit === 0x2d;
    if (isNegative) unit = text.charCodeAt(++i);
    if (unit >= 0x30 && unit <= 0x39) {
      const start = i;
      let value = 0;
      do {
        value = value * 10 + unit - 0x30;
        unit = text.charCodeAt(++i);
      } while (unit >= 0x30 && unit <= 0x39);
      if (i - start > maxPlainDigits) return null;
      if (i < text.length && unit !== 0x20 && unit !== 0x0a && unit !== 0x2c) return null;
      row.push(isNegative ? 0 - value : value);
    } else if (isNegative) {
      return null;
    } else if (unit === 0x0a) {
      if (row.length > 1) isWide = true;
      if (row.length > 0) rows.push(row);
      row = [];
      i++;
    } else if (unit === 0x20 || unit === 0x2c) {
      i++;
    } else {
      return null;
    }
  }
  if (row.length > 0) rows.push(row);
  return isWide || row.length > 1 ? rows : null;
}

type Numbers = readonly (readonly number[])[];

export function sameGrid(a: Numbers, b: Numbers): boolean {
  return a.length === b.length && a.every((row, y) => sameRow(row, b[y] as readonly number[]));
}

export function sameRow(a: readonly number[], b: readonly number[]): boolean {
  if (a.length !== b.length) return false;
  for (let x = 0; x < a.length; x++) if (a[x] !== b[x]) return false;
  return true;
}

/** Cells separated by blanks, one row a line. */
export function showGrid(rows: readonly (readonly (string | number)[])[]): string {
  return rows.map((row) => row.join(' ')).join('\n');
}
