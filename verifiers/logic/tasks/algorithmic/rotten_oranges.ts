/** How long until every orange is rotten? */
import { z } from 'zod';
import type { Rng } from '../../../random.ts';
import { containsOracle, faultyEntry, malformed, right, wrong } from '../../mark.ts';
import { ints } from '../../row.ts';
import { defineTask, ordered, perEntry } from '../../task.ts';
import { showGrid } from '../../text/grid.ts';
import { parseNumber } from '../../text/number.ts';

const config = z
  .strictObject({
    min_n: z.int().min(2).max(200).default(10),
    max_n: z.int().min(2).max(200).default(30),
    p_oranges: z.number().min(0).max(1).default(0.85),
    /** The largest share of the oranges that are rotten at the start; the reference has it fixed. */
    p_rotten: z.number().min(0).max(1).default(0.1),
    /** The share of grids with an orange out of reach; the reference makes 34 %. */
    p_infeasible: z.number().min(0).max(1).default(0.05),
  })
  .superRefine(ordered(['min_n', 'max_n']));

const metadata = z.looseObject({
  matrix: z
    .array(ints({ most: 1_000 }))
    .min(1)
    .max(1_000),
  solution: z.int(),
});

const [fresh, rotten] = [1, 2];
const maxDraws = 20;

const minutesOf = perEntry(({ matrix }: z.infer<typeof metadata>) => spread(matrix).minutes);

export const rottenOranges = defineTask({
  name: 'rotten_oranges',
  category: 'algorithmic',
  summary: 'Count the minutes until every orange of a grid is rotten',
  answerFormat: 'a whole number, -1 if some orange stays fresh',
  config,
  metadata,
  curriculum: [{ kind: 'range', name: 'n', fields: ['min_n', 'max_n'], levels: [10, 25, 50, 100] }],

  generate(rng, c) {
    const n = rng.randint(c.min_n, c.max_n);
    const { matrix, solution } = draw(rng, c, n);
    return {
      question: `A box of oranges, seen from above: 0 is an empty place, 1 a fresh orange, 2 a rotten one.\n\n${showGrid(matrix)}\n\nEvery minute each fresh orange that has a rotten one above, below, left or right of it turns rotten. After how many minutes is no fresh orange left? Answer with the number, or with -1 if some orange never turns rotten.`,
      answer: String(solution),
      metadata: { matrix, solution, n },
      difficulty: { n: [c.min_n, c.max_n] },
    };
  },

  score(answer, { entry, mode, budget }) {
    if (mode === 'compat') return containsOracle(answer, (entry.answer ?? '').trim());
    const { matrix, solution } = entry.metadata;
    budget.spend(matrix.length * (matrix[0]?.length ?? 1));
    if (minutesOf(entry.metadata) !== solution)
      return faultyEntry('The solution is not the minutes');
    const got = parseNumber(answer);
    if (!got) return malformed('Expected a whole number');
    const isRight = got.d === 1n && got.n === BigInt(solution);
    return isRight ? right : wrong('Expected the number of minutes');
  },
});

/** Breadth first from all rotten oranges; what stays fresh is out of reach, and the minutes are -1. */
function spread(matrix: readonly (readonly number[])[]) {
  const width = Math.max(...matrix.map((row) => row.length)) + 1; // a margin, so that no step wraps
  const cells = new Uint8Array(width * (matrix.length + 2));
  let wave: number[] = [];
  let left = 0;
  for (const [y, row] of matrix.entries()) {
    for (const [x, kind] of row.entries()) {
      const at = (y + 1) * width + x;
      cells[at] = kind;
      if (kind === rotten) wave.push(at);
      else if (kind === fresh) left++;
    }
  }
  let minutes = 0;
  while (wave.length > 0) {
    const next: number[] = [];
    for (const at of wave) {
      for (const to of [at - width, at + width, at - 1, at + 1]) {
        if (cells[to] !== fresh) continue;
        cells[to] = rotten;
        next.push(to);
      }
    }
    left -= next.length;
    wave = next;
    if (next.length > 0) minutes++;
  }
  const isFresh = (y: number, x: number) => cells[(y + 1) * width + x] === fresh;
  return { minutes: left > 0 ? -1 : minutes, isFresh };
}

/**
 * The share of rotten oranges varies over orders of magnitude, so that the minutes do. In a grid
 * that can be solved, oranges out of reach are taken away; in the others one is cut off if need be.
 */
function draw(rng: Rng, c: z.infer<typeof config>, n: number) {
  const feasible = rng.random() >= c.p_infeasible;
  for (let tries = 0; ; tries++) {
    const matrix = Array.from({ length: n }, () =>
      Array.from({ length: n }, () => (rng.random() < c.p_oranges ? fresh : 0)),
    );
    const most = Math.max(1, Math.floor(c.p_rotten * c.p_oranges * n * n));
    const count = Math.round(Math.exp(rng.random() ** 2 * Math.log(most)));
    for (let i = 0; i < count; i++) (matrix[rng.below(n)] as number[])[rng.below(n)] = rotten;
    if (!feasible) cutOff(rng, matrix);
    const { minutes, isFresh } = spread(matrix);
    if (feasible && minutes < 0) {
      for (const [y, row] of matrix.entries()) {
        for (const x of row.keys()) if (isFresh(y, x)) row[x] = 0;
      }
    }
    const solution = feasible ? spread(matrix).minutes : minutes;
    // one or two minutes are guessable
    if (solution < 0 || solution > 2 || tries >= maxDraws) return { matrix, solution };
  }
}

/** A fresh orange in an empty ring. */
function cutOff(rng: Rng, matrix: number[][]): void {
  const n = matrix.length;
  const [y, x] = [rng.below(n), rng.below(n)];
  const around = [
    [y - 1, x],
    [y + 1, x],
    [y, x - 1],
    [y, x + 1],
  ] as const;
  for (const [row, column] of around) {
    const cells = matrix[row];
    if (cells && column >= 0 && column < n) cells[column] = 0;
  }
  (matrix[y] as number[])[x] = fresh;
}
