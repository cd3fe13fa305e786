/** Directions for the shortest way through a grid, or "infeasible". */
import { z } from 'zod';
import type { Rng } from '../../../random.ts';
import { splitSpaces, strip } from '../../../text/python.ts';
import {
  faultyEntry,
  graded,
  type Mark,
  malformed,
  type Outcome,
  right,
  wrong,
} from '../../mark.ts';
import { marks } from '../../row.ts';
import { defineTask, ordered, perEntry } from '../../task.ts';
import { unwrap } from '../../text/unwrap.ts';

const config = z
  .strictObject({
    min_rows: z.int().min(1).max(200).default(5),
    max_rows: z.int().min(1).max(200).default(8),
    min_cols: z.int().min(1).max(200).default(5),
    max_cols: z.int().min(1).max(200).default(8),
    p_blocked: z.number().min(0).max(1).default(0.4),
    /** The share of grids without a way; the reference has no such knob and makes 37 %. */
    p_infeasible: z.number().min(0).max(1).default(0.05),
  })
  .superRefine(ordered(['min_rows', 'max_rows'], ['min_cols', 'max_cols']))
  .refine((c) => c.min_rows * c.min_cols >= 2, 'Expected room for a start and a destination');
type Config = z.infer<typeof config>;

const metadata = z.looseObject({
  matrix: z
    .array(marks(['*', '#', 'O', 'X'], 1_000))
    .min(1)
    .max(1_000),
});

type Grid = readonly (readonly string[])[];
type Place = readonly [row: number, column: number];

const steps: ReadonlyMap<string, Place> = new Map<string, Place>([
  ['right', [0, 1]],
  ['down', [1, 0]],
  ['left', [0, -1]],
  ['up', [-1, 0]],
]);
const infeasible = 'infeasible';
const maxDraws = 60;

const waysOf = perEntry((grid: Grid) => {
  const start = find(grid, '*');
  return start && find(grid, '#') ? { start, shortest: findPath(grid, start) } : null;
});

export const shortestPath = defineTask({
  name: 'shortest_path',
  category: 'graphs',
  summary: 'Find a shortest way through a grid, or say that there is none',
  answerFormat: 'directions (up, down, left, right) separated by spaces, or "infeasible"',
  partial: 'up to half for a longer way that arrives',
  config,
  metadata,
  curriculum: [
    { kind: 'range', name: 'rows', fields: ['min_rows', 'max_rows'], levels: [10, 25, 50, 100] },
    { kind: 'range', name: 'cols', fields: ['min_cols', 'max_cols'], levels: [10, 25, 50, 100] },
  ],

  generate(rng, c) {
    const { grid, path } = draw(rng, c);
    const matrix = grid.map((row) => row.join(' ')).join('\n');
    return {
      question: `Find a shortest way from * to # in this grid. O is an open cell, X is blocked. A step goes up, down, left or right to the next cell.\n\n${matrix}\n\nAnswer with the directions in order, separated by spaces, for example: up left left down. If there is no way, answer ${infeasible}.`,
      answer: path ? path.join(' ') : infeasible,
      metadata: { matrix: grid, solution: path ?? [] },
      difficulty: { rows: [c.min_rows, c.max_rows], cols: [c.min_cols, c.max_cols] },
    };
  },

  score(answer, { entry, mode }) {
    const grid = entry.metadata.matrix;
    const ways = waysOf(grid);
    if (!ways) return faultyEntry('Expected a grid with one * and one #');
    if (mode === 'compat') return compat(answer, (entry.answer ?? '').trim(), grid, ways.start);
    return strict(answer, grid, ways);
  },
});

interface Ways {
  readonly start: Place;
  readonly shortest: readonly string[] | null;
}

/** Full marks for any shortest way; a longer way that arrives earns up to a half. */
function strict(answer: string, grid: Grid, { start, shortest }: Ways): Outcome {
  const text = unwrap(answer).toLowerCase();
  if (text === infeasible) {
    return shortest ? wrong(`Expected a way of ${shortest.length} steps`) : right;
  }
  const path = text.split(/(?:[\s,;]|->|→)+/).filter((word) => word !== '');
  if (path.length === 0 || !path.every((word) => steps.has(word))) {
    return malformed(`Expected directions up, down, left, right, or ${infeasible}`);
  }
  if (!arrives(grid, start, path)) return wrong('Expected a way over open cells that ends at #');
  if (!shortest) return faultyEntry('Expected a grid whose ways the search finds');
  if (path.length <= shortest.length) return right;
  const message = `Arrived in ${path.length} steps, ${shortest.length} are enough`;
  return graded(shortest.length / path.length / 2, message);
}

function compat(answer: string, oracle: string, grid: Grid, start: Place): Mark {
  const text = strip(answer);
  if (answer === '') return graded(0);
  if (text === oracle) return right;
  const path = splitSpaces(text);
  if (!arrives(grid, start, path)) return graded(0);
  return graded(path.length === splitSpaces(oracle).length ? 1 : 0.5);
}

function cell(grid: Grid, row: number, column: number): string | undefined {
  return grid[row]?.[column];
}

function arrives(grid: Grid, [startRow, startColumn]: Place, path: readonly string[]): boolean {
  let [row, column] = [startRow, startColumn];
  for (const direction of path) {
    const step = steps.get(direction);
    if (!step) return false;
    row += step[0];
    column += step[1];
    const here = cell(grid, row, column);
    if (here === undefined || here === 'X') return false;
  }
  return cell(grid, row, column) === '#';
}

function find(grid: Grid, mark: string): Place | null {
  for (const [row, cells] of grid.entries()) {
    const column = cells.indexOf(mark);
    if (column >= 0) return [row, column];
  }
  return null;
}

/** Breadth first: the directions of a shortest way; null when there is none. */
function findPath(grid: Grid, start: Place): string[] | null {
  const width = Math.max(...grid.map((row) => row.length));
  const came = new Map<number, readonly [from: number, direction: string]>();
  const key = (row: number, column: number) => row * width + column;
  const first = key(...start);
  const queue = [first];
  for (let at = 0; at < queue.length; at++) {
    const here = queue[at] as number;
    const [row, column] = [Math.floor(here / width), here % width];
    if (cell(grid, row, column) === '#') return walkBack(came, here, first);
    for (const [direction, [down, across]] of steps) {
      const next = key(row + down, column + across);
      const kind = cell(grid, row + down, column + across);
      if (kind === undefined || kind === 'X' || next === first || came.has(next)) continue;
      came.set(next, [here, direction]);
      queue.push(next);
    }
  }
  return null;
}

function walkBack(
  came: ReadonlyMap<number, readonly [number, string]>,
  end: number,
  first: number,
): string[] {
  const path: string[] = [];
  for (let here = end; here !== first; ) {
    const [from, direction] = came.get(here) as readonly [number, string];
    path.push(direction);
    here = from;
  }
  return path.reverse();
}

/**
 * A random grid of the kind drawn beforehand: with a way of some length, or without one. Grids that
 * do not fit are drawn again; after that a way is opened or the start is walled in.
 */
function draw(rng: Rng, c: Config): { grid: string[][]; path: string[] | null } {
  const rows = rng.randint(c.min_rows, c.max_rows);
  const columns = rng.randint(c.min_cols, c.max_cols);
  const closed = rng.random() < c.p_infeasible && rows * columns > 2;
  const least = Math.min(3, rows + columns - 2); // ways of one or two steps are guessable
  for (let n = 0; ; n++) {
    const grid = scatter(rng, c, rows, columns);
    if (n >= maxDraws) force(rng, grid, closed);
    const path = findPath(grid, find(grid, '*') as Place);
    const fits = closed ? path === null : path !== null && path.length >= least;
    if (fits || n >= 2 * maxDraws) return { grid, path };
  }
}

function scatter(rng: Rng, c: Config, rows: number, columns: number): string[][] {
  const grid = Array.from({ length: rows }, () =>
    Array.from({ length: columns }, () => (rng.random() < c.p_blocked ? 'X' : 'O')),
  );
  const [start, end] = rng.sample(
    Array.from({ length: rows * columns }, (_, i) => i),
    2,
  ) as [number, number];
  put(grid, start, columns, '*');
  put(grid, end, columns, '#');
  return grid;
}

function put(grid: string[][], place: number, columns: number, mark: string): void {
  (grid[Math.floor(place / columns)] as string[])[place % columns] = mark;
}

/** Closes every cell around the start, or opens a way with one corner. */
function force(rng: Rng, grid: string[][], closed: boolean): void {
  const [row, column] = find(grid, '*') as Place;
  const [endRow, endColumn] = find(grid, '#') as Place;
  const set = (r: number, k: number, mark: string) => {
    const here = grid[r]?.[k];
    if (here === 'O' || here === 'X') (grid[r] as string[])[k] = mark;
  };
  if (closed) {
    for (const [down, across] of steps.values()) set(row + down, column + across, 'X');
    return;
  }
  const [cornerRow, cornerColumn] = rng.below(2) === 0 ? [row, endColumn] : [endRow, column];
  for (const [fromRow, fromColumn] of [
    [row, column],
    [endRow, endColumn],
  ] as const) {
    for (let r = Math.min(fromRow, cornerRow); r <= Math.max(fromRow, cornerRow); r++) {
      for (
        let k = Math.min(fromColumn, cornerColumn);
        k <= Math.max(fromColumn, cornerColumn);
        k++
      ) {
        set(r, k, 'O');
      }
    }
  }
}
