/** The board of the Game of Life some steps on. */
import { z } from 'zod';
import { JsonError, parseJson } from '../../../json.ts';
import type { Rng } from '../../../random.ts';
import { faultyEntry, graded, type Mark, malformed, right, wrong } from '../../mark.ts';
import { ints } from '../../row.ts';
import { type Board, boardOf, evolve, isEmpty, rowsOf, sameBoard } from '../../search/life.ts';
import { defineTask, perEntry } from '../../task.ts';
import { readIntegers, sameGrid } from '../../text/grid.ts';

const config = z
  .strictObject({
    grid_size_x: z.int().min(3).max(999).default(10),
    grid_size_y: z.int().min(3).max(999).default(10),
    filled_cells_weights: z.number().min(0).max(1).default(0.1),
    filled_cells: z.int().min(0).max(998_001).default(10),
    simulation_steps: z.int().min(0).max(200).default(1),
  })
  .refine(
    (c) => c.filled_cells <= c.grid_size_x * c.grid_size_y,
    'Expected no more cells than fit',
  );

const metadata = z.looseObject({
  simulation_steps: z.int().min(0).max(1_000),
  /** Ours only. */
  board: z.array(ints({ low: 0, high: 1 })).optional(),
});

const maxDraws = 30;

interface Judged {
  readonly answer: string | null;
  readonly metadata: z.infer<typeof metadata>;
}

/** The board of the stored answer, and whether it follows from the first one. */
const finalOf = perEntry(({ answer, metadata: m }: Judged) => {
  const wanted = readIntegers(answer ?? '');
  const follows =
    !wanted || !m.board || sameBoard(evolve(boardOf(m.board), m.simulation_steps), boardOf(wanted));
  return { wanted, follows };
});

export const gameOfLife = defineTask({
  name: 'game_of_life',
  category: 'algorithmic',
  summary: 'Run the Game of Life for some steps',
  answerFormat: 'the board as a JSON list of rows of 0 and 1',
  config,
  metadata,
  maxAnswer: 8 << 20, // a board of 999 by 999 is 2 MB
  curriculum: [
    { kind: 'scalar', name: 'grid_size_x', field: 'grid_size_x', levels: [10, 25, 50, 100] },
    { kind: 'scalar', name: 'grid_size_y', field: 'grid_size_y', levels: [10, 25, 50, 100] },
    {
      kind: 'scalar',
      name: 'filled_cells_weights',
      field: 'filled_cells_weights',
      levels: [0.1, 0.2, 0.5, 0.8],
    },
    { kind: 'scalar', name: 'simulation_steps', field: 'simulation_steps', levels: [1, 2, 5, 10] },
  ],

  generate(rng, c) {
    const { board, final } = drawBoard(rng, c);
    const steps = c.simulation_steps;
    return {
      question: `This is a board of Conway's Game of Life; 1 is a living cell. Every cell has eight neighbours, and the edges wrap around. What does the board look like after ${steps} ${steps === 1 ? 'step' : 'steps'}?\n\n${JSON.stringify(rowsOf(board)).replaceAll('],[', '],\n [')}\n\nAnswer with a JSON list of rows like the one above.`,
      answer: JSON.stringify(rowsOf(final)),
      metadata: {
        grid_size_x: c.grid_size_x,
        grid_size_y: c.grid_size_y,
        filled_cells: c.filled_cells,
        simulation_steps: steps,
        board: rowsOf(board),
      },
      difficulty: {
        grid_size_x: c.grid_size_x,
        grid_size_y: c.grid_size_y,
        filled_cells_weights: c.filled_cells_weights,
        simulation_steps: steps,
      },
    };
  },

  /** Strict: all or nothing, since nearly all cells of most boards are dead. */
  score(answer, { entry, mode, budget }) {
    budget.spend(answer.length);
    if (mode === 'compat') return compat(answer, entry.answer ?? '');
    const { wanted, follows } = finalOf(entry);
    if (!wanted) return faultyEntry('Expected a board as the stored answer');
    const { board, simulation_steps: steps } = entry.metadata;
    if (board) {
      budget.spend(board.length * (board[0]?.length ?? 0) * steps);
    }
    if (!follows) return faultyEntry('The stored answer is not what becomes of the board');
    const got = readIntegers(answer);
    if (!got?.every((row) => row.every((cell) => cell === 0 || cell === 1))) {
      return malformed('Expected rows of 0 and 1');
    }
    return sameGrid(got, wanted) ? right : wrong(`Expected the board after ${steps} steps`);
  },
});

/** The reference: the share of cells that agree; further cells and rows are not looked at. */
function compat(answer: string, oracle: string): Mark {
  let got: unknown;
  let wanted: unknown;
  try {
    got = parseJson(answer, { nonFinite: true });
    wanted = parseJson(oracle);
  } catch (error) {
    if (!(error instanceof JsonError)) throw error;
    return graded(0);
  }
  if (!Array.isArray(wanted) || wanted.length === 0) return graded(0);
  if (isRecord(got)) return graded(0); // KeyError
  let cells = 0;
  let equal = 0;
  for (const [y, line] of wanted.entries()) {
    if (!Array.isArray(line)) return graded(0);
    const row: unknown = Array.isArray(got) ? got[y] : undefined;
    if (isRecord(row) && line.length > 0) return graded(0);
    for (const [x, cell] of line.entries()) {
      cells++;
      const value: unknown = Array.isArray(row) ? row[x] : undefined;
      if (value === cell || (typeof value === 'boolean' && Number(value) === cell)) equal++;
    }
  }
  return graded(cells === 0 ? 0 : equal / cells);
}

const isRecord = (value: unknown) =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/**
 * Cells thrown at random. A board that dies or stays as it is could be guessed, so such boards are
 * drawn again, crowded into one corner in the end.
 */
function drawBoard(rng: Rng, c: z.infer<typeof config>): { board: Board; final: Board } {
  const [height, width] = [c.grid_size_x, c.grid_size_y];
  for (let draw = 0; ; draw++) {
    const crowded = draw > maxDraws / 2;
    const [h, w] = crowded ? [Math.min(height, 4), Math.min(width, 4)] : [height, width];
    const cells = new Uint8Array(height * width);
    const count = crowded ? Math.min(c.filled_cells, 12) : c.filled_cells;
    for (let i = 0; i < count; i++) cells[rng.below(h) * width + rng.below(w)] = 1;
    const board = { height, width, cells };
    const final = evolve(board, c.simulation_steps);
    const still = c.simulation_steps > 0 && sameBoard(board, final);
    if (draw >= maxDraws || (!isEmpty(final) && !still)) return { board, final };
  }
}
