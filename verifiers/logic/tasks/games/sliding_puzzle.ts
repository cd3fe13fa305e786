/** The 8-puzzle and the 15-puzzle, in no more moves than a known solution takes. */
import { z } from 'zod';
import type { Rng } from '../../../random.ts';
import { faultyEntry, malformed, right, wrong } from '../../mark.ts';
import { ints, marks } from '../../row.ts';
import {
  type Direction,
  directions,
  opposite,
  slide,
  solved,
  solveEight,
} from '../../search/sliding.ts';
import { defineTask, ordered } from '../../task.ts';
import { showGrid } from '../../text/grid.ts';
import { unwrap } from '../../text/unwrap.ts';

const config = z
  .strictObject({
    min_size: z.int().min(3).max(5).default(3),
    max_size: z.int().min(3).max(5).default(4),
    /** Random moves away from the goal, none of which takes the one before it back. */
    min_scramble: z.int().min(5).max(200).default(8),
    max_scramble: z.int().min(5).max(200).default(24),
  })
  .superRefine(ordered(['min_size', 'max_size'], ['min_scramble', 'max_scramble']));

const metadata = z.looseObject({
  /** 0 for the gap. */
  puzzle: z
    .array(ints({ low: 0, high: 255, most: 16 }))
    .min(2)
    .max(16),
  max_moves: z.int().min(1).max(10_000),
  solution: marks(['up', 'down', 'left', 'right'], 10_000),
});

/** Puzzles that take fewer moves are drawn again, so often at most. */
const leastMoves = 5;
const maxDraws = 50;

const spellings: ReadonlyMap<string, Direction> = new Map<string, Direction>([
  ...directions.flatMap((name): [string, Direction][] => [
    [name, name],
    [name[0] as string, name],
  ]),
  ['↑', 'up'],
  ['↓', 'down'],
  ['←', 'left'],
  ['→', 'right'],
]);

export const slidingPuzzle = defineTask({
  name: 'sliding_puzzle',
  category: 'games',
  summary: 'Slide the tiles of an 8- or 15-puzzle into order',
  answerFormat: 'the directions in which tiles move (up, down, left, right), separated by spaces',
  config,
  metadata,
  curriculum: [
    { kind: 'range', name: 'size', fields: ['min_size', 'max_size'], levels: [3, 3, 4, 4] },
    {
      kind: 'range',
      name: 'scramble',
      fields: ['min_scramble', 'max_scramble'],
      levels: [8, 14, 22, 32, 45],
      interval: true,
    },
  ],

  generate(rng, c) {
    const size = rng.randint(c.min_size, c.max_size);
    const { board, solution } = draw(rng, size, rng.randint(c.min_scramble, c.max_scramble));
    const puzzle = inRows(board, size);
    const shown = [puzzle, inRows(solved(size), size)].map(show);
    return {
      question: `This ${size}x${size} sliding puzzle has ${size * size - 1} numbered tiles and one gap (_). A move slides a tile that is above, below, to the left or to the right of the gap into the gap.\n\n${shown[0]}\n\nBring the tiles into this order:\n\n${shown[1]}\n\nUse at most ${solution.length} moves. Name every move by the direction in which the tile moves: up is the move of the tile below the gap, left that of the tile to the right of the gap. Answer with the moves in order (up, down, left, right), separated by spaces.`,
      answer: solution.join(' '),
      metadata: { puzzle, max_moves: solution.length, solution },
      difficulty: {
        size: [c.min_size, c.max_size],
        scramble: [c.min_scramble, c.max_scramble],
      },
    };
  },

  score(answer, { entry, budget }) {
    const { puzzle, max_moves: most, solution } = entry.metadata;
    const size = puzzle.length;
    const board = puzzle.flat();
    const goal = solved(size);
    budget.spend(answer.length + solution.length * size * size);
    const isSquare = puzzle.every((row) => row.length === size);
    if (!isSquare || solution.length > most || play(board, size, solution) !== 'solved') {
      return faultyEntry(`Expected a puzzle with a solution of at most ${most} moves`);
    }
    const moves = readMoves(answer);
    if (!moves) return malformed('Expected moves: up, down, left, right');
    if (moves.length > most) return wrong(`Expected at most ${most} moves, got ${moves.length}`);
    budget.spend(moves.length * goal.length);
    const end = play(board, size, moves);
    if (end === 'solved') return right;
    return wrong(
      end === 'blocked'
        ? 'Expected moves of a tile next to the gap'
        : 'Expected the tiles in order at the end',
    );
  },
});

function play(
  start: readonly number[],
  size: number,
  moves: readonly Direction[],
): 'solved' | 'blocked' | 'unsolved' {
  const board = [...start];
  for (const move of moves) if (!slide(board, size, move)) return 'blocked';
  return solved(size).every((tile, i) => tile === board[i]) ? 'solved' : 'unsolved';
}

/** Words, letters (`U L`, `UL`) or arrows, with any separators; null for anything else. */
function readMoves(answer: string): Direction[] | null {
  const moves: Direction[] = [];
  const words = unwrap(answer)
    .toLowerCase()
    .split(/(?:[\s,;.()[\]"'|]|->)+/);
  for (const word of words) {
    const known = spellings.get(word);
    if (known) moves.push(known);
    else {
      for (const letter of word) {
        const move = spellings.get(letter);
        if (!move) return null;
        moves.push(move);
      }
    }
  }
  return moves.length > 0 ? moves : null;
}

/**
 * So many moves away from the goal, and the way back: the shortest one where there is a table of
 * them. A walk that leads back to the goal or close to it is drawn again.
 */
function draw(rng: Rng, size: number, moves: number) {
  for (let n = 0; ; n++) {
    const { board, way } = scramble(rng, size, moves);
    const solution = size === 3 ? solveEight(board) : way;
    const isFar = solution.length >= leastMoves || n >= maxDraws;
    if (isFar && play(board, size, []) === 'unsolved') return { board, solution };
  }
}

function scramble(rng: Rng, size: number, moves: number): { board: number[]; way: Direction[] } {
  const board = solved(size);
  const way: Direction[] = [];
  while (way.length < moves) {
    const move = rng.choice(directions);
    if (move !== way.at(-1) && slide(board, size, move)) way.push(opposite[move]);
  }
  return { board, way: way.reverse() };
}

function inRows(cells: readonly number[], size: number): number[][] {
  return Array.from({ length: size }, (_, r) => cells.slice(r * size, (r + 1) * size));
}

function show(rows: readonly (readonly number[])[]): string {
  return showGrid(rows.map((row) => row.map((n) => (n === 0 ? '_' : String(n)))));
}
