/**
 * Swap the white and the black knights of a small board, or say that it cannot be done. The
 * reference makes impossible puzzles by forbidding moves that the question does not mention; ours
 * are impossible by the board.
 */
import { z } from 'zod';
import { JsonError, parseJson } from '../../../json.ts';
import type { Rng } from '../../../random.ts';
import { strip } from '../../../text/python.ts';
import {
  faultyEntry,
  graded,
  type Mark,
  malformed,
  type Outcome,
  right,
  wrong,
} from '../../mark.ts';
import { type Knights, solveKnights } from '../../search/knights.ts';
import { defineTask, ordered } from '../../task.ts';
import { unwrap } from '../../text/unwrap.ts';

const config = z
  .strictObject({
    min_nodes: z.int().min(6).max(12).default(6),
    max_nodes: z.int().min(6).max(12).default(9),
    /** Of each colour; a board keeps two empty squares. */
    min_pieces: z.int().min(1).max(12).default(2),
    max_pieces: z.int().min(1).max(12).default(2),
    min_steps: z.int().min(1).max(100).default(4),
    max_steps: z.int().min(1).max(100).default(20),
    max_attempts: z.int().min(1).max(1_000).default(100),
    impossible_ratio: z.number().min(0).max(1).default(0.2),
  })
  .superRefine(
    ordered(['min_nodes', 'max_nodes'], ['min_pieces', 'max_pieces'], ['min_steps', 'max_steps']),
  );
type Config = z.infer<typeof config>;

const name = z.string().regex(/^[A-Z]\d{1,2}$/);
const color = z.enum(['w', 'B']);
const metadata = z.looseObject({
  /** The squares a knight may go to from each square. */
  board: z.record(name, z.array(name).max(50)),
  pieces: z.record(name, color.nullable()),
  start_turn: color,
  is_possible: z.boolean(),
  num_steps: z.int().min(0),
});
type Metadata = z.infer<typeof metadata>;
type Color = z.infer<typeof color>;
type Move = readonly [color: string, from: string, to: string];

/** The squares boards are made of. */
const squares = ['A', 'B', 'C', 'D'].flatMap((column) => [1, 2, 3].map((row) => `${column}${row}`));

export const knightSwap = defineTask({
  name: 'knight_swap',
  category: 'games',
  summary: 'Swap white and black knights on a small board, or say that it is impossible',
  answerFormat: 'a JSON list of moves such as "w,A1,B3", or No',
  config,
  metadata,
  curriculum: [
    // The reference begins with 4 squares, which its own config refuses, and 6 pieces on 12.
    {
      kind: 'range',
      name: 'nodes',
      fields: ['min_nodes', 'max_nodes'],
      levels: [6, 8, 10, 12],
      interval: true,
    },
    { kind: 'range', name: 'pieces', fields: ['min_pieces', 'max_pieces'], levels: [2, 3, 4] },
    {
      kind: 'range',
      name: 'steps',
      fields: ['min_steps', 'max_steps'],
      levels: [1, 10, 20, 30],
      interval: true,
    },
  ],

  generate(rng, c) {
    const { nodes, pieces, turn, moves } = drawPuzzle(rng, c);
    const answer = moves ? JSON.stringify(moves.map((move) => move.join(','))) : 'No';
    const other = turn === 'w' ? 'black' : 'white';
    return {
      question: `White knights (w) and black knights (B) stand on a board of ${nodes.length} squares; a dot is an empty square, and where nothing is shown there is no square:\n\n${draw(nodes, pieces)}\n\nA knight moves as in chess, two squares one way and one square across, to an empty square of the board. ${turn === 'w' ? 'White' : 'Black'} moves first, then ${other}, and so on in turn. In the end the white knights must stand where the black ones stood, and the black ones where the white ones stood.\n\nIf this can be done, answer with the moves as a JSON list of "colour,from,to", for example ["w,A1,B3", "B,C1,A2"]. If not, answer No.`,
      answer,
      metadata: {
        board: Object.fromEntries(nodes.map((a) => [a, nodes.filter((b) => isKnightMove(a, b))])),
        pieces: Object.fromEntries(nodes.map((square) => [square, pieces.get(square) ?? null])),
        start_turn: turn,
        solution: moves,
        is_possible: moves !== null,
        num_steps: moves?.length ?? 0,
      },
      difficulty: {
        nodes: [c.min_nodes, c.max_nodes],
        pieces: [c.min_pieces, c.max_pieces],
        steps: [c.min_steps, c.max_steps],
        impossible_ratio: c.impossible_ratio,
      },
    };
  },

  score(answer, { entry, mode, budget }) {
    const m = entry.metadata;
    if (mode === 'compat') return compat(answer, m);
    const nodes = Object.keys(m.pieces);
    // Moves the question allows but the entry does not: the answer "No" may be wrong then.
    const isWhole = nodes.every((a) =>
      nodes.every((b) => !isKnightMove(a, b) || m.board[a]?.includes(b)),
    );
    if (!m.is_possible && !isWhole) {
      const knights = knightsOf(nodes, new Map(Object.entries(m.pieces)), m.start_turn);
      if (!knights || solveKnights(knights, budget)) {
        return faultyEntry('Expected a puzzle that is impossible on the board shown');
      }
    }
    return strict(answer, m);
  },
});

function strict(answer: string, m: Metadata): Outcome {
  const text = unwrap(answer);
  if (/^(?:no|impossible)$/i.test(text)) {
    return m.is_possible
      ? wrong(`Expected a solution, there is one of ${m.num_steps} moves`)
      : right;
  }
  const moves = readMoves(text);
  if (!moves) return malformed('Expected a list of moves such as "w,A1,B3", or No');
  const end = play(m, moves, isKnightMove);
  if (!end) return wrong('Expected legal moves, the colours in turn');
  if (!isSwapped(m, end)) return wrong('Expected every knight on a square of the other colour');
  return m.is_possible ? right : faultyEntry('Expected a puzzle that is impossible');
}

const separator = /[\s,;[\]"'`]*(?:\d{1,3}[.)]\s)?[\s,;[\]"'`]*/y;
const moveForm =
  /(w|b|white|black)\s?[\s,:]\s?([a-z]\d{1,2})\s?(?:,|-|->|→|to|\s)\s?([a-z]\d{1,2})(?![a-z\d])/iy;

/** "w,A1,B3" in any list; also white: A1-B3. */
function readMoves(text: string): Move[] | null {
  const moves: Move[] = [];
  let at = 0;
  for (;;) {
    separator.lastIndex = at;
    separator.exec(text);
    at = separator.lastIndex;
    if (at >= text.length) return moves.length > 0 ? moves : null;
    moveForm.lastIndex = at;
    const match = moveForm.exec(text);
    if (!match) return null;
    const [, who = '', from = '', to = ''] = match;
    moves.push([/^w/i.test(who) ? 'w' : 'B', from.toUpperCase(), to.toUpperCase()]);
    at = moveForm.lastIndex;
  }
}

/** The pieces after the moves; null when one is not legal. */
function play(
  m: Metadata,
  moves: readonly Move[],
  reaches: (from: string, to: string) => boolean,
): Map<string, string | null> | null {
  const pieces = new Map<string, string | null>(Object.entries(m.pieces));
  let turn: string = m.start_turn;
  for (const [who, from, to] of moves) {
    if (who !== turn || pieces.get(from) !== who) return null;
    if (pieces.get(to) !== null || !reaches(from, to)) return null;
    pieces.set(to, who);
    pieces.set(from, null);
    turn = turn === 'w' ? 'B' : 'w';
  }
  return pieces;
}

function isSwapped(m: Metadata, end: ReadonlyMap<string, string | null>): boolean {
  return Object.entries(m.pieces).every(([square, piece]) => {
    return end.get(square) === (piece === null ? null : piece === 'w' ? 'B' : 'w');
  });
}

/** The reference: "no" where it is impossible; else the least moves by the moves; 0.05 unsolved. */
function compat(answer: string, m: Metadata): Mark {
  const text = strip(answer);
  const isNo = text.toLowerCase() === 'no';
  if (!m.is_possible || isNo) return graded(isNo && !m.is_possible ? 1 : 0);
  let list: unknown;
  try {
    list = parseJson(text, { nonFinite: true });
  } catch (error) {
    if (!(error instanceof JsonError)) throw error;
  }
  if (!Array.isArray(list)) return graded(0);
  const moves: Move[] = [];
  for (const item of list) {
    const parts = typeof item === 'string' ? item.split(',') : [];
    if (parts.length !== 3) return graded(0);
    moves.push(parts as unknown as Move);
  }
  const end = play(m, moves, (from, to) => m.board[from]?.includes(to) ?? false);
  if (!end) return graded(0);
  if (!isSwapped(m, end)) return graded(0.05);
  return graded(moves.length <= m.num_steps ? 1 : m.num_steps / moves.length);
}

function isKnightMove(a: string, b: string): boolean {
  const across = Math.abs(a.charCodeAt(0) - b.charCodeAt(0));
  const along = Math.abs(Number(a.slice(1)) - Number(b.slice(1)));
  return across * along === 2;
}

/** The board for the search, by numbers; null where it is too large for that. */
function knightsOf(
  nodes: readonly string[],
  pieces: ReadonlyMap<string, Color | null>,
  turn: Color,
): Knights | null {
  if (nodes.length > 12) return null;
  const maskOf = (piece: Color) =>
    nodes.reduce((mask, square, i) => mask | (pieces.get(square) === piece ? 1 << i : 0), 0);
  return {
    reach: nodes.map((a) =>
      nodes.reduce((mask, b, i) => mask | (isKnightMove(a, b) ? 1 << i : 0), 0),
    ),
    white: maskOf('w'),
    black: maskOf('B'),
    whiteMoves: turn === 'w',
  };
}

interface Puzzle {
  readonly nodes: readonly string[];
  readonly pieces: ReadonlyMap<string, Color>;
  readonly turn: Color;
  /** A shortest solution; null where there is none. */
  readonly moves: readonly Move[] | null;
}

/** Random boards until one is of the kind drawn beforehand; after that the nearest to it. */
function drawPuzzle(rng: Rng, c: Config): Puzzle {
  const wantsImpossible = rng.random() < c.impossible_ratio;
  let spare: { puzzle: Puzzle; distance: number } | undefined;
  for (let n = 0; n < c.max_attempts || !spare; n++) {
    const puzzle = drawBoard(rng, c);
    if (!puzzle) continue;
    const length = puzzle.moves?.length;
    const distance =
      length === undefined || wantsImpossible
        ? wantsImpossible === (length === undefined)
          ? 0
          : 1_000
        : Math.max(0, c.min_steps - length, length - c.max_steps);
    if (distance === 0) return puzzle;
    if (!spare || distance < spare.distance) spare = { puzzle, distance };
  }
  return spare.puzzle;
}

function drawBoard(rng: Rng, c: Config): Puzzle | null {
  const nodes = rng.sample(squares, rng.randint(c.min_nodes, c.max_nodes)).sort();
  const most = Math.floor((nodes.length - 2) / 2);
  const each = Math.min(most, rng.randint(c.min_pieces, c.max_pieces));
  const placed = rng.sample(nodes, 2 * each);
  const pieces = new Map(placed.map((square, i) => [square, i < each ? 'w' : 'B'] as const));
  const turn = rng.choice(['w', 'B'] as const);
  const knights = knightsOf(nodes, pieces, turn) as Knights;
  if (!isConnected(knights.reach)) return null;
  const found = solveKnights(knights);
  const moves = found?.map(
    ([from, to], n): Move => [
      (n % 2 === 0) === (turn === 'w') ? 'w' : 'B',
      nodes[from] as string,
      nodes[to] as string,
    ],
  );
  return { nodes, pieces, turn, moves: moves ?? null };
}

function isConnected(reach: readonly number[]): boolean {
  let seen = 1;
  for (let before = 0; before !== seen; ) {
    before = seen;
    for (const [i, mask] of reach.entries()) if ((seen >> i) & 1) seen |= mask;
  }
  return seen === (1 << reach.length) - 1;
}

function draw(nodes: readonly string[], pieces: ReadonlyMap<string, Color>): string {
  const columns = [...new Set(nodes.map((square) => square[0] as string))].sort();
  const rows = [...new Set(nodes.map((square) => square.slice(1)))].sort().reverse();
  const lines = rows.map((row) => {
    const cells = columns.map((column) => {
      const square = `${column}${row}`;
      return nodes.includes(square) ? (pieces.get(square) ?? '.') : ' ';
    });
    return `${row} | ${cells.join(' | ')} |`;
  });
  return `\`\`\`\n    ${columns.join('   ')}\n${lines.join('\n')}\n\`\`\``;
}
