/**
 * Solve a scrambled n×n×n cube. The answer is replayed: any way to a cube of six plain faces counts.
 *
 * The reference drops moves with a layer number, though its own scrambles use them, so that right
 * answers for larger cubes fail; and it pays 0.01 for nothing. Ours carries a solution.
 */
import { z } from 'zod';
import type { Budget } from '../../../budget.ts';
import type { Rng } from '../../../random.ts';
import { splitSpaces } from '../../../text/python.ts';
import { faultyEntry, graded, malformed, right, wrong } from '../../mark.ts';
import { type Cube, isSolved, net, solvedCube, type Turn, turned } from '../../search/cube.ts';
import { anyFace, inverse, readMove, writeMove } from '../../search/cube-moves.ts';
import { defineTask, ordered } from '../../task.ts';
import { unwrap } from '../../text/unwrap.ts';

const config = z
  .strictObject({
    min_scramble_steps: z.int().min(1).max(1_000).default(3),
    max_scramble_steps: z.int().min(1).max(1_000).default(10),
    cube_size: z.int().min(2).max(7).default(3),
    /** Ours is never coloured by terminal codes; the field is the reference's. */
    remove_ansi: z.boolean().default(true),
  })
  .superRefine(ordered(['min_scramble_steps', 'max_scramble_steps']));
type Config = z.infer<typeof config>;

const metadata = z.looseObject({
  cube_size: z.int().min(2).max(20),
  scramble_moves: z.string().max(20_000),
});

const maxMoves = 20_000;
const maxDraws = 50;

export const rubiksCube = defineTask({
  name: 'rubiks_cube',
  category: 'cognition',
  summary: "Solve a scrambled Rubik's cube of any size",
  answerFormat: "moves in Singmaster's notation, separated by blanks",
  config,
  metadata,
  curriculum: [
    { kind: 'scalar', name: 'cube_size', field: 'cube_size', levels: [3, 4, 5, 6, 7] },
    {
      kind: 'range',
      name: 'scramble_steps',
      fields: ['min_scramble_steps', 'max_scramble_steps'],
      levels: [3, 10, 25, 50, 100],
      interval: true,
    },
  ],

  generate(rng, c) {
    const size = c.cube_size;
    let scramble = drawScramble(rng, c);
    let cube = play(solvedCube(size), size, scramble);
    for (let n = 0; n < maxDraws && isSolved(cube, size); n++) {
      scramble = drawScramble(rng, c);
      cube = play(solvedCube(size), size, scramble);
    }
    const solution = scramble.map(inverse).reverse().map(writeMove).join(' ');
    const inner =
      size > 3
        ? ' Rw turns the two outer layers at the right, 3Rw three, 2R the second layer alone.'
        : '';
    return {
      question: `This is the net of a ${size}x${size}x${size} Rubik's cube: the upper face on top, then left, front, right and back side by side, the lower face below.\n\n${net(cube, size)}\n\nGive moves that solve it, in Singmaster's notation: U, D, L, R, F and B are clockwise quarter turns of a face, U' is the turn back.${inner} Write one quarter turn at a time, separated by blanks: U U, not U2.`,
      answer: solution,
      metadata: {
        cube_size: size,
        scramble_steps: scramble.length,
        scramble_moves: scramble.map(writeMove).join(' '),
        example_correct_answer: solution,
      },
      difficulty: { cube_size: size, scramble_steps: [c.min_scramble_steps, c.max_scramble_steps] },
    };
  },

  score(answer, { entry, mode, budget }) {
    const { cube_size: size, scramble_moves: scramble } = entry.metadata;
    const start = replay(solvedCube(size), size, splitSpaces(scramble), budget);
    if (mode === 'compat') return graded(start ? compat(answer, start, size, budget) : 0);
    if (start === null) return faultyEntry('Expected a scramble of moves this cube has');
    const words = unwrap(answer)
      .split(/[\s,;]+/)
      .filter((word) => word !== '');
    if (words.length > maxMoves) return malformed(`Expected at most ${maxMoves} moves`);
    const end = replay(start, size, words, budget);
    if (end === null) return malformed("Expected moves in Singmaster's notation");
    return isSolved(end, size) ? right : wrong('Expected a solved cube');
  },
});

/** The cube after moves in writing; null when one of the words is no move. */
function replay(start: Cube, size: number, words: readonly string[], budget: Budget): Cube | null {
  let cube = start;
  for (const word of words) {
    const move = readMove(word, size);
    if (move === null) return null;
    budget.spend(size * size);
    if (move !== 'nothing') cube = turned(cube, size, move);
  }
  return cube;
}

/**
 * The reference: a number after a move repeats it, words with a digit elsewhere are dropped, any
 * other word that is no move spoils all. Its partial marks are never reached.
 */
function compat(answer: string, start: Cube, size: number, budget: Budget): number {
  const failed = 0.01;
  let cube = start;
  for (const word of splitSpaces(answer)) {
    const match = /^(\P{Nd}*)(\p{Nd}*)$/u.exec(word);
    if (!match) continue;
    const [, base = '', digits = ''] = match;
    const times = digits === '' ? 1 : Number(digits.normalize('NFKC'));
    if (!(times <= 1e9)) return failed;
    if (base === '' || times === 0) continue;
    const move = /^(?:[LRDUBF]w?|[XYZMES])'?$/.test(base) ? readMove(base, size) : null;
    if (move === null || move === 'nothing') return failed;
    for (let n = times % 4; n > 0; n--) {
      budget.spend(size * size);
      cube = turned(cube, size, move);
    }
  }
  return isSolved(cube, size) ? 1 : failed;
}

function play(start: Cube, size: number, turns: readonly Turn[]): Cube {
  return turns.reduce((cube, turn) => turned(cube, size, turn), start);
}

/** Quarter turns, none of which undoes the one before it; of larger cubes inner layers too. */
function drawScramble(rng: Rng, c: Config): Turn[] {
  const count = rng.randint(c.min_scramble_steps, c.max_scramble_steps);
  const turns: Turn[] = [];
  while (turns.length < count) {
    const depth = c.cube_size > 3 ? rng.randint(1, Math.floor(c.cube_size / 2)) : 1;
    const wide = c.cube_size > 3 && depth > 1 && rng.below(2) === 0;
    const quarters = rng.below(2) === 0 ? 1 : 3;
    const turn = { face: rng.choice(anyFace), from: wide ? 1 : depth, to: depth, quarters };
    const last = turns.at(-1);
    if (last && writeMove(inverse(last)) === writeMove(turn)) continue;
    turns.push(turn);
  }
  return turns;
}
