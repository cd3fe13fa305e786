/** Binario (Takuzu): fill a square with 0 and 1, never three alike in a row, no line twice. */
import { z } from 'zod';
import { createBudget } from '../../../budget.ts';
import type { Rng } from '../../../random.ts';
import { faultyEntry, malformed, right, wrong } from '../../mark.ts';
import {
  type Board,
  createBoard,
  type Rules,
  rulesOf,
  type Sum,
  within,
} from '../../search/sums.ts';
import { defineTask, ordered, perEntry } from '../../task.ts';
import { cellRows, inRows, readCells, showRows } from '../../text/cells.ts';

const even = z.int().min(4).max(10).multipleOf(2);
const config = z
  .strictObject({
    min_size: even.default(4),
    max_size: even.default(6),
    /** The share of the cells that stay given at least. */
    min_given: z.number().min(0).max(0.9).default(0.25),
  })
  .superRefine(ordered(['min_size', 'max_size']));

const metadata = z.looseObject({
  /** _ for an empty cell. */
  puzzle: cellRows,
  solution: cellRows,
});

/** A uniqueness check that costs more than this keeps the digit. */
const checkSteps = 60;

const factsOf = perEntry(({ puzzle, solution }: z.infer<typeof metadata>) => {
  const size = puzzle.length;
  const given = [...puzzle.join('')];
  const wanted = [...solution.join('')];
  const isSound =
    [...puzzle, ...solution].every((row) => row.length === size) &&
    keepsGiven(given, wanted) &&
    keepsRules(wanted, size);
  return { size, given, isSound };
});

export const binario = defineTask({
  name: 'binario',
  category: 'games',
  summary: 'Fill a square with 0 and 1 so that no three alike stand in a row and no line is twice',
  answerFormat: 'the whole grid of 0 and 1, one row a line, cells separated by spaces',
  config,
  metadata,
  curriculum: [
    { kind: 'range', name: 'size', fields: ['min_size', 'max_size'], levels: [4, 6, 8, 10] },
    { kind: 'scalar', name: 'given', field: 'min_given', levels: [0.5, 0.35, 0.25, 0] },
  ],

  generate(rng, c) {
    const size = 2 * rng.randint(c.min_size / 2, c.max_size / 2);
    const board = createBoard(rulesFor(size), (values) => areDistinct(values, size));
    const solution = drawSolution(rng, board);
    const given = dig(rng, board, solution, Math.ceil(c.min_given * size * size));
    const puzzle = solution.map((value, cell) => (given.has(cell) ? value : '_'));
    return {
      question: `Fill in the empty cells (_) of this ${size}x${size} grid with 0 and 1 by these rules: every row and every column holds ${size / 2} zeros and ${size / 2} ones; no three cells next to each other in a row or column hold the same digit; no two rows are the same, and no two columns are the same.\n\n${showRows(inRows(puzzle, size))}\n\nAnswer with the whole grid, one row a line, the digits separated by spaces.`,
      answer: showRows(inRows(solution, size)),
      metadata: { puzzle: inRows(puzzle, size), solution: inRows(solution, size) },
      difficulty: { size: [c.min_size, c.max_size], given: c.min_given },
    };
  },

  score(answer, { entry, budget }) {
    const { size, given, isSound } = factsOf(entry.metadata);
    budget.spend(size * size * size + answer.length);
    if (!isSound) return faultyEntry('Expected a solution of the puzzle');
    const cells = readCells(answer, size, size);
    if (!cells?.every((cell) => cell === '0' || cell === '1')) {
      return malformed(`Expected ${size} lines of ${size} cells, 0 or 1`);
    }
    if (!keepsGiven(given, cells)) return wrong('Expected the given digits to stay');
    return keepsRules(cells, size)
      ? right
      : wrong('Expected as many 0 as 1 in a line, no three alike in a row, no line twice');
  },
});

function keepsGiven(given: readonly string[], cells: readonly string[]): boolean {
  return given.every((digit, i) => digit === '_' || digit === cells[i]);
}

function keepsRules(cells: readonly string[], size: number): boolean {
  const values = new Uint8Array(cells.length);
  for (const [i, cell] of cells.entries()) values[i] = cell === '0' ? 0 : cell === '1' ? 1 : 2;
  return (
    cells.length === size * size &&
    values.every((value) => value <= 1) &&
    rulesFor(size).sums.every(({ cells: group, low, high }) => {
      let ones = 0;
      for (const cell of group) ones += values[cell] as number;
      return ones >= low && ones <= high;
    }) &&
    areDistinct(values, size)
  );
}

const known = new Map<number, Rules>();

function rulesFor(size: number): Rules {
  let rules = known.get(size);
  if (!rules) {
    const places = Array.from({ length: size }, (_, i) => i);
    const lines = places.flatMap((k) => [
      places.map((i) => k * size + i),
      places.map((i) => i * size + k),
    ]);
    const sums: Sum[] = lines.map((cells) => ({ cells, low: size / 2, high: size / 2 }));
    for (const line of lines) {
      for (let i = 2; i < size; i++)
        sums.push({ cells: line.slice(i - 2, i + 1), low: 1, high: 2 });
    }
    rules = rulesOf(size * size, sums);
    known.set(size, rules);
  }
  return rules;
}

/** Whether no two complete rows and no two complete columns are the same. */
function areDistinct(values: Uint8Array, size: number): boolean {
  for (const [across, along] of [
    [size, 1],
    [1, size],
  ] as const) {
    const seen: number[] = [];
    for (let k = 0; k < size; k++) {
      let mask = 0;
      for (let i = 0; i < size && mask >= 0; i++) {
        const value = values[k * across + i * along] as number;
        mask = value > 1 ? -1 : 2 * mask + value;
      }
      if (mask < 0) continue;
      if (seen.includes(mask)) return false;
      seen.push(mask);
    }
  }
  return true;
}

function drawSolution(rng: Rng, board: Board): number[] {
  board.fill(() => rng.below(2), createBudget(Number.POSITIVE_INFINITY));
  const solution = Array.from(board.values);
  board.reset();
  return solution;
}

/** Gives digits until the others follow, then takes out those that are not needed. */
function dig(rng: Rng, board: Board, solution: readonly number[], least: number): Set<number> {
  const given = new Set<number>();
  const value = (cell: number) => solution[cell] as number;
  const order = rng.sample([...solution.keys()], solution.length);
  for (const cell of order) {
    if (board.values[cell] !== 2) continue;
    given.add(cell);
    board.set(cell, value(cell));
  }
  for (const cell of [...given]) {
    if (given.size <= least) break;
    given.delete(cell);
    board.reset();
    for (const other of given) board.set(other, value(other));
    const isForced = within(
      checkSteps,
      (budget) => !board.set(cell, 1 - value(cell)) || !board.fill((open) => value(open), budget),
    );
    if (!isForced) given.add(cell);
  }
  for (const cell of order) if (given.size < least) given.add(cell);
  return given;
}
