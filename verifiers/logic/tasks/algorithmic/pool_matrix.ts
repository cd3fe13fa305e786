/** Max or average pooling of a matrix. */
import { z } from 'zod';
import type { Rng } from '../../../random.ts';
import { faultyEntry, graded, type Mark, malformed, right, wrong } from '../../mark.ts';
import { allClose, loadText, sameShape } from '../../python/loadtxt.ts';
import { numbers } from '../../row.ts';
import { defineTask, ordered, perEntry } from '../../task.ts';
import { readGrid, showGrid } from '../../text/grid.ts';
import { parseNumber } from '../../text/number.ts';

const size = z.int().min(2).max(200);
const pool = z.int().min(1).max(200);
const config = z
  .strictObject({
    min_rows: size.default(2),
    min_cols: size.default(2),
    max_rows: size.default(10),
    max_cols: size.default(10),
    min_pool_size: pool.default(1),
    max_pool_size: pool.default(3),
  })
  .superRefine(
    ordered(['min_rows', 'max_rows'], ['min_cols', 'max_cols'], ['min_pool_size', 'max_pool_size']),
  );

const rows = z
  .array(numbers({ least: 1, most: 1_000 }))
  .min(1)
  .max(1_000)
  .refine((m) => m.every((row) => row.length === m[0]?.length), 'Expected rows of equal length');
const metadata = z.looseObject({
  matrix: rows,
  pool_type: z.enum(['max', 'average']),
  pool_size: z.int().min(1),
  solution: rows,
});

type Matrix = readonly (readonly number[])[];
type Pooling = z.infer<typeof metadata>['pool_type'];

const maxDraws = 30;

const pooledOf = perEntry((of: z.infer<typeof metadata>) =>
  pooled(of.matrix, of.pool_type, of.pool_size),
);

export const poolMatrix = defineTask({
  name: 'pool_matrix',
  category: 'algorithmic',
  summary: 'Pool a matrix: the maximum or the mean of every block',
  answerFormat: 'the matrix, one row a line, cells separated by blanks, correct to 2 decimals',
  config,
  metadata,
  curriculum: [
    { kind: 'range', name: 'rows', fields: ['min_rows', 'max_rows'], levels: [10, 25, 50, 100] },
    { kind: 'range', name: 'cols', fields: ['min_cols', 'max_cols'], levels: [10, 25, 50, 100] },
    {
      kind: 'range',
      name: 'pool_size',
      fields: ['min_pool_size', 'max_pool_size'],
      levels: [3, 5, 7, 9],
    },
  ],

  generate(rng, c) {
    const { matrix, size, type, solution } = draw(rng, c);
    const what = type === 'max' ? 'its largest cell' : 'the mean of its cells';
    return {
      question: `Cut this matrix into blocks of ${size} × ${size} cells, beginning at the upper left; blocks at the right and lower edge may be smaller. Replace every block by ${what}${type === 'max' ? '' : ', rounded to 2 decimal places'}.\n\n${showGrid(matrix)}\n\nAnswer with the smaller matrix in the same layout.`,
      answer: showGrid(solution.map((row) => row.map(shown))),
      metadata: {
        matrix,
        pool_type: type,
        pool_size: size,
        solution,
        rows: matrix.length,
        cols: matrix[0]?.length ?? 0,
      },
      difficulty: {
        rows: [c.min_rows, c.max_rows],
        cols: [c.min_cols, c.max_cols],
        pool_size: [c.min_pool_size, c.max_pool_size],
      },
    };
  },

  score(answer, { entry, mode, budget }) {
    budget.spend(answer.length);
    if (mode === 'compat') return compat(answer, entry.answer ?? '');
    const { solution } = entry.metadata;
    const wanted = pooledOf(entry.metadata);
    if (!agree(wanted, solution, (a, b) => Math.abs(a - b) <= 0.006)) {
      return faultyEntry('The solution is not that of the matrix');
    }
    const got = readNumbers(answer, wanted[0]?.length ?? 0);
    if (!got) return malformed('Expected a matrix of numbers');
    return agree(wanted, got, rounds) ? right : wrong('Expected the pooled matrix');
  },
});

/** The reference: full marks within 1 %, a tenth for any matrix of the right shape. */
function compat(answer: string, oracle: string): Mark {
  const [wanted, got] = [loadText(oracle), loadText(answer)];
  if (!wanted || !got || !sameShape(wanted, got)) return graded(0);
  return graded(allClose(wanted, got, 1e-2) ? 1 : 0.1);
}

/** A mean that has more than two decimals may be rounded either way or be given with more of them. */
function rounds(exact: number, got: number): boolean {
  const off = Math.abs(exact - got);
  if (off < 1e-9) return true;
  const whole = Math.abs(exact * 100 - Math.round(exact * 100)) < 1e-7;
  return !whole && off <= 0.005 + 1e-9;
}

function agree(a: Matrix, b: Matrix, fits: (a: number, b: number) => boolean): boolean {
  return (
    a.length === b.length &&
    a.every((row, y) => {
      const other = b[y] as readonly number[];
      return row.length === other.length && row.every((v, x) => fits(v, other[x] as number));
    })
  );
}

function readNumbers(answer: string, width: number): number[][] | null {
  const grid = readGrid(answer.normalize('NFKC'));
  if (!grid) return null;
  const numbers: number[][] = [];
  for (const cells of grid) {
    // a column of single cells comes cut into characters
    const row = (width === 1 ? [cells.join('')] : cells).map(readCell);
    if (row.some(Number.isNaN)) return null;
    numbers.push(row);
  }
  return numbers;
}

function readCell(cell: string): number {
  if (/^-?\d{1,15}(?:\.\d{0,15})?$/.test(cell)) return Number(cell);
  const value = parseNumber(cell);
  return value ? Number(value.n) / Number(value.d) : Number.NaN;
}

function pooled(matrix: Matrix, type: Pooling, size: number): number[][] {
  const width = matrix[0]?.length ?? 0;
  const made: number[][] = [];
  for (let y = 0; y < matrix.length; y += size) {
    const line: number[] = [];
    const rows = matrix.slice(y, y + size);
    for (let x = 0; x < width; x += size) {
      let [sum, count, largest] = [0, 0, Number.NEGATIVE_INFINITY];
      for (const row of rows) {
        for (let i = x; i < Math.min(width, x + size); i++) {
          const cell = row[i] as number;
          sum += cell;
          count++;
          if (cell > largest) largest = cell;
        }
      }
      line.push(type === 'max' ? largest : sum / count);
    }
    made.push(line);
  }
  return made;
}

function shown(value: number): string {
  return Number.isInteger(value) ? String(value) : String(Math.round(value * 100) / 100);
}

/** Results of a few equal cells are guessed too easily: drawn again. */
function draw(rng: Rng, c: z.infer<typeof config>) {
  for (let n = 0; ; n++) {
    const [rows, cols] = [rng.randint(c.min_rows, c.max_rows), rng.randint(c.min_cols, c.max_cols)];
    const matrix = Array.from({ length: rows }, () =>
      Array.from({ length: cols }, () => rng.below(10)),
    );
    const size = rng.randint(c.min_pool_size, c.max_pool_size);
    const type = rng.choice(['average', 'max'] as const);
    const solution = pooled(matrix, type, size);
    const cells = solution.flat();
    if ((cells.length >= 4 && new Set(cells).size > 1) || n >= maxDraws) {
      return { matrix, size, type, solution };
    }
  }
}
