/** How long is the shortest way through a maze drawn with arbitrary characters? */
import { z } from 'zod';
import type { Rng } from '../../../random.ts';
import { equal, integer } from '../../../rational.ts';
import { containsOracle, faultyEntry, malformed, right, wrong } from '../../mark.ts';
import { defineTask, ordered, perEntry } from '../../task.ts';
import { parseNumber } from '../../text/number.ts';

const config = z
  .strictObject({
    min_dist: z.int().min(1).max(2_000).default(5),
    max_dist: z.int().min(1).max(2_000).default(10),
    /** Walls all around included. */
    min_grid_size: z.int().min(4).max(200).default(5),
    max_grid_size: z.int().min(4).max(200).default(10),
  })
  .superRefine(ordered(['min_dist', 'max_dist'], ['min_grid_size', 'max_grid_size']));
type Config = z.infer<typeof config>;

const cell = z.string().length(1);
const metadata = z.looseObject({
  grid: z.array(z.string().max(1_000)).min(1).max(1_000),
  start: cell,
  goal: cell,
  wall: cell,
});

/** What can be seen and is neither a quotation mark nor Markdown. */
const glyphs = [
  ...'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789!#$%&()+-/:;<=>?@[]^{}',
];
const maxDraws = 30;
const wallShare = 0.35;

const distanceOf = perEntry(({ grid, start, goal, wall }: z.infer<typeof metadata>) => {
  const width = Math.max(...grid.map((row) => row.length));
  const cells = grid.map((row) => row.padEnd(width, wall)).join('');
  const [from, to] = [cells.indexOf(start), cells.indexOf(goal)];
  const walls = Uint8Array.from(cells, (mark) => Number(mark === wall));
  return from < 0 || to < 0 ? -1 : distances(walls, width, from, to)[to];
});

export const maze = defineTask({
  name: 'maze',
  category: 'games',
  summary: 'Count the steps of the shortest way through a maze',
  answerFormat: 'a number',
  config,
  metadata,
  curriculum: [
    {
      kind: 'range',
      name: 'dist',
      fields: ['min_dist', 'max_dist'],
      levels: [5, 10, 15, 20],
      interval: true,
    },
    {
      kind: 'range',
      name: 'grid_size',
      fields: ['min_grid_size', 'max_grid_size'],
      levels: [10, 25, 50, 100],
      interval: true,
    },
  ],

  generate(rng, c) {
    const { size, walls, start, goal, distance } = drawMaze(rng, c);
    const [wall, path, from, to] = rng.sample(glyphs, 4) as [string, string, string, string];
    const grid = Array.from({ length: size }, (_, r) =>
      Array.from({ length: size }, (_, k) => {
        const at = r * size + k;
        return at === start ? from : at === goal ? to : walls[at] ? wall : path;
      }).join(''),
    );
    return {
      question: `In the maze below, '${wall}' is a wall and '${path}' is free. You stand on '${from}' and want to get to '${to}'; a step goes to the next cell up, down, left or right, never into a wall.\n\n\`\`\`\n${grid.join('\n')}\n\`\`\`\n\nHow many steps does the shortest way take? Answer with the number alone.`,
      answer: String(distance),
      metadata: {
        grid_size: size,
        grid,
        shortest_path_length: distance,
        start: from,
        goal: to,
        wall,
        path,
      },
      difficulty: {
        dist: [c.min_dist, c.max_dist],
        grid_size: [c.min_grid_size, c.max_grid_size],
      },
    };
  },

  score(answer, { entry, mode }) {
    const oracle = entry.answer ?? '';
    if (mode === 'compat') return containsOracle(answer, oracle);
    const distance = distanceOf(entry.metadata);
    if (String(distance) !== oracle) {
      return faultyEntry('Expected the answer to be the length of the shortest way');
    }
    const value = parseNumber(answer.replace(/ steps?(?=\W*$)/i, ''));
    if (!value) return malformed('Expected a number');
    return equal(value, integer(distance ?? -1)) ? right : wrong('Expected another number');
  },
});

/** Steps from a cell to every other, -1 where there is no way; stops once `goal` is reached. */
function distances(walls: Uint8Array, width: number, start: number, goal = -1): Int32Array {
  const reached = new Int32Array(walls.length).fill(-1);
  const queue = new Int32Array(walls.length);
  reached[start] = 0;
  queue[0] = start;
  let length = 1;
  for (let at = 0; at < length; at++) {
    const here = queue[at] as number;
    if (here === goal) break;
    const column = here % width;
    for (let way = 0; way < 4; way++) {
      if ((way === 0 && column === 0) || (way === 1 && column === width - 1)) continue;
      const next = here + (way === 0 ? -1 : way === 1 ? 1 : way === 2 ? -width : width);
      if (walls[next] !== 0 || reached[next] !== -1) continue; // also beyond the top and bottom
      reached[next] = (reached[here] as number) + 1;
      queue[length++] = next;
    }
  }
  return reached;
}

interface Maze {
  readonly size: number;
  readonly walls: Uint8Array;
  readonly start: number;
  readonly goal: number;
  readonly distance: number;
}

/** The distance is drawn first, so that all are equally frequent; then a maze that has it. */
function drawMaze(rng: Rng, c: Config): Maze {
  const most = Math.min(c.max_dist, longest(c.max_grid_size));
  if (most < c.min_dist) {
    throw new RangeError(`Expected room for ${c.min_dist} steps, got ${most} at most`);
  }
  const distance = rng.randint(c.min_dist, most);
  let least = c.min_grid_size;
  while (longest(least) < distance) least++;
  const size = rng.randint(least, c.max_grid_size);
  for (let draw = 0; draw < maxDraws; draw++) {
    const walls = new Uint8Array(size * size).fill(1);
    for (let r = 1; r < size - 1; r++) {
      for (let k = 1; k < size - 1; k++) walls[r * size + k] = Number(rng.random() < wallShare);
    }
    const start = (1 + rng.below(size - 2)) * size + 1 + rng.below(size - 2);
    walls[start] = 0;
    const goals: number[] = [];
    for (const [at, steps] of distances(walls, size, start).entries()) {
      if (steps === distance) goals.push(at);
    }
    if (goals.length > 0) return { size, walls, start, goal: rng.choice(goals), distance };
  }
  const snake = windingWay(size);
  const walls = new Uint8Array(size * size).fill(1);
  for (const at of snake) walls[at] = 0;
  const first = rng.below(snake.length - distance);
  const [start, goal] = [snake[first] as number, snake[first + distance] as number];
  return { size, walls, start, goal, distance };
}

/** One corridor through the whole grid: along the first row, down, back along the third, … */
function windingWay(size: number): number[] {
  const cells: number[] = [];
  for (let r = 1; r < size - 1; r++) {
    const row = Array.from({ length: size - 2 }, (_, k) => r * size + 1 + k);
    if ((r - 1) % 4 === 2) row.reverse();
    if ((r - 1) % 2 === 0) cells.push(...row);
    else if (r < size - 2)
      cells.push((r - 1) % 4 === 1 ? (row.at(-1) as number) : (row[0] as number));
  }
  return cells;
}

/** Steps from end to end of that corridor. */
function longest(size: number): number {
  const rows = Math.ceil((size - 2) / 2);
  return rows * (size - 2) + rows - 2;
}
