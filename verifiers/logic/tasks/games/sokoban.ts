/** Sokoban: push all boxes onto goals. Our puzzles are made backwards, by pulling boxes off them. */
import { z } from 'zod';
import type { Rng } from '../../../random.ts';
import { faultyEntry, graded, malformed, type Outcome, right, wrong } from '../../mark.ts';
import { defineTask, ordered } from '../../task.ts';
import { unwrap } from '../../text/unwrap.ts';

const config = z
  .strictObject({
    /** Walls all around included. */
    min_w: z.int().min(5).max(40).default(6),
    max_w: z.int().min(5).max(40).default(10),
    min_h: z.int().min(5).max(40).default(6),
    max_h: z.int().min(5).max(40).default(10),
    /** A small room holds fewer. */
    min_boxes: z.int().min(1).max(100).default(4),
    max_boxes: z.int().min(1).max(100).default(10),
    /** Steps back from the solved room. */
    max_depth: z.int().min(10).max(1_000).default(80),
  })
  .superRefine(ordered(['min_w', 'max_w'], ['min_h', 'max_h'], ['min_boxes', 'max_boxes']));
type Config = z.infer<typeof config>;

const metadata = z.looseObject({ gamestr: z.string().max(20_000) });

const sizes = [6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19];
const wallShare = 0.12;
const maxDraws = 20;

export const sokoban = defineTask({
  name: 'sokoban',
  category: 'games',
  summary: 'Push every box onto a goal',
  answerFormat: 'the moves L, R, U, D, written without spaces',
  config,
  metadata,
  curriculum: [
    { kind: 'range', name: 'width', fields: ['min_w', 'max_w'], levels: sizes, interval: true },
    { kind: 'range', name: 'height', fields: ['min_h', 'max_h'], levels: sizes, interval: true },
  ],

  generate(rng, c) {
    const { room, moves } = drawPuzzle(rng, c);
    const gamestr = draw(room);
    return {
      question: `This is a sokoban room:\n\n${gamestr}\nThe signs are\n+ wall\n- floor\nX goal\n@ box\n$ box on a goal\n* player\n% player on a goal\n\nThe player moves left (L), right (R), up (U) and down (D) and pushes a box that stands in the way, if the cell behind it is free; boxes cannot be pulled, nor two pushed at once. Every move must be possible. Bring every box to a goal. Answer with the moves as one word, for example LLURRD.`,
      answer: moves,
      metadata: { gamestr, width: room.width, height: room.cells.length / room.width },
      difficulty: { width: [c.min_w, c.max_w], height: [c.min_h, c.max_h] },
    };
  },

  score(answer, { entry, mode }) {
    const room = readRoom(entry.metadata.gamestr);
    if (!room) return faultyEntry('Expected a room with walls around and one player');
    if (mode === 'compat') {
      // The reference passes over whatever is no move or cannot be made.
      for (const move of answer) step(room, move);
      return graded(isSolved(room) ? 1 : 0);
    }
    return strict(answer, room);
  },
});

function strict(answer: string, room: Room): Outcome {
  if (isSolved(room)) return faultyEntry('Expected a box that is not on a goal');
  const moves = unwrap(answer)
    .toUpperCase()
    .replace(/\b(LEFT|RIGHT|UP|DOWN)\b/g, (word) => word.charAt(0))
    .replace(/[\s,;'"[\]]+/g, '');
  if (!/^[LRUD]+$/.test(moves)) return malformed('Expected only the moves L, R, U, D');
  for (let n = 0; n < moves.length; n++) {
    if (!step(room, moves[n] as string)) return wrong(`Move ${n + 1} is not possible`);
  }
  return isSolved(room) ? right : wrong('Expected every box on a goal');
}

const wall = 1;
const goal = 2;
const box = 4;

interface Room {
  readonly width: number;
  /** Bits: wall, goal, box. */
  readonly cells: Uint8Array;
  player: number;
}

const signs: Readonly<Record<string, number>> = {
  '+': wall,
  '-': 0,
  X: goal,
  '@': box,
  $: box | goal,
  '*': 0,
  '%': goal,
};

function readRoom(text: string): Room | null {
  const rows = text.replaceAll(' ', '').trim().split('\n');
  const width = rows[0]?.length ?? 0;
  const cells = new Uint8Array(rows.length * width);
  const players: number[] = [];
  for (const [r, row] of rows.entries()) {
    if (row.length !== width) return null;
    for (let k = 0; k < width; k++) {
      const sign = signs[row[k] as string];
      if (sign === undefined) return null;
      cells[r * width + k] = sign;
      if (row[k] === '*' || row[k] === '%') players.push(r * width + k);
      const isEdge = r === 0 || r === rows.length - 1 || k === 0 || k === width - 1;
      if (isEdge && sign !== wall) return null;
    }
  }
  return players.length === 1 ? { width, cells, player: players[0] as number } : null;
}

function isSolved({ cells }: Room): boolean {
  return cells.every((cell) => cell !== box);
}

function offset(move: string, width: number): number {
  return move === 'L' ? -1 : move === 'R' ? 1 : move === 'U' ? -width : move === 'D' ? width : 0;
}

/** Makes the move; false when it cannot be made. */
function step(room: Room, move: string): boolean {
  const { cells, width, player } = room;
  const by = offset(move, width);
  const to = player + by;
  const there = cells[to] as number;
  if (by === 0 || there === wall) return false;
  if ((there & box) !== 0) {
    const beyond = cells[to + by] as number;
    if ((beyond & (wall | box)) !== 0) return false;
    cells[to + by] = beyond | box;
    cells[to] = there & ~box;
  }
  room.player = to;
  return true;
}

function draw({ width, cells, player }: Room): string {
  const lines: string[] = [];
  for (let at = 0; at < cells.length; at += width) {
    const row = Array.from(cells.subarray(at, at + width), (cell, k) => {
      if (at + k === player) return cell === goal ? '%' : '*';
      return cell === wall ? '+' : ['-', 'X', '@', '$'][cell >> 1];
    });
    lines.push(row.join(' '));
  }
  return `${lines.join('\n')}\n`;
}

/** Of some rooms the one with most boxes off their goals; the moves lead back to the start. */
function drawPuzzle(rng: Rng, c: Config): { room: Room; moves: string } {
  let best: { room: Room; moves: string; off: number } | undefined;
  for (let n = 0; n < maxDraws; n++) {
    const room = drawRoom(rng, c);
    const moves = playBack(rng, room, c.max_depth);
    const off = room.cells.filter((cell) => cell === box).length;
    if (off > (best?.off ?? 0)) best = { room, moves, off };
    const boxes = room.cells.filter((cell) => (cell & box) !== 0).length;
    if (best && off >= Math.min(boxes, Math.max(2, boxes / 2))) break;
  }
  if (best) return best;
  // A corridor always works: the box beside its goal, the player behind it.
  const width = Math.max(6, c.min_w);
  const cells = new Uint8Array(width * Math.max(5, c.min_h)).fill(wall);
  const start = (1 + rng.below(cells.length / width - 2)) * width + 1;
  cells.fill(0, start, start + width - 2);
  cells[start + 1] = box;
  cells[start + 2 + rng.below(width - 4)] = goal;
  const moves = 'R'.repeat(cells.indexOf(goal) - start - 1);
  return { room: { width, cells, player: start }, moves };
}

/** A solved room: connected floor, every box on its goal. */
function drawRoom(rng: Rng, c: Config): Room {
  const width = rng.randint(c.min_w, c.max_w);
  const height = rng.randint(c.min_h, c.max_h);
  const cells = new Uint8Array(width * height).fill(wall);
  for (let r = 1; r < height - 1; r++) {
    for (let k = 1; k < width - 1; k++) {
      cells[r * width + k] = rng.random() < wallShare ? wall : 0;
    }
  }
  const floor = largestRegion(cells, width);
  cells.fill(wall);
  for (const at of floor) cells[at] = 0;
  const boxes = Math.min(rng.randint(c.min_boxes, c.max_boxes), Math.floor(floor.length / 3));
  const [player = 0, ...goals] = rng.sample(floor, Math.max(1, boxes) + 1);
  for (const at of goals) cells[at] = box | goal;
  return { width, cells, player };
}

function largestRegion(cells: Uint8Array, width: number): number[] {
  const seen = Uint8Array.from(cells);
  let largest: number[] = [];
  for (let first = 0; first < cells.length; first++) {
    if (seen[first] !== 0) continue;
    seen[first] = 1;
    const region = [first];
    for (let i = 0; i < region.length; i++) {
      for (const by of [-1, 1, -width, width]) {
        const next = (region[i] as number) + by;
        if (seen[next] !== 0) continue;
        seen[next] = 1;
        region.push(next);
      }
    }
    if (region.length > largest.length) largest = region;
  }
  return largest;
}

const opposite: Readonly<Record<string, string>> = { L: 'R', R: 'L', U: 'D', D: 'U' };

/**
 * Walks the player back and pulls boxes along, mostly where it can; gives the moves that undo it.
 * A walk that comes back to a state it was in is cut short.
 */
function playBack(rng: Rng, room: Room, depth: number): string {
  const { cells, width } = room;
  const states = new Map<string, number>([[stateOf(room), 0]]);
  let undo: string[] = [];
  let last = '';
  for (let n = 0; n < depth; n++) {
    const ways = ['L', 'R', 'U', 'D'].filter(
      (way) => ((cells[room.player + offset(way, width)] as number) & (wall | box)) === 0,
    );
    // Straight back only where there is no other way.
    const onward = ways.filter((way) => way !== opposite[last]);
    const choices = onward.length > 0 ? onward : ways;
    if (choices.length === 0) break;
    const pulling = choices.filter(
      (way) => ((cells[room.player - offset(way, width)] as number) & box) !== 0,
    );
    const isPull = pulling.length > 0 && rng.random() < 0.8;
    const way = rng.choice(isPull ? pulling : choices);
    const by = offset(way, width);
    if (isPull) {
      cells[room.player - by] = (cells[room.player - by] as number) & ~box;
      cells[room.player] = (cells[room.player] as number) | box;
    }
    room.player += by;
    undo.push(opposite[way] as string);
    last = way;
    const state = stateOf(room);
    const before = states.get(state);
    if (before === undefined) states.set(state, undo.length);
    else {
      undo = undo.slice(0, before);
      for (const [key, at] of states) if (at > before) states.delete(key);
    }
  }
  return undo.reverse().join('');
}

function stateOf({ cells, player }: Room): string {
  return `${player}:${String.fromCharCode(...cells)}`;
}
