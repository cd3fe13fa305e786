/** Kakurasu: ones in a grid so that the weighted sums of rows and columns come out. */
import { z } from 'zod';
import { type Budget, createBudget, StepLimitError } from '../../../budget.ts';
import type { Rng } from '../../../random.ts';
import { strip } from '../../../text/python.ts';
import { faultyEntry, graded, malformed, right, wrong } from '../../mark.ts';
import { ints } from '../../row.ts';
import { defineTask, ordered } from '../../task.ts';
import { readIntegers, showGrid } from '../../text/grid.ts';

const config = z
  .strictObject({
    min_rows: z.int().min(3).max(9).default(4),
    max_rows: z.int().min(3).max(9).default(5),
    min_cols: z.int().min(3).max(9).default(4),
    max_cols: z.int().min(3).max(9).default(5),
    p_ones: z.number().min(0).max(1).default(0.3),
    /** Grids tried for one solution; after that one with several is taken, and all are accepted. */
    max_retries: z.int().min(1).max(100_000).default(1_000),
  })
  .superRefine(ordered(['min_rows', 'max_rows'], ['min_cols', 'max_cols']));

const sums = ints({ low: 0, least: 1, most: 100 });
const metadata = z.looseObject({
  n_rows: z.int(),
  n_cols: z.int(),
  row_sums: sums,
  col_sums: sums,
  solution: z
    .array(ints({ most: 100 }))
    .max(100)
    .optional(),
});

/** A count of solutions that costs more than this is given up, and so is the grid. */
const checkSteps = 4_000;
/** Steps for all the grids of one entry. */
const drawSteps = 60_000;

export const kakurasu = defineTask({
  name: 'kakurasu',
  category: 'games',
  summary: 'Place ones so that the weighted sums of all rows and columns are right',
  answerFormat: 'the grid of 0 and 1, cells separated by spaces, one row a line',
  config,
  metadata,
  curriculum: [
    { kind: 'range', name: 'rows', fields: ['min_rows', 'max_rows'], levels: [4, 6, 7, 9] },
    { kind: 'range', name: 'cols', fields: ['min_cols', 'max_cols'], levels: [4, 6, 7, 9] },
    { kind: 'scalar', name: 'p_ones', field: 'p_ones', levels: [0.5, 0.4, 0.3, 0.2] },
  ],

  generate(rng, c) {
    const rows = rng.randint(c.min_rows, c.max_rows);
    const columns = rng.randint(c.min_cols, c.max_cols);
    const solution = drawUnique(rng, rows, columns, c.p_ones, c.max_retries);
    const { rowSums, columnSums } = sumsOf(solution);
    return {
      question: `Write 0 or 1 into every cell of a grid of ${rows} rows and ${columns} columns. A 1 in column j counts j towards the sum of its row, a 1 in row i counts i towards the sum of its column; columns are numbered from the left, rows from the top, both from 1.\n\nRow sums, from the top: ${rowSums.join(', ')}\nColumn sums, from the left: ${columnSums.join(', ')}\n\nFind a grid in which all these sums are right. Answer with ${rows} lines of ${columns} cells, separated by spaces.`,
      answer: showGrid(solution),
      metadata: {
        n_rows: rows,
        n_cols: columns,
        p_ones: c.p_ones,
        puzzle: solution.map((row) => row.map(() => 0)),
        row_sums: rowSums,
        col_sums: columnSums,
        solution,
      },
      difficulty: {
        rows: [c.min_rows, c.max_rows],
        cols: [c.min_cols, c.max_cols],
        p_ones: c.p_ones,
      },
    };
  },

  score(answer, { entry, mode }) {
    const { n_rows: rows, n_cols: columns, row_sums, col_sums } = entry.metadata;
    const { solution } = entry.metadata;
    const holds = (grid: readonly (readonly number[])[]) => {
      const { rowSums, columnSums } = sumsOf(grid);
      return String(rowSums) === String(row_sums) && String(columnSums) === String(col_sums);
    };
    if (row_sums.length !== rows || col_sums.length !== columns || (solution && !holds(solution))) {
      return faultyEntry('Expected a sum for every row and column, and a solution that has them');
    }
    const grid = mode === 'compat' ? bitsOfLines(answer) : readIntegers(answer);
    const fits =
      grid?.length === rows &&
      grid.every((row) => row.length === columns && row.every((cell) => cell === 0 || cell === 1));
    if (!fits) {
      return mode === 'compat'
        ? graded(0)
        : malformed(`Expected ${rows} lines of ${columns} cells, 0 or 1`);
    }
    return holds(grid) ? right : wrong('Expected other sums');
  },
});

/** The reference looks at the characters 0 and 1 alone. */
function bitsOfLines(answer: string): number[][] {
  return strip(answer)
    .split('\n')
    .map((line) => (line.match(/[01]/g) ?? []).map(Number));
}

function sumsOf(grid: readonly (readonly number[])[]) {
  const rowSums = grid.map((row) => row.reduce((sum, cell, j) => sum + cell * (j + 1), 0));
  const columnSums = (grid[0] ?? []).map((_, j) =>
    grid.reduce((sum, row, i) => sum + (row[j] as number) * (i + 1), 0),
  );
  return { rowSums, columnSums };
}

/** Random grids without an empty row or column until one is the only solution of its sums. */
function drawUnique(rng: Rng, rows: number, columns: number, chance: number, tries: number) {
  const budget = createBudget(drawSteps);
  for (let n = 1; ; n++) {
    const grid = Array.from({ length: rows }, () =>
      Array.from({ length: columns }, () => Number(rng.random() < chance)),
    );
    for (const row of grid) if (!row.includes(1)) row[rng.below(columns)] = 1;
    for (let j = 0; j < columns; j++) {
      if (grid.every((row) => row[j] === 0)) (grid[rng.below(rows)] as number[])[j] = 1;
    }
    const { rowSums, columnSums } = sumsOf(grid);
    try {
      budget.spend(100);
      if (n >= tries || isUnique(rowSums, columnSums, budget)) return grid;
    } catch (error) {
      if (error instanceof StepLimitError) return grid;
      throw error;
    }
  }
}

function isUnique(rowSums: readonly number[], columnSums: readonly number[], all: Budget): boolean {
  let steps = 0;
  const patterns = patternsOf(columnSums.length);
  const left = [...columnSums];
  let found = 0;
  // Row by row; what is left of a column must be a sum of weights of the rows below.
  function place(row: number): void {
    if (row < 0) {
      if (left.every((rest) => rest === 0)) found++;
      return;
    }
    for (const pattern of patterns[rowSums[row] as number] ?? []) {
      if (found > 1 || steps > checkSteps) return;
      all.spend();
      steps++;
      const weight = row + 1;
      let fits = true;
      for (let j = 0; j < left.length && fits; j++) {
        const rest = (left[j] as number) - (((pattern >> j) & 1) === 1 ? weight : 0);
        fits = rest >= 0 && rest <= (row * weight) / 2;
      }
      if (!fits) continue;
      for (let j = 0; j < left.length; j++) {
        left[j] = (left[j] as number) - ((pattern >> j) & 1) * weight;
      }
      place(row - 1);
      for (let j = 0; j < left.length; j++) {
        left[j] = (left[j] as number) + ((pattern >> j) & 1) * weight;
      }
    }
  }
  place(rowSums.length - 1);
  return found === 1 && steps <= checkSteps;
}

const known = new Map<number, number[][]>();

/** For a row of so many columns: the patterns (bit masks) of every sum. */
function patternsOf(columns: number): number[][] {
  let patterns = known.get(columns);
  if (!patterns) {
    patterns = Array.from({ length: (columns * (columns + 1)) / 2 + 1 }, () => []);
    for (let mask = 0; mask < 1 << columns; mask++) {
      let sum = 0;
      for (let j = 0; j < columns; j++) if (((mask >> j) & 1) === 1) sum += j + 1;
      patterns[sum]?.push(mask);
    }
    known.set(columns, patterns);
  }
  return patterns;
}
