/** Magic squares: complete a square whose rows, columns and diagonals have one sum. */
import { z } from 'zod';
import { createBudget, StepLimitError } from '../../../budget.ts';
import type { Rng } from '../../../random.ts';
import { faultyEntry, malformed, right, wrong } from '../../mark.ts';
import { ints } from '../../row.ts';
import { countMagic, drawMagic, linesOf } from '../../search/magic.ts';
import { defineTask, ordered, perEntry } from '../../task.ts';
import { readIntegers, showGrid } from '../../text/grid.ts';

const config = z
  .strictObject({
    min_size: z.int().min(3).max(6).default(3),
    max_size: z.int().min(3).max(6).default(5),
    /** The numbers are start, start + step, start + 2 step, ...; 1 and 1 give 1 to n². */
    max_start: z.int().min(1).max(10_000).default(20),
    max_step: z.int().min(1).max(100).default(4),
    /** The share of the cells that are emptied, where one completion remains. */
    max_empty: z.number().min(0.2).max(0.9).default(0.6),
  })
  .superRefine(ordered(['min_size', 'max_size']));

const grid = z
  .array(ints({ low: 0, high: 1e9, most: 16 }))
  .min(2)
  .max(16);
const metadata = z.looseObject({
  /** 0 for an empty cell. */
  puzzle: grid,
  solution: grid,
});
type Metadata = z.infer<typeof metadata>;

/** A count of completions that costs more than this counts as several. */
const checkSteps = 1_500;

const ascending = (a: number, b: number) => a - b;
const factsOf = perEntry(({ puzzle, solution }: Metadata) => {
  const clues = puzzle.flat();
  const wanted = solution.flat();
  const numbers = [...wanted].sort(ascending);
  const isSound =
    [puzzle, solution].every((g) => g.every((row) => row.length === puzzle.length)) &&
    clues.length === wanted.length &&
    clues.every((n, i) => n === 0 || n === wanted[i]) &&
    numbers.every((n, i) => n > (numbers[i - 1] ?? 0)) &&
    isMagic(wanted, puzzle.length);
  return { clues, numbers, isSound };
});

export const magicSquare = defineTask({
  name: 'magic_square',
  category: 'games',
  summary: 'Complete a square so that rows, columns and diagonals have the same sum',
  answerFormat: 'the whole grid, one row a line, numbers separated by spaces',
  config,
  metadata,
  curriculum: [
    { kind: 'range', name: 'size', fields: ['min_size', 'max_size'], levels: [3, 4, 5, 6] },
    { kind: 'scalar', name: 'empty', field: 'max_empty', levels: [0.5, 0.55, 0.6, 0.7] },
    { kind: 'scalar', name: 'step', field: 'max_step', levels: [1, 2, 4, 9] },
  ],

  generate(rng, c) {
    const size = rng.randint(c.min_size, c.max_size);
    const [start, step] = [rng.randint(1, c.max_start), rng.randint(1, c.max_step)];
    const solution = drawMagic(rng, size).map((n) => start + step * n);
    const puzzle = dig(rng, size, solution, Math.round(size * size * c.max_empty));
    const missing = solution.filter((_, i) => puzzle[i] === 0).sort(ascending);
    const clues = inRows(puzzle, size);
    return {
      question: `Complete this ${size}x${size} magic square: put these numbers in place of the empty cells (_), each exactly once: ${missing.join(', ')}. All rows, all columns and both diagonals must have the same sum.\n\n${show(clues)}\n\nAnswer with the whole square, one row a line, the numbers separated by spaces.`,
      answer: showGrid(inRows(solution, size)),
      metadata: { puzzle: clues, solution: inRows(solution, size) },
      difficulty: {
        size: [c.min_size, c.max_size],
        empty: c.max_empty,
        step: c.max_step,
      },
    };
  },

  score(answer, { entry, budget }) {
    const size = entry.metadata.puzzle.length;
    const { clues, numbers, isSound } = factsOf(entry.metadata);
    budget.spend(clues.length + answer.length);
    if (!isSound) return faultyEntry('Expected a magic square that completes the puzzle');
    const rows = readIntegers(answer);
    if (rows?.length !== size || rows.some((row) => row.length !== size)) {
      return malformed(`Expected ${size} lines of ${size} numbers`);
    }
    const cells = rows.flat();
    if (!clues.every((n, i) => n === 0 || n === cells[i])) {
      return wrong('Expected the given numbers to stay');
    }
    const sorted = [...cells].sort(ascending);
    if (!numbers.every((n, i) => n === sorted[i])) {
      return wrong('Expected every missing number once');
    }
    return isMagic(cells, size) ? right : wrong('Expected one sum in all lines');
  },
});

function isMagic(cells: readonly number[], size: number): boolean {
  const sum = cells.reduce((all, n) => all + n, 0) / size;
  return linesOf(size).lines.every(
    (line) => line.reduce((all, cell) => all + (cells[cell] as number), 0) === sum,
  );
}

/** Empties cells while one completion remains, `most` at most. */
function dig(rng: Rng, size: number, solution: readonly number[], most: number): number[] {
  const puzzle = [...solution];
  const order = rng.sample([...puzzle.keys()], puzzle.length);
  // With so few gaps every line settles itself, nearly always: one check for all of them.
  const first = order.slice(0, Math.min(most, size + 1));
  for (const cell of first) puzzle[cell] = 0;
  let empty = first.length;
  if (!isUnique(size, puzzle, solution)) {
    for (const cell of first) puzzle[cell] = solution[cell] as number;
    empty = 0;
  }
  for (const cell of empty > 0 ? order.slice(empty) : order) {
    if (empty >= most) break;
    puzzle[cell] = 0;
    if (isUnique(size, puzzle, solution)) empty++;
    else puzzle[cell] = solution[cell] as number;
  }
  return puzzle;
}

function isUnique(size: number, puzzle: readonly number[], solution: readonly number[]): boolean {
  const missing = solution.filter((_, i) => puzzle[i] === 0);
  const sum = solution.reduce((all, n) => all + n, 0) / size;
  try {
    return countMagic(size, puzzle, missing, sum, 2, createBudget(checkSteps)) === 1;
  } catch (error) {
    if (error instanceof StepLimitError) return false;
    throw error;
  }
}

function inRows(cells: readonly number[], size: number): number[][] {
  return Array.from({ length: size }, (_, r) => cells.slice(r * size, (r + 1) * size));
}

function show(rows: readonly (readonly number[])[]): string {
  const width = Math.max(...rows.flat()).toString().length;
  return rows
    .map((row) => row.map((n) => (n === 0 ? '_' : String(n)).padStart(width)).join(' '))
    .join('\n');
}
