/** How large is the largest island of a map? */
import { z } from 'zod';
import type { Rng } from '../../../random.ts';
import { containsOracle, faultyEntry, malformed, right, wrong } from '../../mark.ts';
import { ints } from '../../row.ts';
import { defineTask, ordered, perEntry } from '../../task.ts';
import { showGrid } from '../../text/grid.ts';
import { parseNumber } from '../../text/number.ts';

const side = z.int().min(1).max(200);
const count = z.int().min(0).max(10_000);
const config = z
  .strictObject({
    min_rows: side.default(5),
    max_rows: side.default(10),
    min_cols: side.default(5),
    max_cols: side.default(10),
    min_num_islands: count.default(0),
    max_num_islands: count.default(5),
    min_island_size: count.default(0),
    max_island_size: count.default(10),
  })
  .superRefine(
    ordered(
      ['min_rows', 'max_rows'],
      ['min_cols', 'max_cols'],
      ['min_num_islands', 'max_num_islands'],
      ['min_island_size', 'max_island_size'],
    ),
  );

const metadata = z.looseObject({
  grid: z
    .array(ints({ most: 1_000 }))
    .min(1)
    .max(1_000),
  solution: z.int(),
});

const largestOf = perEntry(({ grid }: z.infer<typeof metadata>) => largest(grid));

export const largestIsland = defineTask({
  name: 'largest_island',
  category: 'graphs',
  summary: 'Find the size of the largest island of a map',
  answerFormat: 'a whole number',
  config,
  metadata,
  curriculum: [
    { kind: 'range', name: 'rows', fields: ['min_rows', 'max_rows'], levels: [5, 25, 50, 100] },
    { kind: 'range', name: 'cols', fields: ['min_cols', 'max_cols'], levels: [5, 25, 50, 100] },
    {
      kind: 'range',
      name: 'num_islands',
      fields: ['min_num_islands', 'max_num_islands'],
      levels: [2, 5, 10, 20],
    },
    {
      kind: 'range',
      name: 'island_size',
      fields: ['min_island_size', 'max_island_size'],
      levels: [5, 10, 20, 30],
    },
  ],

  generate(rng, c) {
    const grid = draw(rng, c);
    const solution = largest(grid);
    return {
      question: `On this map 1 is land and 0 is water:\n\n${showGrid(grid)}\n\nCells of land that touch above, below, left or right belong to one island. How many cells has the largest island? Answer with the number, 0 if there is no land.`,
      answer: String(solution),
      metadata: { grid, solution },
      difficulty: {
        rows: [c.min_rows, c.max_rows],
        cols: [c.min_cols, c.max_cols],
        num_islands: [c.min_num_islands, c.max_num_islands],
        island_size: [c.min_island_size, c.max_island_size],
      },
    };
  },

  score(answer, { entry, mode, budget }) {
    if (mode === 'compat') return containsOracle(answer, (entry.answer ?? '').trim());
    const { grid, solution } = entry.metadata;
    budget.spend(grid.length * (grid[0]?.length ?? 1));
    if (largestOf(entry.metadata) !== solution)
      return faultyEntry('The solution is not that of the map');
    const got = parseNumber(answer);
    if (!got) return malformed('Expected a whole number');
    const isRight = got.d === 1n && got.n === BigInt(solution);
    return isRight ? right : wrong('Expected the size of the largest island');
  },
});

function largest(grid: readonly (readonly number[])[]): number {
  const width = Math.max(...grid.map((row) => row.length)) + 1; // a margin, so that no step wraps
  const land = new Uint8Array(width * (grid.length + 2));
  for (const [y, row] of grid.entries()) {
    for (const [x, cell] of row.entries()) if (cell === 1) land[(y + 1) * width + x] = 1;
  }
  let most = 0;
  for (let start = 0; start < land.length; start++) {
    if (land[start] !== 1) continue;
    const island = [start];
    land[start] = 0;
    for (let i = 0; i < island.length; i++) {
      const at = island[i] as number;
      for (const to of [at - width, at + width, at - 1, at + 1]) {
        if (land[to] !== 1) continue;
        land[to] = 0;
        island.push(to);
      }
    }
    most = Math.max(most, island.length);
  }
  return most;
}

/**
 * Islands grow from a cell and keep apart. The size of the first is drawn evenly and the others are
 * no larger, so that answers are spread; the reference's pile up at the largest size, or at 0.
 */
function draw(rng: Rng, c: z.infer<typeof config>): number[][] {
  const rows = rng.randint(c.min_rows, c.max_rows);
  const columns = rng.randint(c.min_cols, c.max_cols);
  const grid = Array.from({ length: rows }, () => new Array<number>(columns).fill(0));
  const least = c.max_num_islands > 0 && c.max_island_size > 0 ? 1 : 0;
  const islands = rng.randint(Math.max(least, c.min_num_islands), c.max_num_islands);
  const smallest = Math.max(least, c.min_island_size);
  const first = islands > 0 ? rng.randint(smallest, c.max_island_size) : 0;
  for (let i = 0; i < islands; i++) {
    grow(rng, grid, i === 0 ? first : rng.randint(smallest, first));
  }
  return grid;
}

/** Adds an island of that size, or of what the room allows. */
function grow(rng: Rng, grid: number[][], size: number): void {
  const island = new Set<number>();
  const columns = grid[0]?.length ?? 0;
  const neighbours = (at: number) => {
    const [y, x] = [Math.floor(at / columns), at % columns];
    const near: number[] = [];
    if (y > 0) near.push(at - columns);
    if (y < grid.length - 1) near.push(at + columns);
    if (x > 0) near.push(at - 1);
    if (x < columns - 1) near.push(at + 1);
    return near;
  };
  const isLand = (at: number) => grid[Math.floor(at / columns)]?.[at % columns] === 1;
  const isFree = (at: number) =>
    !isLand(at) && neighbours(at).every((near) => !isLand(near) || island.has(near));
  for (let tries = 0; tries < 20; tries++) {
    const edge = [rng.below(grid.length * columns)];
    for (let steps = 0; edge.length > 0 && island.size < size && steps < 10 * size; steps++) {
      const pick = rng.below(edge.length);
      const at = edge[pick] as number;
      edge[pick] = edge.at(-1) as number;
      edge.pop();
      if (island.has(at) || !isFree(at)) continue;
      island.add(at);
      (grid[Math.floor(at / columns)] as number[])[at % columns] = 1;
      edge.push(...neighbours(at));
    }
    if (island.size > 0) return;
  }
}
