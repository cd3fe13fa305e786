/** Light up (Akari): lamps that light every cell up to the walls and do not see each other. */
import { z } from 'zod';
import type { Rng } from '../../../random.ts';
import { faultyEntry, malformed, right, wrong } from '../../mark.ts';
import { type Board, createBoard, rulesOf, type Sum, within } from '../../search/sums.ts';
import { defineTask, ordered, perEntry } from '../../task.ts';
import { cellRows, inRows, readCells, showRows } from '../../text/cells.ts';

const config = z
  .strictObject({
    min_size: z.int().min(4).max(10).default(5),
    max_size: z.int().min(4).max(10).default(7),
    /** The share of the cells that are walls, at first; a few come on top. */
    wall_ratio: z.number().min(0.1).max(0.4).default(0.2),
    /** The share of the walls that keep their number at least. */
    min_numbers: z.number().min(0).max(1).default(0.3),
  })
  .superRefine(ordered(['min_size', 'max_size']));

const metadata = z.looseObject({
  /** # for a wall, 0 to 4 for one with a number, . for an empty cell. */
  puzzle: cellRows,
  /** The same with L for a lamp. */
  solution: cellRows,
});

/** A search for other lamps that costs more than this counts as found. */
const checkSteps = 300;
const isWall = (cell: string | undefined) => cell !== undefined && '#01234'.includes(cell);
const lamps = new Set('Ll*@💡');
const unlit = new Set('._·');

const factsOf = perEntry(({ puzzle, solution }: z.infer<typeof metadata>) => {
  const [rows, columns] = [puzzle.length, puzzle[0]?.length ?? 0];
  const cells = [...puzzle.join('')];
  const wanted = [...solution.join('')];
  const isRight =
    [...puzzle, ...solution].every((row) => row.length === columns) &&
    cells.every((cell) => cell === '.' || isWall(cell));
  const sums = isRight ? sumsOf(cells, columns) : [];
  const placed = isRight ? lampsOf(cells, wanted) : null;
  return { rows, columns, cells, sums, isSound: placed !== null && keepsRules(sums, placed) };
});

export const lightUp = defineTask({
  name: 'light_up',
  category: 'games',
  summary: 'Place lamps that light the whole grid, see no other lamp and suit the numbered walls',
  answerFormat: 'the grid with L for a lamp, one row a line, cells separated by spaces',
  config,
  metadata,
  curriculum: [
    { kind: 'range', name: 'size', fields: ['min_size', 'max_size'], levels: [4, 6, 8, 10] },
    { kind: 'scalar', name: 'numbers', field: 'min_numbers', levels: [0.9, 0.6, 0.3, 0] },
  ],

  generate(rng, c) {
    const size = rng.randint(c.min_size, c.max_size);
    const { cells, lit } = drawUnique(rng, size, c.wall_ratio, c.min_numbers);
    const puzzle = inRows(cells, size);
    const solution = inRows(
      cells.map((cell, i) => (lit[i] === 1 ? 'L' : cell)),
      size,
    );
    return {
      question: `Place lamps in empty cells (.) of this ${size}x${size} grid. A lamp lights its own cell and all cells to its left and right, above and below it, up to the next wall or the edge. Walls are # and the numbers; a number says how many of the cells that share a side with it hold a lamp. Every empty cell must be lit, and no lamp may be lit by another one.\n\n${showRows(puzzle)}\n\nAnswer with the whole grid, one row a line, the cells separated by spaces: L for a lamp, every other cell as it is above.`,
      answer: showRows(solution),
      metadata: { puzzle, solution },
      difficulty: {
        size: [c.min_size, c.max_size],
        wall_ratio: c.wall_ratio,
        numbers: c.min_numbers,
      },
    };
  },

  score(answer, { entry, budget }) {
    const { rows, columns, cells, sums, isSound } = factsOf(entry.metadata);
    budget.spend(10 * cells.length + answer.length);
    if (!isSound) return faultyEntry('Expected a puzzle with lamps that keep the rules');
    const grid = readCells(answer, rows, columns);
    const placed = grid && lampsOf(cells, grid);
    if (!placed) {
      return malformed(`Expected ${rows} lines of ${columns} cells, L in place of some dots`);
    }
    return keepsRules(sums, placed)
      ? right
      : wrong('Expected every cell lit, no lamp lit by another, the numbers kept');
  },
});

/** 1 for a lamp; null when another cell is changed. */
function lampsOf(cells: readonly string[], grid: readonly string[]): Uint8Array | null {
  const placed = new Uint8Array(cells.length);
  for (const [i, cell] of cells.entries()) {
    const given = grid[i] as string;
    if (cell === '.' && lamps.has(given)) placed[i] = 1;
    else if (given !== cell && !(cell === '.' && unlit.has(given))) return null;
  }
  return placed;
}

function keepsRules(sums: readonly Sum[], placed: Uint8Array): boolean {
  return sums.every(({ cells, low, high }) => {
    let count = 0;
    for (const cell of cells) count += placed[cell] as number;
    return count >= low && count <= high;
  });
}

/**
 * A stretch between walls holds one lamp at most, a cell's two stretches together one at least. The
 * numbers come first, in the order of their walls; the walls themselves are in no sum and hold none.
 */
function sumsOf(cells: readonly string[], columns: number): Sum[] {
  const sums: Sum[] = [];
  const blocked = cells.flatMap((cell, i) => (isWall(cell) ? [i] : []));
  for (const wall of blocked) {
    const near = neighbours(wall, columns, cells.length).filter((i) => !isWall(cells[i]));
    const number = cells[wall] === '#' ? -1 : Number(cells[wall]);
    sums.push({ cells: near, low: Math.max(0, number), high: number < 0 ? near.length : number });
  }
  if (blocked.length > 0) sums.push({ cells: blocked, low: 0, high: 0 });
  const stretchOf = cells.map((): number[][] => []);
  const rows = cells.length / columns;
  for (const [lines, length, across, along] of [
    [rows, columns, columns, 1],
    [columns, rows, 1, columns],
  ] as const) {
    for (let k = 0; k < lines; k++) {
      let stretch: number[] = [];
      for (let i = 0; i < length; i++) {
        const cell = k * across + i * along;
        if (isWall(cells[cell])) {
          stretch = [];
          continue;
        }
        stretch.push(cell);
        stretchOf[cell]?.push(stretch);
        if (stretch.length === 2) sums.push({ cells: stretch, low: 0, high: 1 });
      }
    }
  }
  for (const [cell, stretches] of stretchOf.entries()) {
    if (stretches.length === 0) continue;
    const seen = stretches.flat().filter((other) => other !== cell);
    sums.push({ cells: [cell, ...seen], low: 1, high: seen.length + 1 });
  }
  return sums;
}

function neighbours(cell: number, columns: number, count: number): number[] {
  const column = cell % columns;
  const near = [cell - columns, cell + columns];
  if (column > 0) near.push(cell - 1);
  if (column < columns - 1) near.push(cell + 1);
  return near.filter((other) => other >= 0 && other < count);
}

/**
 * Random walls and lamps, all numbers given. While other lamps do too, one of those becomes a wall;
 * at the latest a grid of walls and lone cells has one solution. Then numbers are left out.
 */
function drawUnique(rng: Rng, size: number, wallRatio: number, minNumbers: number) {
  const places = Array.from({ length: size * size }, (_, i) => i);
  const cells = places.map(() => '.');
  for (const wall of rng.sample(places, Math.round(wallRatio * places.length))) cells[wall] = '#';
  const lit = new Uint8Array(places.length);
  for (;;) {
    light(rng, cells, lit, size);
    for (const wall of places) {
      if (!isWall(cells[wall])) continue;
      const near = neighbours(wall, size, places.length).filter((cell) => lit[cell] === 1);
      cells[wall] = String(near.length);
    }
    const sums = sumsOf(cells, size);
    const board = createBoard(rulesOf(places.length, sums));
    board.start();
    let isOther = true;
    const isKnown = within(checkSteps, (budget) => {
      isOther = board.hasOther(lit, budget);
      return true;
    });
    if (!isOther) {
      drop(rng, board, cells, sums, lit, minNumbers);
      return { cells, lit };
    }
    const dark = places.filter(
      (cell) => cells[cell] === '.' && lit[cell] === 0 && (!isKnown || board.values[cell] === 1),
    );
    // Never none: fewer lamps than these leave a cell dark.
    cells[rng.choice(dark)] = '#';
  }
}

/** Puts lamps into dark cells, in random order, until there is none. */
function light(rng: Rng, cells: readonly string[], lit: Uint8Array, size: number): void {
  const isSeen = (cell: number) =>
    neighbours(cell, size, cells.length).some((next) => {
      const step = next - cell;
      for (let at = next; ; at += step) {
        if (isWall(cells[at])) return false;
        if (lit[at] === 1) return true;
        if (!neighbours(at, size, cells.length).includes(at + step)) return false;
      }
    });
  for (const cell of rng.sample([...cells.keys()], cells.length)) {
    if (cells[cell] === '.' && lit[cell] === 0 && !isSeen(cell)) lit[cell] = 1;
  }
}

/** Leaves numbers out, in random order, while there are no other lamps. */
function drop(
  rng: Rng,
  board: Board,
  cells: string[],
  sums: readonly Sum[],
  lit: Uint8Array,
  minNumbers: number,
): void {
  const walls = [...cells.keys()].filter((cell) => isWall(cells[cell]));
  let left = walls.length;
  for (const s of rng.sample([...walls.keys()], walls.length)) {
    if (left <= minNumbers * walls.length) return;
    const { cells: near, low } = sums[s] as Sum;
    board.reset();
    board.bound(s, 0, near.length);
    board.start();
    if (within(checkSteps, (budget) => !board.hasOther(lit, budget))) {
      cells[walls[s] as number] = '#';
      left--;
    } else {
      board.bound(s, low, low);
    }
  }
}
