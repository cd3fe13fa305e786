/** Futoshiki: a Latin square with inequalities between neighbouring cells. */
import { z } from 'zod';
import { createBudget, StepLimitError } from '../../../budget.ts';
import type { Rng } from '../../../random.ts';
import { faultyEntry, malformed, right, wrong } from '../../mark.ts';
import { ints } from '../../row.ts';
import { isFilled, type Square, solveSquare, square } from '../../search/latin.ts';
import { defineTask, ordered, perEntry } from '../../task.ts';
import { digitScore, progress, readDigits } from '../../text/digits.ts';

const config = z
  .strictObject({
    min_board_size: z.int().min(4).max(9).default(4),
    max_board_size: z.int().min(4).max(9).default(9),
    /** The more difficult, the more signs stand in for digits. */
    min_difficulty: z.int().min(0).max(3).default(0),
    max_difficulty: z.int().min(0).max(3).default(3),
  })
  .superRefine(ordered(['min_board_size', 'max_board_size'], ['min_difficulty', 'max_difficulty']));

const place = z.int().min(0).max(8);
const grid = z
  .array(ints({ low: 0, high: 9, most: 9 }))
  .min(4)
  .max(9);
const metadata = z.looseObject({
  puzzle: grid,
  /** The sign stands between the first cell and the second: (row, column, row, column, sign). */
  constraints: z.array(z.tuple([place, place, place, place, z.enum(['<', '>'])])).max(200),
  solution: grid,
});
type Constraint = z.infer<typeof metadata>['constraints'][number];

/** A uniqueness check that costs more than this keeps the clue. */
const checkSteps = 60;

/** What a grid is held against; null where the stored solution is none. */
const rulesOf = perEntry(({ puzzle, constraints, solution }: z.infer<typeof metadata>) => {
  const size = puzzle.length;
  const rules = square(size, pairs(constraints, size));
  const clues = puzzle.flat();
  const wanted = solution.flat();
  const isSound = clues.length === size * size && isFilled(rules, wanted) && keeps(clues, wanted);
  return isSound ? { size, rules, clues, wanted } : null;
});

const keeps = (clues: readonly number[], cells: readonly number[]) =>
  clues.every((d, i) => d === 0 || d === cells[i]);

export const futoshiki = defineTask({
  name: 'futoshiki',
  category: 'games',
  summary: 'Fill a square with every digit once in every row and column, obeying inequalities',
  answerFormat: 'the whole grid, one row a line; the signs between the cells are optional',
  partial: 'half of (right − wrong) / empty cells for a grid that keeps the givens',
  config,
  metadata,
  curriculum: [
    {
      kind: 'range',
      name: 'board_size',
      fields: ['min_board_size', 'max_board_size'],
      levels: [4, 6, 7, 9],
    },
    {
      kind: 'range',
      name: 'difficulty',
      fields: ['min_difficulty', 'max_difficulty'],
      levels: [0, 1, 2, 3],
    },
  ],

  generate(rng, c) {
    const size = rng.randint(c.min_board_size, c.max_board_size);
    const difficulty = rng.randint(c.min_difficulty, c.max_difficulty);
    const solution = drawSolution(rng, size);
    const constraints = drawConstraints(rng, solution, size, 0.06 + 0.07 * difficulty);
    const puzzle = dig(rng, square(size, pairs(constraints, size)), solution);
    return {
      question: `Solve this ${size}x${size} futoshiki: fill in the empty cells (_) so that every row and every column holds each of the digits 1 to ${size} once. The signs < and > compare the cells to their left and right; ∧ says that the cell above is less than the cell below, ∨ that it is greater.\n\n${draw(puzzle, size, constraints)}\n\nAnswer with the whole grid in the same layout, every _ replaced by its digit.`,
      answer: draw(solution, size, constraints),
      metadata: {
        puzzle: inRows(puzzle, size),
        constraints,
        solution: inRows(solution, size),
        board_size: size,
        difficulty_rating: difficulty,
      },
      difficulty: {
        board_size: [c.min_board_size, c.max_board_size],
        difficulty: [c.min_difficulty, c.max_difficulty],
      },
    };
  },

  score(answer, { entry, mode }) {
    if (mode === 'compat') {
      return digitScore(answer, entry.answer ?? '', entry.metadata.solution);
    }
    const known = rulesOf(entry.metadata);
    if (!known) return faultyEntry('Expected a solution of the puzzle');
    const { size, rules, clues, wanted } = known;
    const cells = readDigits(answer, size);
    if (!cells) return malformed(`Expected ${size} lines of ${size} digits`);
    if (!keeps(clues, cells)) return wrong('Expected the given digits to stay');
    return isFilled(rules, cells) ? right : progress(cells, clues, wanted);
  },
});

function pairs(constraints: readonly Constraint[], size: number): [number, number][] {
  return constraints.map(([r1, c1, r2, c2, sign]) => {
    const [a, b] = [r1 * size + c1, r2 * size + c2];
    return sign === '<' ? [a, b] : [b, a];
  });
}

/** A random Latin square: of the solver, or the cyclic one where that takes long; shuffled. */
function drawSolution(rng: Rng, size: number): number[] {
  const digits = Array.from({ length: size }, (_, i) => i + 1);
  const board = new Array<number>(size * size).fill(0);
  const second = rng.sample(digits, size);
  // The first row in order, the second anyhow where it fits: most squares are not cyclic.
  for (const d of digits) board[d - 1] = d;
  if (second.every((d, i) => d !== i + 1)) {
    for (const [i, d] of second.entries()) board[size + i] = d;
  }
  let solved: number[] | undefined;
  try {
    const order = rng.sample(digits, size);
    [solved] = solveSquare(square(size), board, 1, createBudget(2_000), { order });
  } catch (error) {
    if (!(error instanceof StepLimitError)) throw error;
  }
  const cells = solved ?? board.map((_, i) => ((Math.floor(i / size) + i) % size) + 1);
  const [rows, columns, names] = [0, 1, 2].map(() => rng.sample(digits, size)) as [
    number[],
    number[],
    number[],
  ];
  return rows.flatMap((r) =>
    columns.map((c) => names[(cells[(r - 1) * size + c - 1] as number) - 1] as number),
  );
}

/** Signs between neighbours, each drawn with the same chance. */
function drawConstraints(
  rng: Rng,
  solution: readonly number[],
  size: number,
  chance: number,
): Constraint[] {
  const constraints: Constraint[] = [];
  const compare = (r1: number, c1: number, r2: number, c2: number) => {
    if (rng.random() >= chance) return;
    const isLess = (solution[r1 * size + c1] as number) < (solution[r2 * size + c2] as number);
    constraints.push([r1, c1, r2, c2, isLess ? '<' : '>']);
  };
  for (let r = 0; r < size; r++) {
    for (let c = 0; c < size; c++) {
      if (c + 1 < size) compare(r, c, r, c + 1);
      if (r + 1 < size) compare(r, c, r + 1, c);
    }
  }
  return constraints;
}

/** Takes digits out while the solution stays the only one, down to a tenth of the cells. */
function dig(rng: Rng, rules: Square, solution: readonly number[]): number[] {
  const puzzle = [...solution];
  let filled = puzzle.length;
  for (const cell of rng.sample([...puzzle.keys()], puzzle.length)) {
    if (filled <= puzzle.length / 10) break;
    const digit = solution[cell] as number;
    puzzle[cell] = 0;
    if (isDetermined(rules, puzzle, cell, digit)) filled--;
    else puzzle[cell] = digit;
  }
  return puzzle;
}

/** Whether no solution has another digit in this cell. */
function isDetermined(
  rules: Square,
  puzzle: readonly number[],
  cell: number,
  digit: number,
): boolean {
  try {
    const not = { cell, digit };
    return solveSquare(rules, puzzle, 1, createBudget(checkSteps), { not }).length === 0;
  } catch (error) {
    if (error instanceof StepLimitError) return false;
    throw error;
  }
}

function inRows(cells: readonly number[], size: number): number[][] {
  return Array.from({ length: size }, (_, r) => cells.slice(r * size, (r + 1) * size));
}

function draw(cells: readonly number[], size: number, constraints: readonly Constraint[]): string {
  const signs = new Map(
    constraints.map(([r1, c1, r2, c2, sign]) => [[r1, c1, r2, c2].join(), sign]),
  );
  const lines: string[] = [];
  for (const [r, row] of inRows(cells, size).entries()) {
    lines.push(
      row
        .map((d, c) => `${d === 0 ? '_' : d} ${signs.get([r, c, r, c + 1].join()) ?? ' '} `)
        .join('')
        .trimEnd(),
    );
    const below = row.map((_, c) => {
      const sign = signs.get([r, c, r + 1, c].join());
      return sign === undefined ? ' ' : sign === '<' ? '∧' : '∨';
    });
    if (r + 1 < size) lines.push(below.join('   ').trimEnd());
  }
  return lines.join('\n');
}
