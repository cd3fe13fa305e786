/** Survo: put given numbers into a matrix whose last row and column hold the sums. */
import { z } from 'zod';
import { createBudget, StepLimitError } from '../../../budget.ts';
import type { Rng } from '../../../random.ts';
import { splitSpaces, strip } from '../../../text/python.ts';
import { faultyEntry, graded, malformed, right, wrong } from '../../mark.ts';
import { ints } from '../../row.ts';
import { defineTask, ordered, perEntry } from '../../task.ts';
import { readIntegers, showGrid } from '../../text/grid.ts';

const config = z
  .strictObject({
    min_board_size: z.int().min(4).max(20).default(4),
    max_board_size: z.int().min(4).max(20).default(5),
    min_empty: z.int().min(1).max(361).default(3),
    /** A board never has more empty cells than cells that are no sums. */
    max_empty: z.int().min(1).max(361).default(5),
    min_num: z.int().min(1).max(1e6).default(1),
    max_num: z.int().min(1).max(1e6).default(9),
  })
  .superRefine(
    ordered(
      ['min_board_size', 'max_board_size'],
      ['min_empty', 'max_empty'],
      ['min_num', 'max_num'],
    ),
  );
type Config = z.infer<typeof config>;

const matrix = z
  .array(ints({ least: 2, most: 100 }))
  .min(2)
  .max(100);
const metadata = z.looseObject({
  puzzle: matrix,
  solution: matrix,
  candidate_numbers: ints({ most: 10_000 }),
  board_size: z.int(),
});
type Rows = readonly (readonly number[])[];

/** Boards tried for one with a single solution. */
const maxBoards = 30;
/** A count of solutions that costs more than this counts as "several". */
const checkSteps = 3_000;

const isSound = perEntry((of: z.infer<typeof metadata>) =>
  solves(of.solution, of.puzzle, of.candidate_numbers),
);

export const survo = defineTask({
  name: 'survo',
  category: 'games',
  summary: 'Place given numbers in a matrix so that the sums of rows and columns are right',
  answerFormat: 'the whole matrix with its sums, one row a line',
  config,
  metadata,
  curriculum: [
    {
      kind: 'range',
      name: 'board_size',
      fields: ['min_board_size', 'max_board_size'],
      levels: [4, 5, 6, 7],
    },
    { kind: 'range', name: 'empty', fields: ['min_empty', 'max_empty'], levels: [4, 9, 16, 25] },
  ],

  generate(rng, c) {
    const size = rng.randint(c.min_board_size, c.max_board_size);
    const { puzzle, solution, numbers } = drawUnique(rng, c, size);
    const last = rng.sample(numbers, numbers.length);
    return {
      question: `In this ${size}x${size} matrix the last number of every row is the sum of the numbers before it, and the last number of every column is the sum of the numbers above it. Some numbers are missing and shown as 0:\n\n${showGrid(puzzle)}\n\nPut these numbers in place of the zeros, each exactly once: ${last.join(', ')}. Answer with the whole matrix, sums included, one row a line, numbers separated by spaces.`,
      answer: showGrid(solution),
      metadata: {
        puzzle,
        solution,
        candidate_numbers: last,
        board_size: size,
        num_empty: numbers.length,
        min_num: c.min_num,
        max_num: c.max_num,
      },
      difficulty: {
        board_size: [c.min_board_size, c.max_board_size],
        empty: [c.min_empty, c.max_empty],
      },
    };
  },

  score(answer, { entry, mode }) {
    const { puzzle, solution, candidate_numbers, board_size: size } = entry.metadata;
    if (mode === 'compat') {
      const grid = integersOfLines(answer);
      const fits = grid.length === size && grid.every((row) => row.length === size);
      const same = grid.every((row, i) => row.every((n, j) => n === solution[i]?.[j]));
      return graded(fits && same ? 1 : 0);
    }
    if (!isSound(entry.metadata)) {
      return faultyEntry('Expected a solution of the puzzle');
    }
    const grid = readIntegers(answer);
    if (grid?.length !== size || grid.some((row) => row.length !== size)) {
      return malformed(`Expected ${size} lines of ${size} numbers`);
    }
    return solves(grid, puzzle, candidate_numbers)
      ? right
      : wrong('Expected the given numbers in their places, the others once each, and right sums');
  },
});

/** Python's int() of every word of every line; other words and blank lines are passed over. */
function integersOfLines(answer: string): number[][] {
  return strip(answer)
    .split('\n')
    .map((line) =>
      splitSpaces(line).flatMap((word) => {
        if (!/^[+-]?\p{Nd}+(?:_\p{Nd}+)*$/u.test(word)) return [];
        const digits = word.replaceAll('_', '').replace(/\p{Nd}/gu, digitOf);
        return digits.length > 4_300 ? [] : [Number(digits)];
      }),
    )
    .filter((row) => row.length > 0);
}

/** Decimal digits of a script stand in runs of ten that begin at a multiple of its zero. */
function digitOf(digit: string): string {
  const code = digit.codePointAt(0) as number;
  if (code < 128) return digit;
  let zero = code;
  while (code - zero < 9 && /\p{Nd}/u.test(String.fromCodePoint(zero - 1))) zero--;
  return String((code - zero) % 10);
}

function solves(grid: Rows, puzzle: Rows, numbers: readonly number[]): boolean {
  const end = puzzle.length - 1;
  const placed: number[] = [];
  for (const [i, row] of puzzle.entries()) {
    for (const [j, given] of row.entries()) {
      const here = grid[i]?.[j];
      if (here === undefined) return false;
      // A sum is given even where it is 0.
      if (given === 0 && i < end && j < end) placed.push(here);
      else if (here !== given) return false;
    }
  }
  const ascending = (a: number, b: number) => a - b;
  if (placed.sort(ascending).join() !== [...numbers].sort(ascending).join()) return false;
  for (let k = 0; k <= end; k++) {
    let [row, column] = [0, 0];
    for (let m = 0; m < end; m++) {
      row += grid[k]?.[m] as number;
      column += grid[m]?.[k] as number;
    }
    if (row !== grid[k]?.[end] || column !== grid[end]?.[k]) return false;
  }
  return true;
}

function drawUnique(rng: Rng, c: Config, size: number) {
  const most = (size - 1) ** 2;
  const empty = Math.min(most, rng.randint(c.min_empty, c.max_empty));
  for (let board = 1; ; board++) {
    const solution = Array.from({ length: size - 1 }, () => {
      const row = Array.from({ length: size - 1 }, () => rng.randint(c.min_num, c.max_num));
      return [...row, total(row)];
    });
    solution.push(
      Array.from({ length: size }, (_, j) => total(solution.map((row) => row[j] ?? 0))),
    );
    const places = rng.sample(
      Array.from({ length: most }, (_, i) => i),
      empty,
    );
    const puzzle = solution.map((row) => [...row]);
    const numbers: number[] = [];
    for (const place of places.sort((a, b) => a - b)) {
      const row = puzzle[Math.floor(place / (size - 1))] as number[];
      numbers.push(row[place % (size - 1)] as number);
      row[place % (size - 1)] = 0;
    }
    if (board === maxBoards || isUnique(puzzle, places, numbers)) {
      return { puzzle, solution, numbers };
    }
  }
}

function total(numbers: readonly number[]): number {
  return numbers.reduce((sum, n) => sum + n, 0);
}

/** Tries every number in every place; a row's or column's last gap must take what is missing. */
function isUnique(puzzle: Rows, places: readonly number[], numbers: readonly number[]): boolean {
  const size = puzzle.length;
  const budget = createBudget(checkSteps);
  const stock = new Map<number, number>();
  for (const n of numbers) stock.set(n, (stock.get(n) ?? 0) + 1);
  const values = [...stock.keys()];
  const gaps = new Array<number>(2 * size).fill(0);
  const missing = new Array<number>(2 * size).fill(0);
  for (let k = 0; k < size - 1; k++) {
    missing[k] = (puzzle[k]?.[size - 1] as number) - total((puzzle[k] ?? []).slice(0, -1));
    missing[size + k] =
      (puzzle[size - 1]?.[k] as number) - total(puzzle.slice(0, -1).map((row) => row[k] as number));
  }
  const lines = places.map((p) => [Math.floor(p / (size - 1)), size + (p % (size - 1))] as const);
  for (const line of lines.flat()) gaps[line] = (gaps[line] as number) + 1;
  let found = 0;
  function fill(at: number): void {
    if (at === lines.length) {
      found++;
      return;
    }
    const [row, column] = lines[at] as readonly [number, number];
    for (const value of values) {
      if (found > 1) return;
      budget.spend();
      if ((stock.get(value) ?? 0) === 0) continue;
      const fits = [row, column].every((line) => {
        const rest = (missing[line] as number) - value;
        return gaps[line] === 1 ? rest === 0 : rest > 0;
      });
      if (!fits) continue;
      move(value, 1);
      fill(at + 1);
      move(value, -1);
    }
    function move(value: number, sign: number): void {
      stock.set(value, (stock.get(value) ?? 0) - sign);
      for (const line of [row, column]) {
        missing[line] = (missing[line] as number) - sign * value;
        gaps[line] = (gaps[line] as number) - sign;
      }
    }
  }
  try {
    fill(0);
  } catch (error) {
    if (error instanceof StepLimitError) return false;
    throw error;
  }
  return found === 1;
}
