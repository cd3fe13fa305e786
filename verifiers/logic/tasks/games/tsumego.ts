/** Go, one move: capture as many white stones as possible. */
import { z } from 'zod';
import type { Rng } from '../../../random.ts';
import { strip } from '../../../text/python.ts';
import {
  codePoints,
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
    min_board_size: z.int().min(5).max(19).default(9),
    max_board_size: z.int().min(5).max(19).default(13),
    max_stones: z.int().min(5).max(200).default(15),
  })
  .superRefine(ordered(['min_board_size', 'max_board_size']));

const metadata = z.looseObject({
  board: z
    .array(marks(['.', 'X', 'O'], 26))
    .min(1)
    .max(26),
});
type Stone = '.' | 'X' | 'O';
type Board = readonly (readonly Stone[])[];

const maxDraws = 60;

const capturesAt = perEntry(capturesOf);

export const tsumego = defineTask({
  name: 'tsumego',
  category: 'games',
  summary: 'Find the move of Black that captures most white stones',
  answerFormat: 'a point, column letter and row number, such as C4',
  partial: 'half of the share of stones for a move that captures fewer',
  config,
  metadata,
  curriculum: [
    {
      kind: 'range',
      name: 'board_size',
      fields: ['min_board_size', 'max_board_size'],
      levels: [5, 10, 15, 19],
    },
    { kind: 'scalar', name: 'max_stones', field: 'max_stones', levels: [5, 10, 13, 15] },
  ],

  generate(rng, c) {
    const size = rng.randint(c.min_board_size, c.max_board_size);
    const { board, move } = drawProblem(rng, size, c.max_stones);
    return {
      question: `This is a position on a Go board of ${size}x${size} points: X is a black stone, O a white one, . an empty point. It is Black's turn. Which move captures the most white stones at once?\n\n\`\`\`\n${draw(board)}\n\`\`\`\n\nColumns have letters (A, B, C and so on, I is not left out), rows have numbers. Answer with the point alone, for example C4.`,
      answer: nameOf(move, size),
      metadata: { board, board_size: size },
      difficulty: { board_size: [c.min_board_size, c.max_board_size] },
    };
  },

  score(answer, { entry, mode }) {
    if (mode === 'compat') return compat(answer, strip(entry.answer ?? ''));
    return strict(answer, entry.metadata.board);
  },
});

/** Full marks for the most stones; for fewer, half of the share. */
function strict(answer: string, board: Board): Outcome {
  const size = board.length;
  const captures = capturesAt(board);
  const most = Math.max(0, ...captures.values());
  if (most === 0) return faultyEntry('Expected a position in which a stone can be captured');
  const match = /^\(?([A-Z])[\s,-]{0,3}(\d{1,2})\)?$/.exec(unwrap(answer).toUpperCase());
  if (!match) return malformed('Expected a point such as C4');
  const [row, column] = [size - Number(match[2]), (match[1] ?? '').charCodeAt(0) - 65];
  if (board[row]?.[column] !== '.') return wrong('Expected an empty point of the board');
  const taken = captures.get(row * size + column) ?? 0;
  if (taken === most) return right;
  if (taken === 0) return wrong('The move captures nothing');
  return graded(taken / most / 2, `The move captures ${taken}, ${most} are possible`);
}

/** The reference: one stored move; its share of a longer answer; 0.05 for any other point. */
function compat(answer: string, oracle: string): Mark {
  if (answer === '') return graded(0);
  const text = strip(answer).toUpperCase();
  if (text === oracle) return graded(1);
  if (text.includes(oracle)) return graded(codePoints(oracle) / codePoints(text));
  return graded(/^[A-Z]\p{Nd}+$/u.test(text) ? 0.05 : 0.01);
}

/** How many white stones a black stone takes, for every point where it takes any. */
function capturesOf(board: Board): Map<number, number> {
  const size = board.length;
  const captures = new Map<number, number>();
  for (const { color, stones, liberties } of groupsOf(board)) {
    if (color !== 'O' || liberties.size > 1) continue;
    // A group without a liberty stands on no legal board; whoever plays beside it takes it.
    const points =
      liberties.size === 1 ? liberties : new Set(stones.flatMap((s) => beside(s, size)));
    for (const point of points) {
      if (board[Math.floor(point / size)]?.[point % size] !== '.') continue;
      captures.set(point, (captures.get(point) ?? 0) + stones.length);
    }
  }
  return captures;
}

interface Group {
  readonly color: Stone;
  readonly stones: readonly number[];
  readonly liberties: ReadonlySet<number>;
}

function groupsOf(board: Board): Group[] {
  const size = board.length;
  const at = (point: number) => board[Math.floor(point / size)]?.[point % size];
  const seen = new Set<number>();
  const groups: Group[] = [];
  for (let first = 0; first < size * size; first++) {
    const color = at(first);
    if (color === undefined || color === '.' || seen.has(first)) continue;
    const stones = [first];
    const liberties = new Set<number>();
    seen.add(first);
    for (let k = 0; k < stones.length; k++) {
      for (const next of beside(stones[k] as number, size)) {
        if (at(next) === '.') liberties.add(next);
        else if (at(next) === color && !seen.has(next)) {
          seen.add(next);
          stones.push(next);
        }
      }
    }
    groups.push({ color, stones, liberties });
  }
  return groups;
}

function beside(point: number, size: number): number[] {
  const column = point % size;
  const points: number[] = [];
  if (column > 0) points.push(point - 1);
  if (column < size - 1) points.push(point + 1);
  if (point >= size) points.push(point - size);
  if (point < size * (size - 1)) points.push(point + size);
  return points;
}

/** A white group with one liberty left among other stones; one move captures the most. */
function drawProblem(rng: Rng, size: number, maxStones: number) {
  for (let n = 0; n <= maxDraws; n++) {
    const points = new Array<Stone>(size * size).fill('.');
    // At last a group of one or two alone on the board: that always works.
    const wanted = n === maxDraws ? 1 : rng.randint(2, Math.min(6, maxStones - 3));
    const group = new Set([rng.below(size * size)]);
    while (group.size < wanted) {
      const around = [...group].flatMap((stone) => beside(stone, size));
      group.add(rng.choice(around));
    }
    for (const stone of group) points[stone] = 'O';
    const liberties = [...group]
      .flatMap((stone) => beside(stone, size))
      .filter((point, i, all) => points[point] === '.' && all.indexOf(point) === i);
    const move = rng.choice(liberties);
    for (const point of liberties) if (point !== move) points[point] = 'X';
    const setUp = group.size + liberties.length - 1;
    const others = n === maxDraws ? 0 : maxStones - setUp;
    if (others < 0) continue;
    for (let k = 0; k < others; k++) {
      const point = rng.below(size * size);
      if (points[point] === '.' && point !== move) points[point] = rng.below(2) === 0 ? 'X' : 'O';
    }
    const board = Array.from({ length: size }, (_, r) => points.slice(r * size, (r + 1) * size));
    if (groupsOf(board).some((g) => g.liberties.size === 0)) continue;
    const captures = [...capturesOf(board)].sort(([, a], [, b]) => b - a);
    const [best, second] = captures;
    if (best && best[1] > (second?.[1] ?? 0)) return { board, move: best[0] };
  }
  throw new RangeError(`Expected room for a problem, got a board of ${size}`);
}

function nameOf(point: number, size: number): string {
  return `${String.fromCharCode(65 + (point % size))}${size - Math.floor(point / size)}`;
}

function draw(board: Board): string {
  const size = board.length;
  const letters = board.map((_, i) => String.fromCharCode(65 + i)).join(' ');
  const rows = board.map((row, i) => `${String(size - i).padStart(2)} ${row.join(' ')}`);
  return [`   ${letters}`, ...rows].join('\n');
}
