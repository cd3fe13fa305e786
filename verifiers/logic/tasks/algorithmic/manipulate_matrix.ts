/** Turn, mirror, crop and thin out a matrix, one operation after another. */
import { z } from 'zod';
import type { Rng } from '../../../random.ts';
import { splitSpaces, strip } from '../../../text/python.ts';
import {
  containsOracle,
  faultyEntry,
  graded,
  type Mark,
  malformed,
  right,
  wrong,
} from '../../mark.ts';
import { ints } from '../../row.ts';
import { defineTask, ordered, perEntry } from '../../task.ts';
import { readIntegers, sameGrid, showGrid } from '../../text/grid.ts';
import { weighted } from '../../weighted.ts';

const size = z.int().min(2).max(200);
const weight = z.number().min(0).max(1_000).default(1);
const config = z
  .strictObject({
    min_rows: size.default(2),
    min_cols: size.default(2),
    max_rows: size.default(10),
    max_cols: size.default(10),
    min_transforms: z.int().min(1).max(100).default(1),
    max_transforms: z.int().min(1).max(100).default(10),
    w_rotate: weight,
    w_hmirror: weight,
    w_vmirror: weight,
    w_dmirror: weight,
    w_cmirror: weight,
    w_map: weight,
    w_crop: weight,
    w_remove_every_nth_row: weight,
    w_remove_every_nth_col: weight,
    w_zero_divisible: weight,
  })
  .superRefine(
    ordered(
      ['min_rows', 'max_rows'],
      ['min_cols', 'max_cols'],
      ['min_transforms', 'max_transforms'],
    ),
  )
  .refine((c) => names.some((name) => c[`w_${name}`] > 0), 'Expected a weight above 0');

const metadata = z.looseObject({ solution: z.array(ints()).min(1) });

type Matrix = readonly (readonly number[])[];
interface Step {
  readonly transform: Name;
  readonly instruction: string;
  readonly result: Matrix;
  readonly [detail: string]: unknown;
}

const names = [
  'rotate', 'hmirror', 'vmirror', 'dmirror', 'cmirror', 'map', 'crop', 'remove_every_nth_row',
  'remove_every_nth_col', 'zero_divisible',
] as const; // biome-ignore format: a list
type Name = (typeof names)[number];

const maxDraws = 30;

const storedOf = perEntry(({ answer }: { readonly answer: string | null }) =>
  readIntegers(answer ?? ''),
);

export const manipulateMatrix = defineTask({
  name: 'manipulate_matrix',
  category: 'algorithmic',
  summary: 'Apply a chain of operations to a matrix',
  answerFormat: 'the matrix, one row a line, cells separated by blanks',
  config,
  metadata,
  curriculum: [
    { kind: 'range', name: 'rows', fields: ['min_rows', 'max_rows'], levels: [10, 25, 50, 100] },
    { kind: 'range', name: 'cols', fields: ['min_cols', 'max_cols'], levels: [10, 25, 50, 100] },
    {
      kind: 'range',
      name: 'num_transforms',
      fields: ['min_transforms', 'max_transforms'],
      levels: [1, 3, 5, 10, 15],
    },
  ],

  generate(rng, c) {
    const { matrix, steps, solution } = drawChain(rng, c);
    const operations = steps.map(({ result: _, ...operation }) => operation);
    return {
      question: `Start from this matrix:\n\n${showGrid(matrix)}\n\nApply these operations one after another, each to the result of the one before:\n\n${operations.map((o, i) => `${i + 1}. ${o.instruction}`).join('\n')}\n\nAnswer with the final matrix in the same layout.`,
      answer: showGrid(solution),
      metadata: {
        matrix,
        solution,
        operations,
        rows: matrix.length,
        cols: matrix[0]?.length ?? 0,
        num_transforms: operations.length,
      },
      difficulty: {
        rows: [c.min_rows, c.max_rows],
        cols: [c.min_cols, c.max_cols],
        num_transforms: [c.min_transforms, c.max_transforms],
      },
    };
  },

  score(answer, { entry, mode, budget }) {
    budget.spend(answer.length);
    if (mode === 'compat') return compat(answer, strip(entry.answer ?? ''));
    const { solution } = entry.metadata;
    const stored = storedOf(entry);
    if (!stored || !sameGrid(stored, solution)) {
      return faultyEntry('The stored answer is not the solution');
    }
    const got = readIntegers(answer);
    if (!got) return malformed('Expected a matrix of integers');
    return sameGrid(got, solution) ? right : wrong('Expected the final matrix');
  },
});

/** The reference: white space between cells is free, then its default score. */
function compat(answer: string, oracle: string): Mark {
  const stripped = strip(answer);
  if (answer === '' || stripped === oracle) return graded(answer === '' ? 0 : 1);
  const lines = stripped.split('\n').map((line) => splitSpaces(line).join(' '));
  return containsOracle(strip(lines.join('\n')), oracle);
}

/** Chains that end in less than four cells, or in equal ones, are too easily guessed: drawn again. */
function drawChain(rng: Rng, c: z.infer<typeof config>) {
  const weights = names.map((name) => c[`w_${name}`]);
  for (let draw = 0; ; draw++) {
    const [rows, cols] = [rng.randint(c.min_rows, c.max_rows), rng.randint(c.min_cols, c.max_cols)];
    const matrix = Array.from({ length: rows }, () =>
      Array.from({ length: cols }, () => rng.below(10)),
    );
    const count = rng.randint(c.min_transforms, c.max_transforms);
    const steps: Step[] = [];
    let solution: Matrix = matrix;
    for (let tries = 0; steps.length < count && tries < 4 * count + 20; tries++) {
      const step = operate(rng, weighted(rng, names, weights), solution);
      if (!step) continue;
      steps.push(step);
      solution = step.result;
    }
    const cells = solution.flat();
    const varied = new Set(cells).size > 1 && cells.length >= 4;
    if (steps.length > 0 && (varied || draw >= maxDraws)) return { matrix, steps, solution };
    if (draw >= maxDraws) {
      const step = operate(rng, 'hmirror', matrix) as Step;
      return { matrix, steps: [step], solution: step.result };
    }
  }
}

/** One operation with random details; null where the matrix is too small for it. */
function operate(rng: Rng, transform: Name, matrix: Matrix): Step | null {
  const [rows, cols] = [matrix.length, matrix[0]?.length ?? 0];
  switch (transform) {
    case 'rotate': {
      const degrees = rng.choice(['90', '180', '270']);
      const instruction = `Rotate the matrix clockwise by ${degrees} degrees`;
      return { transform, degrees, instruction, result: rotated(matrix, Number(degrees) / 90) };
    }
    case 'hmirror':
      return {
        transform,
        instruction: 'Mirror the matrix top to bottom: the last row becomes the first',
        result: [...matrix].reverse(),
      };
    case 'vmirror':
      return {
        transform,
        instruction: 'Mirror the matrix left to right: the last column becomes the first',
        result: matrix.map((row) => [...row].reverse()),
      };
    case 'dmirror':
      return {
        transform,
        instruction:
          'Transpose the matrix (mirror it along the diagonal from upper left to lower right)',
        result: transposed(matrix),
      };
    case 'cmirror':
      return {
        transform,
        instruction: 'Mirror the matrix along the diagonal from upper right to lower left',
        result: rotated(transposed(matrix), 2),
      };
    case 'map': {
      const [from, to] = rng.sample([0, 1, 2, 3, 4, 5, 6, 7, 8, 9], 2) as [number, number];
      const result = matrix.map((row) => row.map((cell) => (cell === from ? to : cell)));
      return { transform, from, to, instruction: `Replace every ${from} by ${to}`, result };
    }
    case 'zero_divisible': {
      const k = rng.randint(2, 9);
      const result = matrix.map((row) => row.map((cell) => (cell % k === 0 ? 0 : cell)));
      return { transform, k, instruction: `Replace every multiple of ${k} by 0`, result };
    }
    case 'crop': {
      const [row_start, col_start] = [rng.randint(1, rows), rng.randint(1, cols)];
      const [row_end, col_end] = [rng.randint(row_start, rows), rng.randint(col_start, cols)];
      const instruction = `Keep only rows ${row_start} to ${row_end} and columns ${col_start} to ${col_end}, counted from 1`;
      const result = matrix
        .slice(row_start - 1, row_end)
        .map((row) => row.slice(col_start - 1, col_end));
      return { transform, row_start, row_end, col_start, col_end, instruction, result };
    }
    case 'remove_every_nth_row': {
      if (rows < 2) return null;
      const n = rng.randint(2, rows);
      const result = matrix.filter((_, i) => (i + 1) % n !== 0);
      return {
        transform,
        n,
        instruction: `Remove the rows whose number is a multiple of ${n}, counted from 1`,
        result,
      };
    }
    case 'remove_every_nth_col': {
      if (cols < 2) return null;
      const n = rng.randint(2, cols);
      const result = matrix.map((row) => row.filter((_, i) => (i + 1) % n !== 0));
      return {
        transform,
        n,
        instruction: `Remove the columns whose number is a multiple of ${n}, counted from 1`,
        result,
      };
    }
  }
}

function transposed(matrix: Matrix): Matrix {
  return (matrix[0] ?? []).map((_, x) => matrix.map((row) => row[x] as number));
}

/** Clockwise, by quarters. */
function rotated(matrix: Matrix, quarters: number): Matrix {
  let made = matrix;
  for (let i = 0; i < quarters; i++) made = transposed([...made].reverse());
  return made;
}
