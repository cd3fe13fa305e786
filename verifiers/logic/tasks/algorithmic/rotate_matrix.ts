/** Turn a square matrix clockwise, a quarter at a time. */
import { z } from 'zod';
import { containsOracle, faultyEntry, malformed, right, wrong } from '../../mark.ts';
import { ints } from '../../row.ts';
import { defineTask, ordered, perEntry } from '../../task.ts';
import { readIntegers, sameGrid, showGrid } from '../../text/grid.ts';

const config = z
  .strictObject({
    min_n: z.int().min(2).max(200).default(2),
    max_n: z.int().min(2).max(200).default(10),
    min_rotations: z.int().min(0).max(1_000).default(0),
    max_rotations: z.int().min(0).max(1_000).default(10),
  })
  .superRefine(ordered(['min_n', 'max_n'], ['min_rotations', 'max_rotations']));

const rows = z.array(ints()).min(1).max(1_000);
const metadata = z.looseObject({ matrix: rows, num_rotations: z.int().min(0), solution: rows });

type Matrix = readonly (readonly number[])[];

const isTurned = perEntry((of: z.infer<typeof metadata>) =>
  sameGrid(turned(of.matrix, of.num_rotations), of.solution),
);

export const rotateMatrix = defineTask({
  name: 'rotate_matrix',
  category: 'algorithmic',
  summary: 'Turn a square matrix clockwise',
  answerFormat: 'the matrix, one row a line, cells separated by blanks',
  config,
  metadata,
  curriculum: [
    { kind: 'range', name: 'n', fields: ['min_n', 'max_n'], levels: [10, 25, 50, 100] },
    {
      kind: 'range',
      name: 'num_rotations',
      fields: ['min_rotations', 'max_rotations'],
      levels: [1, 5, 10, 15, 20],
    },
  ],

  generate(rng, c) {
    const n = rng.randint(c.min_n, c.max_n);
    const turns = rng.randint(c.min_rotations, c.max_rotations);
    const matrix = Array.from({ length: n }, () => Array.from({ length: n }, () => rng.below(10)));
    const solution = turned(matrix, turns);
    return {
      question: `Turn this matrix clockwise by ${turns * 90} degrees:\n\n${showGrid(matrix)}\n\nAnswer with the turned matrix in the same layout.`,
      answer: showGrid(solution),
      metadata: { matrix, num_rotations: turns, solution, n },
      difficulty: { n: [c.min_n, c.max_n], num_rotations: [c.min_rotations, c.max_rotations] },
    };
  },

  score(answer, { entry, mode, budget }) {
    if (mode === 'compat') return containsOracle(answer, (entry.answer ?? '').trim());
    const { solution } = entry.metadata;
    budget.spend(answer.length);
    if (!isTurned(entry.metadata)) {
      return faultyEntry('The solution is not the turned matrix');
    }
    const got = readIntegers(answer);
    if (!got) return malformed('Expected a matrix of integers');
    return sameGrid(got, solution) ? right : wrong('Expected the turned matrix');
  },
});

function turned(matrix: Matrix, turns: number): Matrix {
  let made = matrix;
  for (let turn = 0; turn < turns % 4; turn++) {
    const from = made;
    made = (from[0] ?? []).map((_, x) => from.map((row) => row[x] as number).reverse());
  }
  return made;
}
