/** Does a board of the Game of Life die out within some steps? */
import { z } from 'zod';
import type { Rng } from '../../../random.ts';
import { faultyEntry, graded, malformed, right, wrong } from '../../mark.ts';
import { ints } from '../../row.ts';
import { type Board, boardOf, dies, rowsOf } from '../../search/life.ts';
import { defineTask, perEntry } from '../../task.ts';
import { showGrid } from '../../text/grid.ts';
import { readTruth } from '../../text/truth.ts';

const config = z.strictObject({
  grid_size_x: z.int().min(7).max(200).default(12),
  grid_size_y: z.int().min(7).max(200).default(12),
  /** Side of the square a colony is drawn in, less 2. */
  difficulty: z.int().min(1).max(3).default(1),
  num_oscillators: z.int().min(1).max(50).default(5),
  max_simulation_steps: z.int().min(1).max(1_000).default(20),
});

const metadata = z.looseObject({
  simulation_steps: z.int().min(0).max(10_000),
  /** Ours only. */
  board: z.array(ints({ low: 0, high: 1 })).optional(),
});

const maxDraws = 24;
const maxPlaces = 12;

const fateOf = perEntry(
  ({ board, simulation_steps: steps }: z.infer<typeof metadata>) =>
    board && dies(boardOf(board), steps),
);

export const gameOfLifeHalting = defineTask({
  name: 'game_of_life_halting',
  category: 'algorithmic',
  summary: 'Tell whether a board of the Game of Life dies out in time',
  answerFormat: 'True or False',
  config,
  metadata,
  curriculum: [
    { kind: 'scalar', name: 'grid_size_x', field: 'grid_size_x', levels: [10, 25, 50, 100] },
    { kind: 'scalar', name: 'grid_size_y', field: 'grid_size_y', levels: [10, 25, 50, 100] },
    { kind: 'scalar', name: 'difficulty', field: 'difficulty', levels: [1, 2, 3] },
    { kind: 'scalar', name: 'num_oscillators', field: 'num_oscillators', levels: [3, 7, 10, 20] },
    {
      kind: 'scalar',
      name: 'max_simulation_steps',
      field: 'max_simulation_steps',
      levels: [20, 50, 100, 200],
    },
  ],

  generate(rng, c) {
    const { board, placed, halts } = drawBoard(rng, c, rng.below(2) === 0);
    const steps = c.max_simulation_steps;
    return {
      question: `This is a board of Conway's Game of Life; 1 is a living cell. Every cell has eight neighbours, and the edges wrap around.\n\n${showGrid(rowsOf(board))}\n\nAre all cells dead after ${steps} steps or earlier? Answer True or False.`,
      answer: halts ? 'True' : 'False',
      metadata: {
        grid_size_x: c.grid_size_x,
        grid_size_y: c.grid_size_y,
        placed_patterns: placed.map((position) => ({ name: 'colony', position })),
        simulation_steps: steps,
        should_oscillate: !halts,
        board: rowsOf(board),
      },
      difficulty: {
        grid_size_x: c.grid_size_x,
        grid_size_y: c.grid_size_y,
        difficulty: c.difficulty,
        num_oscillators: c.num_oscillators,
        max_simulation_steps: steps,
      },
    };
  },

  /** The reference takes the truth value of both texts, so any text at all is right. */
  score(answer, { entry, mode, budget }) {
    const stored = entry.answer ?? '';
    if (mode === 'compat') return graded((answer === '') === (stored === '') ? 1 : 0);
    const wanted = readTruth(stored);
    const { board, simulation_steps: steps } = entry.metadata;
    if (board) {
      const cells = board.length * (board[0]?.length ?? 0);
      budget.spend(cells * Math.min(steps, 1_000));
    }
    if (wanted === null || (board && fateOf(entry.metadata) !== wanted)) {
      return faultyEntry('The stored answer is not what becomes of the board');
    }
    const got = readTruth(answer);
    if (got === null) return malformed('Expected True or False');
    return got === wanted ? right : wrong(`Expected ${stored}`);
  },
});

interface Drawn {
  readonly board: Board;
  readonly placed: readonly (readonly [number, number])[];
  readonly halts: boolean;
}

/**
 * Colonies apart from each other, random squares of cells: such as die out, and for a board that
 * shall live on one at least that does not. So no look at the number or form of colonies gives it away.
 */
function drawBoard(rng: Rng, c: z.infer<typeof config>, halt: boolean): Drawn {
  const [height, width] = [c.grid_size_x, c.grid_size_y];
  const side = c.difficulty + 2;
  const steps = c.max_simulation_steps;
  for (let draw = 0; draw < maxDraws; draw++) {
    const cells = new Uint8Array(height * width);
    const placed: [number, number][] = [];
    for (let i = 0; i < c.num_oscillators * maxPlaces && placed.length < c.num_oscillators; i++) {
      const y = rng.below(height - side + 1);
      const x = rng.below(width - side + 1);
      if (placed.some(([v, u]) => Math.abs(v - y) < side + 2 && Math.abs(u - x) < side + 2))
        continue;
      const colony = drawColony(rng, side, halt || placed.length > 0);
      placed.push([y, x]);
      for (const [dy, row] of colony.entries()) cells.set(row, (y + dy) * width + x);
    }
    const board = { height, width, cells };
    if (dies(board, steps) === halt) return { board, placed, halts: halt };
  }
  // A pair of cells dies at once, a row of three never.
  const cells = new Uint8Array(height * width);
  const [y, x] = [rng.below(height), rng.below(width - 2)];
  cells.fill(1, y * width + x, y * width + x + (halt ? 2 : 3));
  return { board: { height, width, cells }, placed: [[y, x]], halts: halt };
}

/** A square of cells that dies, or does not, by itself. */
function drawColony(rng: Rng, side: number, dying: boolean): number[][] {
  const room = side + 8;
  for (let draw = 0; draw < maxDraws; draw++) {
    const rows = Array.from({ length: side }, () =>
      Array.from({ length: side }, () => (rng.below(5) < 2 ? 1 : 0)),
    );
    const count = rows.flat().filter((cell) => cell === 1).length;
    if (count < 3) continue;
    const alone = new Uint8Array(room * room);
    for (const [y, row] of rows.entries()) alone.set(row, (y + 4) * room + 4);
    if (dies({ height: room, width: room, cells: alone }, 12) === dying) return rows;
  }
  const rows = Array.from({ length: side }, () => Array.from({ length: side }, () => 0));
  rows[0]?.fill(1, 0, dying ? 2 : 3);
  return rows;
}
