/** Skyscrapers: a Latin square of heights, from how many buildings are seen at the edges. */
import { z } from 'zod';
import { createBudget, StepLimitError } from '../../../budget.ts';
import type { Rng } from '../../../random.ts';
import { faultyEntry, malformed, right, wrong } from '../../mark.ts';
import { ints } from '../../row.ts';
import { hasOther, keepsRules, type Sides, seen, viewsOf } from '../../search/skyscraper.ts';
import { defineTask, ordered, perEntry } from '../../task.ts';
import { readIntegers, showGrid } from '../../text/grid.ts';

const config = z
  .strictObject({
    min_size: z.int().min(4).max(7).default(4),
    max_size: z.int().min(4).max(7).default(5),
    /** The share of the edges that keep their clue at least. */
    min_clues: z.number().min(0.1).max(1).default(0.5),
    /** The share of the cells that stay given at least. */
    min_given: z.number().min(0).max(0.8).default(0.1),
  })
  .superRefine(ordered(['min_size', 'max_size']));

const side = ints({ low: 0, high: 9, most: 9 });
const grid = z
  .array(ints({ low: 0, high: 9, most: 9 }))
  .min(2)
  .max(9);
const metadata = z.looseObject({
  /** 0 for an empty cell. */
  puzzle: grid,
  /** 0 for an edge without a clue. */
  clues: z.looseObject({ top: side, bottom: side, left: side, right: side }),
  solution: grid,
});

/** A check that costs more than this keeps the clue. */
const checkSteps = 150;

const factsOf = perEntry(({ puzzle, clues, solution }: z.infer<typeof metadata>) => {
  const size = puzzle.length;
  const given = puzzle.flat();
  const wanted = solution.flat();
  const views = viewsOf(size, clues);
  const isSquare = [...puzzle, ...solution, ...Object.values(sidesOf(clues))].every(
    (row) => row.length === size,
  );
  const isSound =
    isSquare &&
    solution.length === size &&
    given.every((d, i) => d === 0 || d === wanted[i]) &&
    keepsRules(size, views, wanted);
  return { size, given, views, isSound };
});

export const skyscraper = defineTask({
  name: 'skyscraper',
  category: 'games',
  summary: 'Fill a square with heights so that the right number of buildings is seen at the edges',
  answerFormat: 'the whole grid without the clues, one row a line, heights separated by spaces',
  config,
  metadata,
  curriculum: [
    { kind: 'range', name: 'size', fields: ['min_size', 'max_size'], levels: [4, 5, 6, 7] },
    { kind: 'scalar', name: 'clues', field: 'min_clues', levels: [0.9, 0.7, 0.5, 0.4] },
    { kind: 'scalar', name: 'given', field: 'min_given', levels: [0.3, 0.15, 0.05, 0] },
  ],

  generate(rng, c) {
    const size = rng.randint(c.min_size, c.max_size);
    const solution = drawSquare(rng, size);
    const { puzzle, sides } = dig(rng, size, solution, c.min_clues, c.min_given);
    return {
      question: `Fill in this ${size}x${size} grid with buildings of the heights 1 to ${size} so that every row and every column holds each height once. A number outside the grid says how many buildings are seen from there along its row or column; a building is hidden behind every higher one before it. A dot is an edge without a number, _ an empty cell.\n\n${show(puzzle, size, sides)}\n\nAnswer with the ${size} rows of the grid, one a line, heights separated by spaces, without the numbers outside.`,
      answer: showGrid(inRows(solution, size)),
      metadata: { puzzle: inRows(puzzle, size), clues: sides, solution: inRows(solution, size) },
      difficulty: { size: [c.min_size, c.max_size], clues: c.min_clues, given: c.min_given },
    };
  },

  score(answer, { entry, budget }) {
    const { size, given, views, isSound } = factsOf(entry.metadata);
    budget.spend(4 * given.length + answer.length);
    if (!isSound) return faultyEntry('Expected a solution of the puzzle');
    const rows = readIntegers(answer);
    if (rows?.length !== size || rows.some((row) => row.length !== size)) {
      return malformed(`Expected ${size} lines of ${size} heights`);
    }
    const cells = rows.flat();
    if (!given.every((d, i) => d === 0 || d === cells[i])) {
      return wrong('Expected the given heights to stay');
    }
    return keepsRules(size, views, cells)
      ? right
      : wrong('Expected every height once in a line, and the clues kept');
  },
});

function sidesOf({ top, bottom, left, right: rightSide }: Sides): Sides {
  return { top, bottom, left, right: rightSide };
}

/** A random Latin square: rows drawn one by one, each a random choice among what still fits. */
function drawSquare(rng: Rng, size: number): number[] {
  const heights = Array.from({ length: size }, (_, i) => i + 1);
  const cells: number[] = [];
  const columns = new Array<number>(size).fill(0);
  // Hall: a Latin rectangle can always be continued, so the search below ends.
  function row(at: number, used: number, order: readonly number[]): boolean {
    if (at === size) return true;
    for (const height of order) {
      const bit = 1 << height;
      if (((used | (columns[at] as number)) & bit) !== 0) continue;
      cells.push(height);
      if (row(at + 1, used | bit, order)) {
        columns[at] = (columns[at] as number) | bit;
        return true;
      }
      cells.pop();
    }
    return false;
  }
  for (let r = 0; r < size; r++) row(0, 0, rng.sample(heights, size));
  const [rows, order] = [rng.sample(heights, size), rng.sample(heights, size)];
  return rows.flatMap((r) => order.map((c) => cells[(r - 1) * size + c - 1] as number));
}

/** Takes heights and clues out, in random order, while the solution stays the only one. */
function dig(
  rng: Rng,
  size: number,
  solution: readonly number[],
  minClues: number,
  minGiven: number,
) {
  const all = viewsOf(size, allSides(size)).map(({ cells }) => ({
    clue: seen(solution, cells),
    cells,
  }));
  const puzzle = [...solution];
  const check = (views: typeof all, not: number) => {
    try {
      return !hasOther(size, views, puzzle, solution, not, createBudget(checkSteps));
    } catch (error) {
      if (error instanceof StepLimitError) return false;
      throw error;
    }
  };
  let given = puzzle.length;
  for (const cell of rng.sample([...puzzle.keys()], puzzle.length)) {
    if (given <= minGiven * puzzle.length) break;
    puzzle[cell] = 0;
    if (check(all, cell)) given--;
    else puzzle[cell] = solution[cell] as number;
  }
  let views = all;
  for (const view of rng.sample(all, all.length)) {
    if (views.length <= minClues * all.length) break;
    const rest = views.filter((v) => v !== view);
    if (check(rest, -1)) views = rest;
  }
  const clueAt = (k: number) => (views.includes(all[k] as (typeof all)[number]) ? all[k] : null);
  // viewsOf goes left, right, top, bottom for every row and column number.
  const pick = (offset: number) =>
    Array.from({ length: size }, (_, k) => clueAt(4 * k + offset)?.clue ?? 0);
  const sides: Sides = { top: pick(2), bottom: pick(3), left: pick(0), right: pick(1) };
  return { puzzle, sides };
}

function allSides(size: number): Sides {
  const ones = new Array<number>(size).fill(1);
  return { top: ones, bottom: ones, left: ones, right: ones };
}

function inRows(cells: readonly number[], size: number): number[][] {
  return Array.from({ length: size }, (_, r) => cells.slice(r * size, (r + 1) * size));
}

function show(cells: readonly number[], size: number, sides: Sides): string {
  const clue = (n: number | undefined) => (n ? String(n) : '.');
  const edge = (clues: readonly number[]) => `    ${clues.map(clue).join(' ')}`;
  const rows = inRows(cells, size).map(
    (row, r) =>
      `${clue(sides.left[r])} | ${row.map((d) => (d === 0 ? '_' : d)).join(' ')} | ${clue(sides.right[r])}`,
  );
  return [edge(sides.top), ...rows, edge(sides.bottom)].join('\n');
}
