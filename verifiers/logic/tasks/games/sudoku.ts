/** 9×9 sudoku with one solution. */
import { z } from 'zod';
import { createBudget, StepLimitError } from '../../../budget.ts';
import type { Rng } from '../../../random.ts';
import { malformed, right, wrong } from '../../mark.ts';
import { ints } from '../../row.ts';
import { isSolved, solveSudoku } from '../../search/sudoku.ts';
import { defineTask, ordered } from '../../task.ts';
import { digitScore, progress } from '../../text/digits.ts';
import { unwrap } from '../../text/unwrap.ts';

// 17 clues are the fewest that can have one solution.
const config = z
  .strictObject({
    min_empty: z.int().min(0).max(64).default(30),
    max_empty: z.int().min(0).max(64).default(50),
  })
  .superRefine(ordered(['min_empty', 'max_empty']));

const grid = z.array(ints({ low: 0, high: 9, least: 9, most: 9 })).length(9);
const metadata = z.looseObject({ puzzle: grid, solution: grid });

/** Boards tried for a wanted number of empty cells; the emptiest is kept. */
const maxBoards = 12;
/** A uniqueness check that costs more than this keeps the clue. */
const checkSteps = 3_000;

export const sudoku = defineTask({
  name: 'sudoku',
  category: 'games',
  summary: 'Solve a 9x9 sudoku with one solution',
  answerFormat: 'nine lines of nine digits, separated by spaces',
  partial: 'half of (right − wrong) / empty cells for a grid that keeps the givens',
  config,
  metadata,
  curriculum: [
    {
      kind: 'range',
      name: 'empty',
      fields: ['min_empty', 'max_empty'],
      levels: [20, 30, 40, 50, 60],
      interval: true,
    },
  ],

  generate(rng, c) {
    const wanted = rng.randint(c.min_empty, c.max_empty);
    let best = dig(rng, wanted);
    for (let board = 1; best.empty < wanted && board < maxBoards; board++) {
      const next = dig(rng, wanted);
      if (next.empty > best.empty) best = next;
    }
    return {
      question: `Fill in this sudoku so that every row, every column and every 3x3 box holds the digits 1 to 9 once. Empty cells are shown as _.\n\n${draw(best.puzzle)}\n\nAnswer with the whole grid in the same layout: nine lines of nine digits separated by spaces.`,
      answer: draw(best.solution),
      metadata: {
        puzzle: inRows(best.puzzle),
        solution: inRows(best.solution),
        num_empty: best.empty,
      },
      difficulty: { empty: [c.min_empty, c.max_empty] },
    };
  },

  score(answer, { entry, mode }) {
    const { puzzle, solution } = entry.metadata;
    if (mode === 'compat') return digitScore(answer, entry.answer ?? '', solution);
    const cells = readGrid(answer);
    if (!cells) return malformed('Expected nine lines of nine digits');
    const clues = puzzle.flat();
    if (clues.some((clue, i) => clue !== 0 && clue !== cells[i])) {
      return wrong('Expected the given digits to stay');
    }
    return isSolved(cells) ? right : progress(cells, clues, solution.flat());
  },
});

/** Nine rows of nine cells; 0 for a blank one (_ . 0 ?). Rules and separators are passed over. */
function readGrid(answer: string): number[] | null {
  const rows: number[][] = [];
  for (const line of unwrap(answer).split('\n')) {
    const kept = line.replace(/[\s|,;[\]&\\"'`:+=-]/g, '');
    if (kept === '') continue;
    if (!/^[0-9_.?*]{9}$/.test(kept)) return null;
    rows.push([...kept].map((c) => (c >= '1' && c <= '9' ? Number(c) : 0)));
  }
  return rows.length === 9 ? rows.flat() : null;
}

/** A random solved board with cells taken out one by one while the solution stays the only one. */
function dig(rng: Rng, wanted: number) {
  const solution = randomBoard(rng);
  const puzzle = [...solution];
  const places = Array.from({ length: 81 }, (_, i) => i);
  rng.shuffle(places);
  let empty = 0;
  for (const place of places) {
    if (empty === wanted) break;
    puzzle[place] = 0;
    if (isUnique(puzzle)) empty++;
    else puzzle[place] = solution[place] as number;
  }
  return { puzzle, solution, empty };
}

function isUnique(puzzle: readonly number[]): boolean {
  try {
    return solveSudoku(puzzle, 2, createBudget(checkSteps)).length === 1;
  } catch (error) {
    if (error instanceof StepLimitError) return false;
    throw error;
  }
}

/** The three boxes on the diagonal are free of each other; the solver does the rest. */
function randomBoard(rng: Rng): number[] {
  for (;;) {
    const board = new Array<number>(81).fill(0);
    for (const corner of [0, 30, 60]) {
      const digits = [1, 2, 3, 4, 5, 6, 7, 8, 9];
      rng.shuffle(digits);
      digits.forEach((digit, i) => {
        board[corner + 9 * Math.floor(i / 3) + (i % 3)] = digit;
      });
    }
    const order = [1, 2, 3, 4, 5, 6, 7, 8, 9];
    rng.shuffle(order);
    try {
      const [solved] = solveSudoku(board, 1, createBudget(5_000), order);
      if (solved) return solved;
    } catch (error) {
      if (!(error instanceof StepLimitError)) throw error;
    }
  }
}

function inRows(cells: readonly number[]): number[][] {
  return Array.from({ length: 9 }, (_, r) => cells.slice(9 * r, 9 * r + 9));
}

function draw(cells: readonly number[]): string {
  return inRows(cells)
    .map((row) => row.map((d) => (d === 0 ? '_' : d)).join(' '))
    .join('\n');
}
