/** Minesweeper: where the mines are, from the numbers of the opened cells and how many there are. */
import { z } from 'zod';
import type { Rng } from '../../../random.ts';
import { faultyEntry, malformed, right, wrong } from '../../mark.ts';
import { createBoard, type Rules, rulesOf, type Sum, within } from '../../search/sums.ts';
import { defineTask, ordered, perEntry } from '../../task.ts';
import { cellRows, inRows, readCells, showRows } from '../../text/cells.ts';

const config = z
  .strictObject({
    min_size: z.int().min(4).max(10).default(5),
    max_size: z.int().min(4).max(10).default(6),
    mine_ratio: z.number().min(0.05).max(0.4).default(0.2),
    /** The share of the cells that are open at least. */
    min_opened: z.number().min(0).max(0.6).default(0.25),
  })
  .superRefine(ordered(['min_size', 'max_size']));

const metadata = z.looseObject({
  /** ? for a closed cell. */
  puzzle: cellRows,
  mines: z.int().min(1).max(256),
  /** X for a mine, . for a closed cell without one. */
  solution: cellRows,
});

/** A search for other mines that costs more than this keeps the cell open. */
const checkSteps = 100;
const mine = new Set('XxM*#💣');
const safe = new Set('._·-');

const factsOf = perEntry(({ puzzle, mines, solution }: z.infer<typeof metadata>) => {
  const [rows, columns] = [puzzle.length, puzzle[0]?.length ?? 0];
  const cells = [...puzzle.join('')];
  const isGrid = [...puzzle, ...solution].every((row) => row.length === columns);
  const numbers = cells.flatMap((cell, i) =>
    cell === '?' ? [] : [{ number: Number(cell), near: around(i, columns, cells.length) }],
  );
  const placed = isGrid ? minesOf(cells, [...solution.join('')]) : null;
  const isSound = placed !== null && keepsRules(numbers, mines, placed);
  return { rows, columns, cells, numbers, isSound };
});

export const minesweeper = defineTask({
  name: 'minesweeper',
  category: 'games',
  summary: 'Find all mines of a board from the numbers of its opened cells',
  answerFormat: 'the board with X for a mine and . for a safe cell in place of every ?',
  config,
  metadata,
  curriculum: [
    { kind: 'range', name: 'size', fields: ['min_size', 'max_size'], levels: [4, 6, 8, 10] },
    { kind: 'scalar', name: 'mines', field: 'mine_ratio', levels: [0.2, 0.2, 0.22, 0.25] },
    { kind: 'scalar', name: 'opened', field: 'min_opened', levels: [0.45, 0.35, 0.25, 0] },
  ],

  generate(rng, c) {
    const size = rng.randint(c.min_size, c.max_size);
    const count = Math.max(2, Math.round(c.mine_ratio * size * size));
    const { field, opened } = drawUnique(rng, size, count, Math.ceil(c.min_opened * size * size));
    const cells = field.map((isMine, i) => {
      if (!opened.has(i)) return { shown: '?', solved: isMine ? 'X' : '.' };
      const number = around(i, size, field.length).filter((near) => field[near] === 1).length;
      return { shown: String(number), solved: String(number) };
    });
    const puzzle = inRows(
      cells.map(({ shown }) => shown),
      size,
    );
    const solution = inRows(
      cells.map(({ solved }) => solved),
      size,
    );
    return {
      question: `This is a ${size}x${size} minesweeper board with ${count} mines. A number is an opened cell: it holds no mine, and so many of the up to eight cells around it do. The cells marked ? are closed; each may hold one mine or none.\n\n${showRows(puzzle)}\n\nThe numbers leave only one way to place the ${count} mines. Answer with the whole board, one row a line, the cells separated by spaces: in place of every ?, X for a mine or . for none; the numbers stay.`,
      answer: showRows(solution),
      metadata: { puzzle, mines: count, solution },
      difficulty: {
        size: [c.min_size, c.max_size],
        mine_ratio: c.mine_ratio,
        opened: c.min_opened,
      },
    };
  },

  score(answer, { entry, budget }) {
    const { rows, columns, cells, numbers, isSound } = factsOf(entry.metadata);
    budget.spend(9 * cells.length + answer.length);
    if (!isSound) return faultyEntry('Expected numbers and mines that agree');
    const grid = readCells(answer, rows, columns);
    const placed = grid && minesOf(cells, grid);
    if (!placed) {
      return malformed(`Expected ${rows} lines of ${columns} cells, X or . in place of every ?`);
    }
    return keepsRules(numbers, entry.metadata.mines, placed)
      ? right
      : wrong('Expected the given count of mines, and as many around every number as it says');
  },
});

/** 1 for a mine; null when a closed cell is not decided or an opened one changed. */
function minesOf(cells: readonly string[], grid: readonly string[]): Uint8Array | null {
  const placed = new Uint8Array(cells.length);
  for (const [i, cell] of cells.entries()) {
    const given = grid[i] as string;
    if (cell === '?' && mine.has(given)) placed[i] = 1;
    else if (cell === '?' ? !safe.has(given) : given !== cell) return null;
  }
  return placed;
}

function keepsRules(
  numbers: readonly { readonly number: number; readonly near: readonly number[] }[],
  mines: number,
  placed: Uint8Array,
): boolean {
  let count = 0;
  for (const isMine of placed) count += isMine;
  return (
    count === mines &&
    numbers.every(({ number, near }) => {
      let sum = 0;
      for (const cell of near) sum += placed[cell] as number;
      return sum === number;
    })
  );
}

function around(cell: number, columns: number, count: number): number[] {
  const column = cell % columns;
  const near: number[] = [];
  for (let down = -columns; down <= columns; down += columns) {
    for (let side = -1; side <= 1; side++) {
      const at = cell + down + side;
      if (at === cell || column + side < 0 || column + side >= columns) continue;
      if (at >= 0 && at < count) near.push(at);
    }
  }
  return near;
}

const known = new Map<number, Rules>();

/** Sum i is what a number in cell i would say, the last one the count of all mines. */
function rulesFor(size: number): Rules {
  let rules = known.get(size);
  if (!rules) {
    const cells = Array.from({ length: size * size }, (_, i) => i);
    const sums: Sum[] = cells.map((cell) => {
      const near = around(cell, size, cells.length);
      return { cells: near, low: 0, high: near.length };
    });
    rules = rulesOf(cells.length, [...sums, { cells, low: 0, high: cells.length }]);
    known.set(size, rules);
  }
  return rules;
}

/** Opens cells until the others follow, and closes those again that are not needed for it. */
function drawUnique(rng: Rng, size: number, count: number, least: number) {
  const rules = rulesFor(size);
  const places = Array.from({ length: size * size }, (_, i) => i);
  const field = places.map(() => 0);
  for (const cell of rng.sample(places, count)) field[cell] = 1;
  const board = createBoard(rules);
  const all = rules.sums.length - 1;
  const says = (cell: number) => {
    let number = 0;
    for (const near of (rules.sums[cell] as Sum).cells) number += field[near] as number;
    return number;
  };
  const opened = new Set<number>();
  const show = () => {
    board.reset();
    for (const cell of opened) board.bound(cell, says(cell), says(cell));
    board.start();
    for (const cell of opened) board.set(cell, 0);
  };
  board.bound(all, count, count);
  const order = rng.sample(
    places.filter((cell) => field[cell] === 0),
    places.length - count,
  );
  // Once every safe cell is open or known to be safe, the count leaves only mines.
  for (const cell of order) {
    if (board.values[cell] !== 2) continue;
    opened.add(cell);
    show();
  }
  for (const cell of [...opened]) {
    if (opened.size <= least) break;
    opened.delete(cell);
    board.reset();
    board.bound(cell, 0, (rules.sums[cell] as Sum).cells.length);
    show();
    if (!within(checkSteps, (budget) => !board.hasOther(field, budget))) opened.add(cell);
  }
  for (const cell of order) if (opened.size < least) opened.add(cell);
  return { field, opened };
}
