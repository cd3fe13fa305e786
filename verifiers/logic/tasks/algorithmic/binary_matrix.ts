/** The distance of every cell to the nearest 0. */
import { z } from 'zod';
import { faultyEntry, graded, malformed, right, wrong } from '../../mark.ts';
import { itemsOf, type Literal, readLiteral } from '../../python/literal.ts';
import { ints } from '../../row.ts';
import { defineTask, ordered, perEntry } from '../../task.ts';
import { readIntegers, sameGrid, showGrid } from '../../text/grid.ts';

const config = z
  .strictObject({
    min_n: z.int().min(1).max(200).default(3),
    max_n: z.int().min(1).max(200).default(10),
    p_zero: z.number().min(0).max(1).default(0.25),
  })
  .superRefine(ordered(['min_n', 'max_n']));

const rows = z.array(ints()).min(1).max(1_000);
const metadata = z.looseObject({ matrix: rows, solution: rows });

const distancesIn = perEntry(distances);

export const binaryMatrix = defineTask({
  name: 'binary_matrix',
  category: 'algorithmic',
  summary: 'Give the distance of every cell to the nearest 0',
  answerFormat: 'the matrix of distances, one row a line, cells separated by blanks',
  config,
  metadata,
  curriculum: [
    { kind: 'scalar', name: 'p_zero', field: 'p_zero', levels: [0.5, 0.25, 0.1, 0.05] },
    { kind: 'range', name: 'n', fields: ['min_n', 'max_n'], levels: [10, 25, 50, 100] },
  ],

  generate(rng, c) {
    const n = rng.randint(c.min_n, c.max_n);
    const matrix = Array.from({ length: n }, () =>
      Array.from({ length: n }, () => (rng.random() < c.p_zero ? 0 : 1)),
    );
    const first = matrix[rng.below(n)] as number[];
    first[rng.below(n)] = 0;
    const solution = distances(matrix) as number[][];
    return {
      question: `Here is a square matrix of zeros and ones:\n\n${showGrid(matrix)}\n\nReplace every cell by its distance to the nearest 0, counted in steps up, down, left or right; a 0 stays 0. Answer with the new matrix in the same layout.`,
      answer: showGrid(solution),
      metadata: { matrix, solution, n },
      difficulty: { n: [c.min_n, c.max_n], p_zero: c.p_zero },
    };
  },

  /** The reference gives a tenth for the matrix as a Python list, which it gets by running the answer. */
  score(answer, { entry, mode, budget }) {
    if (mode === 'compat') {
      if (answer === entry.answer) return right;
      return graded(printed(readLiteral(answer)) === entry.answer ? 0.1 : 0);
    }
    const { matrix, solution } = entry.metadata;
    budget.spend(answer.length + matrix.length * matrix.length);
    const wanted = distancesIn(matrix) ?? solution;
    if (!sameGrid(wanted, solution)) return faultyEntry('The solution is not that of the matrix');
    const got = readIntegers(answer);
    if (!got) return malformed('Expected a matrix of integers');
    return sameGrid(got, wanted) ? right : wrong('Expected the distances to the nearest 0');
  },
});

/** Nearest zeros by two sweeps, from the upper left and from the lower right; null without any 0. */
function distances(matrix: readonly (readonly number[])[]): number[][] | null {
  const far = Number.POSITIVE_INFINITY;
  const made = matrix.map((row) => row.map((cell) => (cell === 0 ? 0 : far)));
  if (!made.some((row) => row.includes(0))) return null;
  const at = (y: number, x: number) => made[y]?.[x] ?? far;
  for (const step of [1, -1]) {
    for (let i = 0; i < made.length; i++) {
      const y = step === 1 ? i : made.length - 1 - i;
      const row = made[y] as number[];
      for (let j = 0; j < row.length; j++) {
        const x = step === 1 ? j : row.length - 1 - j;
        row[x] = Math.min(row[x] as number, at(y - step, x) + 1, at(y, x - step) + 1);
      }
    }
  }
  return made;
}

/** What Python prints of a list of rows; null where it raises. */
function printed(value: Literal | null): string | null {
  const lines = value && itemsOf(value);
  if (!lines) return null;
  const made: string[] = [];
  for (const line of lines) {
    const cells = itemsOf(line);
    if (!cells) return null;
    made.push(cells.map(plain).join(' '));
  }
  return made.join('\n');
}

/** str() of a cell; anything but a number or a text cannot be in an answer. */
function plain(cell: Literal): string {
  return cell.kind === 'int' || cell.kind === 'string' ? String(cell.value) : '?';
}
