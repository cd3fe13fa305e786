/** Numbrix: fill a square so that consecutive numbers stand side by side. */
import { z } from 'zod';
import { createBudget, StepLimitError } from '../../../budget.ts';
import type { Rng } from '../../../random.ts';
import { faultyEntry, malformed, right, wrong } from '../../mark.ts';
import { ints } from '../../row.ts';
import { countFillings, drawPath, neighbours } from '../../search/numbrix.ts';
import { defineTask, ordered, perEntry } from '../../task.ts';
import { readIntegers } from '../../text/grid.ts';

const config = z
  .strictObject({
    min_size: z.int().min(4).max(8).default(4),
    max_size: z.int().min(4).max(8).default(6),
    /** The share of the numbers that stay at least. */
    min_given: z.number().min(0.05).max(0.9).default(0.2),
  })
  .superRefine(ordered(['min_size', 'max_size']));

const grid = z
  .array(ints({ low: 0, high: 1_024, most: 32 }))
  .min(2)
  .max(32);
const metadata = z.looseObject({
  /** 0 for an empty cell. */
  puzzle: grid,
  solution: grid,
});

/** A uniqueness check that costs more than this keeps the number. */
const checkSteps = 600;

/** What a grid is held against; null where the stored solution is none. */
const cluesOf = perEntry(({ puzzle, solution }: z.infer<typeof metadata>) => {
  const clues = puzzle.flat();
  const wanted = solution.flat();
  const isSquare = clues.length === puzzle.length ** 2;
  return isSquare && keeps(clues, wanted) && isFilled(wanted, puzzle.length) ? clues : null;
});

const keeps = (clues: readonly number[], cells: readonly number[]) =>
  clues.every((n, i) => n === 0 || n === cells[i]);

export const numbrix = defineTask({
  name: 'numbrix',
  category: 'games',
  summary: 'Fill a square with 1 to n² so that consecutive numbers stand side by side',
  answerFormat: 'the whole grid, one row a line, numbers separated by spaces',
  config,
  metadata,
  curriculum: [
    { kind: 'range', name: 'size', fields: ['min_size', 'max_size'], levels: [4, 5, 6, 8] },
    { kind: 'scalar', name: 'given', field: 'min_given', levels: [0.4, 0.3, 0.2, 0.15] },
  ],

  generate(rng, c) {
    const size = rng.randint(c.min_size, c.max_size);
    const path = drawPath(rng, size);
    const solution = new Array<number>(path.length).fill(0);
    for (const [i, cell] of path.entries()) solution[cell] = i + 1;
    const puzzle = dig(rng, size, solution, Math.ceil(path.length * c.min_given));
    return {
      question: `Solve this numbrix: fill in the empty cells (_) so that the ${size}x${size} grid holds each of the numbers 1 to ${size * size} once, and every number is next to the one that follows it, to the left, to the right, above or below.\n\n${show(puzzle, size)}\n\nAnswer with the whole grid, one row a line, the numbers separated by spaces.`,
      answer: show(solution, size),
      metadata: { puzzle: inRows(puzzle, size), solution: inRows(solution, size) },
      difficulty: { size: [c.min_size, c.max_size], given: c.min_given },
    };
  },

  score(answer, { entry, budget }) {
    const size = entry.metadata.puzzle.length;
    budget.spend(size * size + answer.length);
    const clues = cluesOf(entry.metadata);
    if (!clues) return faultyEntry('Expected a solution of the puzzle');
    const rows = readIntegers(answer);
    if (rows?.length !== size || rows.some((row) => row.length !== size)) {
      return malformed(`Expected ${size} lines of ${size} numbers`);
    }
    const cells = rows.flat();
    if (!keeps(clues, cells)) return wrong('Expected the given numbers to stay');
    return isFilled(cells, size) ? right : wrong('Expected consecutive numbers side by side');
  },
});

/** Whether 1 to n² are there and each is next to the one before. */
function isFilled(cells: readonly number[], size: number): boolean {
  const placeOf = new Array<number>(cells.length).fill(-1);
  for (const [cell, number] of cells.entries()) placeOf[number - 1] = cell;
  if (cells.length !== size * size || placeOf.length > cells.length) return false;
  const near = neighbours(size);
  return placeOf.every(
    (cell, i) => cell >= 0 && (i === 0 || near[placeOf[i - 1] as number]?.includes(cell)),
  );
}

/** Takes numbers out while the filling stays the only one; 1 and all that are hard to check stay. */
function dig(rng: Rng, size: number, solution: readonly number[], least: number): number[] {
  const puzzle = [...solution];
  let given = puzzle.length;
  for (const cell of rng.sample([...puzzle.keys()], puzzle.length)) {
    if (given <= least) break;
    const number = solution[cell] as number;
    if (number === 1) continue;
    puzzle[cell] = 0;
    if (isUnique(size, puzzle)) given--;
    else puzzle[cell] = number;
  }
  return puzzle;
}

function isUnique(size: number, puzzle: readonly number[]): boolean {
  try {
    return countFillings(size, puzzle, 2, createBudget(checkSteps)) === 1;
  } catch (error) {
    if (error instanceof StepLimitError) return false;
    throw error;
  }
}

function inRows(cells: readonly number[], size: number): number[][] {
  return Array.from({ length: size }, (_, r) => cells.slice(r * size, (r + 1) * size));
}

function show(cells: readonly number[], size: number): string {
  return inRows(cells, size)
    .map((row) => row.map((n) => (n === 0 ? '_' : String(n)).padStart(2)).join(' '))
    .join('\n');
}
