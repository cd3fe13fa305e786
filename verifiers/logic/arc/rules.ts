/** Rules for boards and how boards that suit them are drawn. Own work, named by what they do. */
import type { Rng } from '../../random.ts';
import { type Board, sameBoard } from './board.ts';

export interface BoardRule {
  readonly name: string;
  draw(rng: Rng, size: number): Board;
  apply(board: Board): Board;
}

export interface Pair {
  readonly input: Board;
  readonly output: Board;
}

const cell = (board: Board, y: number, x: number): number => board[y]?.[x] ?? 0;
const map = (board: Board, f: (colour: number, y: number, x: number) => number): Board =>
  board.map((row, y) => row.map((colour, x) => f(colour, y, x)));
export const flipRows = (board: Board): Board => board.toReversed();
export const flipColumns = (board: Board): Board => board.map((row) => row.toReversed());
export const transpose = (board: Board): Board =>
  (board[0] ?? []).map((_, x) => board.map((row) => row[x] as number));
export const rotate = (board: Board): Board => transpose(flipRows(board));

function make(height: number, width: number, f: (y: number, x: number) => number): Board {
  return Array.from({ length: height }, (_, y) => Array.from({ length: width }, (_, x) => f(y, x)));
}

/** Every cell coloured by chance. */
function noise(rng: Rng, size: number): Board {
  const colours = rng.sample([1, 2, 3, 4, 5, 6, 7, 8, 9], 3);
  const [height, width] = [rng.randint(3, size), rng.randint(3, size)];
  return make(height, width, () => (rng.below(3) === 0 ? 0 : rng.choice(colours)));
}

/** Frames of one colour that do not touch, on an empty board. */
function frames(rng: Rng, size: number): Board {
  const side = Math.max(7, size);
  const rows = make(side, side, () => 0).map((row) => [...row]);
  const colour = rng.randint(1, 9);
  for (let n = 0; n < 3; n++) {
    const [h, w] = [rng.randint(3, 5), rng.randint(3, 5)];
    const [top, left] = [rng.randint(0, side - h), rng.randint(0, side - w)];
    const free = make(h + 2, w + 2, (y, x) => cell(rows, top + y - 1, left + x - 1));
    if (free.some((row) => row.some((taken) => taken !== 0))) continue;
    for (let y = 0; y < h; y++) {
      for (let x = 0; x < w; x++) {
        const edge = y === 0 || x === 0 || y === h - 1 || x === w - 1;
        (rows[top + y] as number[])[left + x] = edge ? colour : 0;
      }
    }
  }
  return rows;
}

/** One object of several colours somewhere on an empty board. */
function object(rng: Rng, size: number): Board {
  const side = Math.max(6, size);
  const [h, w] = [rng.randint(2, 4), rng.randint(2, 4)];
  const [top, left] = [rng.randint(0, side - h), rng.randint(0, side - w)];
  const colours = rng.sample([1, 2, 3, 4, 5, 6, 7, 8, 9], 3);
  return make(side, side, (y, x) =>
    y >= top && y < top + h && x >= left && x < left + w ? rng.choice(colours) : 0,
  );
}

/** Single cells on an empty board, none next to another. */
function dots(rng: Rng, size: number): Board {
  const side = Math.max(5, size);
  const colour = rng.randint(1, 9);
  return make(side, side, (y, x) =>
    y % 3 === 1 && x % 3 === 1 && rng.below(2) === 0 ? colour : 0,
  );
}

/** The empty cells that can be reached from the edge. */
function outside(board: Board): Set<number> {
  const [height, width] = [board.length, board[0]?.length ?? 0];
  const seen = new Set<number>();
  const open: number[] = [];
  const visit = (y: number, x: number) => {
    if (y < 0 || x < 0 || y >= height || x >= width) return;
    const key = y * width + x;
    if (cell(board, y, x) !== 0 || seen.has(key)) return;
    seen.add(key);
    open.push(key);
  };
  for (let y = 0; y < height; y++) for (const x of [0, width - 1]) visit(y, x);
  for (let x = 0; x < width; x++) for (const y of [0, height - 1]) visit(y, x);
  for (let key = open.pop(); key !== undefined; key = open.pop()) {
    const [y, x] = [Math.floor(key / width), key % width];
    for (const [dy, dx] of [
      [0, 1],
      [1, 0],
      [0, -1],
      [-1, 0],
    ] as const)
      visit(y + dy, x + dx);
  }
  return seen;
}

function crop(board: Board): Board {
  const rows = board.flatMap((row, y) => (row.some((c) => c !== 0) ? [y] : []));
  const columns = transpose(board).flatMap((row, x) => (row.some((c) => c !== 0) ? [x] : []));
  const [top = 0, left = 0] = [rows[0], columns[0]];
  return board
    .slice(top, (rows.at(-1) ?? 0) + 1)
    .map((row) => row.slice(left, (columns.at(-1) ?? 0) + 1));
}

function fall(board: Board): Board {
  return transpose(
    transpose(board).map((column) => {
      const cells = column.filter((c) => c !== 0);
      return [...new Array<number>(column.length - cells.length).fill(0), ...cells];
    }),
  );
}

const around = [-1, 0, 1];

export const boardRules: readonly BoardRule[] = [
  { name: 'flip_rows', draw: noise, apply: flipRows },
  { name: 'flip_columns', draw: noise, apply: flipColumns },
  { name: 'transpose', draw: noise, apply: transpose },
  { name: 'rotate_quarter', draw: noise, apply: rotate },
  { name: 'rotate_half', draw: noise, apply: (board) => flipRows(flipColumns(board)) },
  { name: 'cells_fall', draw: noise, apply: fall },
  {
    name: 'double_size',
    draw: noise,
    apply: (board) =>
      board.flatMap((row) => [row, row].map((line) => line.flatMap((colour) => [colour, colour]))),
  },
  {
    name: 'append_mirror',
    draw: noise,
    apply: (board) => board.map((row) => [...row, ...row.toReversed()]),
  },
  { name: 'repeat_board', draw: noise, apply: (board) => board.map((row) => [...row, ...row]) },
  {
    name: 'shift_one',
    draw: noise,
    apply: (board) => board.map((row) => [row.at(-1) as number, ...row.slice(0, -1)]),
  },
  {
    name: 'drop_border',
    draw: noise,
    apply: (board) => board.slice(1, -1).map((row) => row.slice(1, -1)),
  },
  { name: 'crop_object', draw: object, apply: crop },
  {
    name: 'fill_enclosed',
    draw: frames,
    apply(board) {
      const free = outside(board);
      const width = board[0]?.length ?? 0;
      return map(board, (colour, y, x) => (colour === 0 && !free.has(y * width + x) ? 4 : colour));
    },
  },
  {
    name: 'ring_around_dots',
    draw: dots,
    apply: (board) =>
      map(board, (colour, y, x) => {
        if (colour !== 0) return colour;
        return around.some((dy) => around.some((dx) => cell(board, y + dy, x + dx) !== 0)) ? 2 : 0;
      }),
  },
  {
    name: 'extend_rows',
    draw: dots,
    apply: (board) => board.map((row) => row.map((colour) => colour || Math.max(...row))),
  },
];

/**
 * A puzzle of `count` pairs; the first is the one to ask for. Redrawn until every rule of the table
 * that explains the others agrees on it.
 */
export function drawPairs(rng: Rng, rule: BoardRule, size: number, count: number): Pair[] {
  let pairs: Pair[] = [];
  for (let n = 0; n < 40; n++) {
    pairs = Array.from({ length: count }, () => drawPair(rng, rule, size));
    const [asked, ...others] = pairs as [Pair, ...Pair[]];
    const agrees = (other: BoardRule, { input, output }: Pair) =>
      sameBoard(other.apply(input), output);
    const clear = boardRules.every(
      (other) => agrees(other, asked) || others.some((pair) => !agrees(other, pair)),
    );
    if (clear && !others.some(({ input }) => sameBoard(input, asked.input))) break;
  }
  return pairs;
}

function drawPair(rng: Rng, rule: BoardRule, size: number): Pair {
  let input: Board = [];
  let output: Board = [];
  for (let n = 0; n < 40; n++) {
    input = rule.draw(rng, size);
    output = rule.apply(input);
    if (!sameBoard(input, output)) break;
  }
  return { input, output };
}
