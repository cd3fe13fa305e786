/** Read a matrix in a spiral from its upper left corner inwards. */
import { z } from 'zod';
import { strip } from '../../../text/python.ts';
import { faultyEntry, graded, type Mark, malformed, right, wrong } from '../../mark.ts';
import { itemsOf, readLiteral } from '../../python/literal.ts';
import { ints } from '../../row.ts';
import { defineTask, ordered, perEntry } from '../../task.ts';
import { readIntegers, sameRow, showGrid } from '../../text/grid.ts';

const config = z
  .strictObject({
    min_n: z.int().min(2).max(200).default(2),
    max_n: z.int().min(2).max(200).default(10),
  })
  .superRefine(ordered(['min_n', 'max_n']));

const metadata = z.looseObject({
  matrix: z
    .array(ints({ most: 1_000 }))
    .min(1)
    .max(1_000),
  solution: ints(),
});

const spiralOf = perEntry(({ matrix }: z.infer<typeof metadata>) => spiral(matrix));

export const spiralMatrix = defineTask({
  name: 'spiral_matrix',
  category: 'algorithmic',
  summary: 'List the cells of a matrix in a spiral',
  answerFormat: 'the cells in order, separated by blanks',
  config,
  metadata,
  curriculum: [{ kind: 'range', name: 'n', fields: ['min_n', 'max_n'], levels: [10, 25, 50, 100] }],

  generate(rng, c) {
    const n = rng.randint(c.min_n, c.max_n);
    const matrix = Array.from({ length: n }, () => Array.from({ length: n }, () => rng.below(10)));
    const solution = spiral(matrix);
    return {
      question: `Read this matrix in a spiral: the first row from left to right, the last column downwards, the last row from right to left, the first column upwards, and so on inwards until every cell was read once.\n\n${showGrid(matrix)}\n\nAnswer with the cells in that order, separated by blanks.`,
      answer: solution.join(' '),
      metadata: { matrix, solution, n },
      difficulty: { n: [c.min_n, c.max_n] },
    };
  },

  score(answer, { entry, mode, budget }) {
    budget.spend(answer.length);
    if (mode === 'compat') return compat(answer, strip(entry.answer ?? ''));
    const { solution } = entry.metadata;
    const wanted = spiralOf(entry.metadata);
    if (!sameRow(wanted, solution)) return faultyEntry('The solution is not that of the matrix');
    const got = readIntegers(answer);
    if (!got) return malformed('Expected integers');
    return sameRow(got.flat(), wanted) ? right : wrong('Expected the cells in a spiral');
  },
});

/** The reference: a tenth for the cells as a Python list, which it gets by running the answer. */
function compat(answer: string, oracle: string): Mark {
  const text = strip(answer);
  if (answer !== '' && text === oracle) return right;
  const value = readLiteral(text);
  const items = value && itemsOf(value);
  const printed = items?.map((item) =>
    item.kind === 'int' || item.kind === 'string' ? String(item.value) : '?',
  );
  return graded(printed?.join(' ') === oracle ? 0.1 : 0);
}

function spiral(matrix: readonly (readonly number[])[]): number[] {
  let [top, bottom, left, right] = [0, matrix.length - 1, 0, (matrix[0]?.length ?? 0) - 1];
  const order: number[] = [];
  const take = (y: number, x: number) => order.push(matrix[y]?.[x] as number);
  while (top <= bottom && left <= right) {
    for (let x = left; x <= right; x++) take(top, x);
    for (let y = top + 1; y <= bottom; y++) take(y, right);
    if (top < bottom) for (let x = right - 1; x >= left; x--) take(bottom, x);
    if (left < right) for (let y = bottom - 1; y > top; y--) take(y, left);
    top++;
    bottom--;
    left++;
    right--;
  }
  return order;
}
