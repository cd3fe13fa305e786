/** Boards of ARC puzzles as text, in the formats that the reference's configs describe. */
import { z } from 'zod';
import { strip } from '../../text/python.ts';
import { faultyEntry, malformed, type Outcome, right, wrong } from '../mark.ts';
import type { Mode } from '../task.ts';
import { readGrid } from '../text/grid.ts';

export type Board = readonly (readonly number[])[];

export const BoardFormat = z.object({
  /** The sign of every colour. */
  alphabet: z
    .array(z.string().min(1))
    .length(10)
    .refine((signs) => new Set(signs).size === signs.length, 'Expected ten different signs')
    .default(() => [...'0123456789']),
  col_delimiter: z.string().default(' '),
  row_delimiter: z.string().min(1).default('\n'),
  array_brackets: z.boolean().default(false),
});
export type BoardFormat = z.infer<typeof BoardFormat>;

export const boardConfig = BoardFormat.prefault({});

/** What scoring reads; our own entries say their format, which the reference's leave to the config. */
export const boardMetadata = z.looseObject({
  output: z.array(z.array(z.int().min(0).max(9))).optional(),
  board_format_opts: BoardFormat.optional(),
});

interface Judged {
  readonly entry: {
    readonly answer: string | null;
    readonly metadata: z.infer<typeof boardMetadata>;
  };
  readonly config: { readonly board_format_opts: BoardFormat };
  readonly mode: Mode;
}

export function showBoard(board: Board, format: BoardFormat): string {
  const { alphabet, col_delimiter, row_delimiter, array_brackets } = format;
  return board
    .map((row) => {
      const cells = row.map((cell) => alphabet[cell]).join(col_delimiter);
      return array_brackets ? `[${cells}]` : cells;
    })
    .join(row_delimiter);
}

/** The reference's reader: the signs of the alphabet alone, null for anything else. */
function parseBoard(text: string, format: BoardFormat): Board | null {
  const colours = coloursOf(format);
  const board: number[][] = [];
  for (const line of strip(text).split(format.row_delimiter)) {
    let row = strip(line);
    if (row.startsWith('Shape')) continue;
    if (format.array_brackets) row = row.replace(/^\[+|\]+$/g, '');
    const signs =
      strip(format.col_delimiter) === '' && format.col_delimiter !== ''
        ? row.split(/\s+/)
        : row.split(format.col_delimiter).map((sign) => strip(sign));
    const cells = signs.filter((sign) => sign !== '').map((sign) => colours.get(sign));
    if (!cells.every((cell) => cell !== undefined)) return null;
    board.push(cells);
  }
  return board;
}

function coloursOf({ alphabet }: BoardFormat): ReadonlyMap<string, number> {
  return new Map(alphabet.map((sign, colour) => [sign, colour]));
}

/** Scores a board against metadata.output or, where that is missing, the stored answer. */
export function scoreBoard(answer: string, { entry, config, mode }: Judged): Outcome {
  const format = entry.metadata.board_format_opts ?? config.board_format_opts;
  const stored = parseBoard(entry.answer ?? '', format);
  const expected = entry.metadata.output ?? stored;
  if (mode === 'compat') {
    const board = parseBoard(answer, format);
    if (!board) return malformed('Expected a board');
    if (expected && sameBoard(board, expected)) return right;
    return { score: 0.05, cause: 'partial', message: 'Expected another board' };
  }
  if (!expected?.some((row) => row.length > 0))
    return faultyEntry('Expected a board as the answer');
  if (stored && !sameBoard(stored, expected)) {
    return faultyEntry('Expected the stored answer to equal metadata.output');
  }
  const board = readBoard(answer, format);
  if (!board) return malformed('Expected a board');
  return sameBoard(board, expected) ? right : wrong('Expected another board');
}

/** In the entry's own format or any sensible layout. */
function readBoard(answer: string, format: BoardFormat): Board | null {
  const exact = parseBoard(answer, format);
  const filled = exact?.filter((row) => row.length > 0);
  if (filled && filled.length > 0) return filled;
  const colours = coloursOf(format);
  const rows = readGrid(answer)?.map((row) => row.map((sign) => colours.get(sign)));
  return rows?.every((row): row is number[] => row.every((cell) => cell !== undefined))
    ? rows
    : null;
}

export function sameBoard(a: Board, b: Board): boolean {
  return (
    a.length === b.length &&
    a.every((row, i) => {
      const other = b[i] as readonly number[];
      return row.length === other.length && row.every((cell, j) => cell === other[j]);
    })
  );
}
