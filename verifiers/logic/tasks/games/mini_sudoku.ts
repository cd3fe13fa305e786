/** 4×4 sudoku with one solution. */
import { z } from 'zod';
import { createBudget } from '../../../budget.ts';
import type { Rng } from '../../../random.ts';
import { faultyEntry, malformed, right, wrong } from '../../mark.ts';
import { ints } from '../../row.ts';
import { isFilled, solveSquare, square } from '../../search/latin.ts';
import { defineTask, ordered, perEntry } from '../../task.ts';
import { digitScore, progress, readDigits } from '../../text/digits.ts';

// 4 clues are the fewest that can have one solution.
const config = z
  .strictObject({
    min_empty: z.int().min(0).max(12).default(8),
    max_empty: z.int().min(0).max(12).default(12),
  })
  .superRefine(ordered(['min_empty', 'max_empty']));

const grid = z.array(ints({ low: 0, high: 4, least: 4, most: 4 })).length(4);
const metadata = z.looseObject({ puzzle: grid, solution: grid });

const rules = square(4, [], 2);
/** Boards tried for a wanted number of empty cells; the emptiest is kept. */
const maxBoards = 40;
/** All 288 solved boards, made on first use. */
let boards: number[][] | undefined;

const isSound = perEntry(({ puzzle, solution }: z.infer<typeof metadata>) => {
  const cells = solution.flat();
  return keeps(puzzle.flat(), cells) && isFilled(rules, cells);
});

export const miniSudoku = defineTask({
  name: 'mini_sudoku',
  category: 'games',
  summary: 'Solve a 4x4 sudoku with one solution',
  answerFormat: 'four lines of four digits, separated by spaces',
  partial: 'half of (right − wrong) / empty cells for a grid that keeps the givens',
  config,
  metadata,
  curriculum: [
    {
      kind: 'range',
      name: 'empty',
      fields: ['min_empty', 'max_empty'],
      levels: [4, 6, 8, 10, 12],
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
      question: `Fill in this small sudoku so that every row, every column and every 2x2 box holds the digits 1 to 4 once. Empty cells are shown as _.\n\n${draw(best.puzzle)}\n\nAnswer with the whole grid in the same layout: four lines of four digits separated by spaces.`,
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
    const clues = puzzle.flat();
    if (!isSound(entry.metadata)) {
      return faultyEntry('Expected a solution of the puzzle');
    }
    const cells = readDigits(answer, 4);
    if (!cells) return malformed('Expected four lines of four digits');
    if (!keeps(clues, cells)) return wrong('Expected the given digits to stay');
    return isFilled(rules, cells) ? right : progress(cells, clues, solution.flat());
  },
});

function keeps(clues: readonly number[], cells: readonly number[]): boolean {
  return clues.every((clue, i) => clue === 0 || clue === cells[i]);
}

/** A random solved board with cells taken out one by one while the solution stays the only one. */
function dig(rng: Rng, wanted: number) {
  const budget = createBudget(1e6); // a 4×4 board needs a few hundred steps at most
  boards ??= solveSquare(rules, new Array<number>(16).fill(0), 1_000, budget);
  const solution = rng.choice(boards);
  const puzzle = [...solution];
  let empty = 0;
  for (const place of rng.sample([...puzzle.keys()], 16)) {
    if (empty === wanted) break;
    puzzle[place] = 0;
    const not = { cell: place, digit: solution[place] as number };
    if (solveSquare(rules, puzzle, 1, budget, { not }).length === 0) empty++;
    else puzzle[place] = solution[place] as number;
  }
  return { puzzle, solution, empty };
}

function inRows(cells: readonly number[]): number[][] {
  return [0, 4, 8, 12].map((start) => cells.slice(start, start + 4));
}

function draw(cells: readonly number[]): string {
  return inRows(cells)
    .map((row) => row.map((d) => (d === 0 ? '_' : d)).join(' '))
    .join('\n');
}
