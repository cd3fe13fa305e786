/**
 * Rush hour: slide cars so that the red one can leave. A board from a longer search of our own
 * (`search/rush-boards.ts`) is changed at random and searched completely, so that the least number
 * of moves is known; then one of its states is drawn.
 */
import { z } from 'zod';
import type { Rng } from '../../../random.ts';
import {
  faultyEntry,
  graded,
  type Mark,
  malformed,
  type Outcome,
  right,
  wrong,
} from '../../mark.ts';
import {
  type Car,
  explore,
  isSolved,
  type Lot,
  occupied,
  type Slide,
  type Space,
  side,
  slide,
} from '../../search/rush.ts';
import { hardBoards, hardest } from '../../search/rush-boards.ts';
import { defineTask, ordered } from '../../task.ts';
import { unwrap } from '../../text/unwrap.ts';

const config = z
  .strictObject({
    /** Our boards go up to `hardest`, no board to more than about sixty. */
    min_moves: z.int().min(1).max(1_000).default(1),
    max_moves: z.int().min(1).max(1_000).default(50),
  })
  .superRefine(ordered(['min_moves', 'max_moves']));
type Config = z.infer<typeof config>;

const metadata = z.looseObject({
  /** The cells row by row: o empty, x a wall, a letter for every car; the first is the red one. */
  board_config: z.string().max(100),
});

const exitRow = 2;
const maxDraws = 12;
/** Boards without a state so far from the exit are left: on them one move is often enough. */
const leastSpread = 6;
/** States of a changed board; beyond, another is drawn. */
const maxStates = 2_500;
/** Twenty fit into a state of the search. */
const maxCars = 13;

export const rushHour = defineTask({
  name: 'rush_hour',
  category: 'games',
  summary: 'Slide cars out of the way until the red one reaches the exit',
  answerFormat: 'moves such as F+1 K-2, separated by spaces',
  config,
  metadata,
  curriculum: [
    {
      kind: 'range',
      name: 'moves',
      fields: ['min_moves', 'max_moves'],
      levels: [5, 25, 50, 100],
      interval: true,
    },
  ],

  generate(rng, c) {
    const { lot, places, solution } = drawPuzzle(rng, c);
    const board = draw(lot, places);
    const rows = Array.from({ length: side }, (_, r) => board.slice(r * side, (r + 1) * side));
    return {
      question: `Cars and lorries stand in a car park of 6x6 cells. Equal letters are one vehicle, a dot is an empty cell${lot.walls.length > 0 ? ', x is a wall' : ''}:\n\n\`\`\`\n${rows.join('\n').replaceAll('o', '.')}\n\`\`\`\n\nA vehicle that lies across moves only left and right, one that stands upright only up and down; none passes through another${lot.walls.length > 0 ? ' or through a wall' : ''}. Get vehicle A to the exit at the right end of its row.\n\nWrite the moves in order, separated by spaces: the letter, then + and the number of cells for right or down, or - and the number for left or up, for example B-1 C+2. Every move must be possible in full.`,
      answer: solution.map(({ car, by }) => `${letter(car)}${by > 0 ? '+' : ''}${by}`).join(' '),
      metadata: { board_config: board, min_moves: solution.length },
      difficulty: { moves: [c.min_moves, c.max_moves] },
    };
  },

  score(answer, { entry, mode }) {
    const start = readBoard(entry.metadata.board_config);
    if (mode === 'compat') return start ? compat(answer, start) : graded(0);
    if (!start || isSolved(start.lot, start.places)) {
      return faultyEntry('Expected a board of 36 cells with the red car on its way');
    }
    return strict(answer, start);
  },
});

interface Board {
  readonly lot: Lot;
  readonly places: number[];
}

const move = / ?(?:\d{1,3}[.)] )?([A-Za-z]) ?([+-]?) ?(\d{1,2})(?!\d)/y;

/** Every move must be possible in full; the red car may leave the board. */
function strict(answer: string, { lot, places }: Board): Outcome {
  const text = unwrap(answer)
    .replaceAll('−', '-')
    .replace(/[\s,;[\]"'`]+/g, ' ')
    .trim();
  let count = 0;
  for (move.lastIndex = 0; move.lastIndex < text.length; ) {
    const match = move.exec(text);
    if (!match) return malformed('Expected moves such as F+1 K-2');
    count++;
    const car = (match[1] ?? '').toUpperCase().charCodeAt(0) - 65;
    const by = Number(`${match[2]}${match[3]}`);
    if (!lot.cars[car] || by === 0) return wrong(`Move ${count}: expected a vehicle and a way`);
    const gone = slide(lot, places, car, by);
    const leaves = car === 0 && isSolved(lot, places) && by - gone <= (lot.cars[0]?.length ?? 0);
    if (gone !== by && !leaves) return wrong(`Move ${count} is not possible`);
  }
  if (count === 0) return malformed('Expected moves such as F+1 K-2');
  return isSolved(lot, places) ? right : wrong('Expected the red car at the exit');
}

/** The reference: blocked moves go as far as they can, whatever is no move is passed over. */
function compat(answer: string, { lot, places }: Board): Mark {
  if (answer === '') return graded(0);
  for (const [, label = '', sign, digits = ''] of answer.matchAll(/([A-Z])([+-])(\p{Nd}+)/gu)) {
    if (digits.length > 4_300) return graded(0); // Python refuses to read the number
    const car = label.charCodeAt(0) - 65;
    const pieces = lot.cars.length + lot.walls.length;
    if (car === pieces) return graded(0); // Python's index is out of range by one
    if (car >= lot.cars.length) continue;
    const steps = Number(digits.normalize('NFKC')); // other digits: NaN, as far as it goes
    const most = Number.isNaN(steps) ? side : Math.min(side, steps);
    slide(lot, places, car, sign === '-' ? -most : most);
  }
  return graded(isSolved(lot, places) ? 1 : 0.01);
}

function letter(car: number): string {
  return String.fromCharCode(65 + car);
}

/** Vehicles in the order of their letters; null where the cells are no board. */
function readBoard(text: string): Board | null {
  const cells = [...text];
  if (cells.length !== side * side) return null;
  const walls: number[] = [];
  const found = new Map<string, number[]>();
  for (const [at, label] of cells.entries()) {
    if (label === 'x') walls.push(at);
    else if (label !== 'o') found.set(label, [...(found.get(label) ?? []), at]);
  }
  const cars: Car[] = [];
  const places: number[] = [];
  for (const [, [first = 0, ...rest]] of [...found].sort(([a], [b]) => (a < b ? -1 : 1))) {
    const stride = (rest[0] ?? 0) - first;
    if (rest.length < 1 || rest.length > 2 || (stride !== 1 && stride !== side)) return null;
    if (rest.some((at, i) => at !== first + (i + 1) * stride)) return null;
    const [row, column] = [Math.floor(first / side), first % side];
    const isVertical = stride === side;
    cars.push({ isVertical, length: rest.length + 1, line: isVertical ? column : row });
    places.push(isVertical ? row : column);
  }
  const red = cars[0];
  if (!red || red.isVertical || red.line !== exitRow) return null;
  return { lot: { cars, walls }, places };
}

function draw(lot: Lot, places: readonly number[]): string {
  const cells = new Array<string>(side * side).fill('o');
  for (const wall of lot.walls) cells[wall] = 'x';
  for (const [car, { isVertical, length, line }] of lot.cars.entries()) {
    for (let k = 0; k < length; k++) {
      const at = (places[car] as number) + k;
      cells[isVertical ? at * side + line : line * side + at] = letter(car);
    }
  }
  return cells.join('');
}

interface Puzzle extends Board {
  readonly solution: readonly Slide[];
}

/** From a changed board if it still has a state far enough from the exit, else as it is stored. */
function drawPuzzle(rng: Rng, c: Config): Puzzle {
  const fitting = hardBoards.filter(({ moves }) => moves >= Math.max(c.min_moves, leastSpread));
  if (fitting.length === 0) {
    throw new RangeError(`Expected min_moves of at most ${hardest}, got ${c.min_moves}`);
  }
  const small = fitting.filter(({ states }) => states <= maxStates);
  for (let n = 0; n < maxDraws && small.length > 0; n++) {
    const { lot, places } = change(rng, readBoard(rng.choice(small).board) as Board);
    const space = explore(lot, places, maxStates);
    const puzzle = space && pick(rng, lot, space, c);
    if (puzzle) return puzzle;
  }
  const { board, states } = rng.choice(small.length > 0 ? small : fitting);
  const { lot, places } = readBoard(board) as Board;
  const space = explore(lot, places, states);
  const puzzle = space && pick(rng, lot, space, c);
  if (!puzzle) throw new Error('Expected the stored boards to be as hard as they say');
  return puzzle;
}

/** A random state; the larger of two random numbers of moves that occur. */
function pick(rng: Rng, lot: Lot, space: Space, c: Config): Puzzle | null {
  let most = 0;
  for (const moves of space.distance) if (moves > most) most = moves;
  most = Math.min(most, c.max_moves);
  if (most < Math.min(c.max_moves, Math.max(c.min_moves, leastSpread))) return null;
  const moves = Math.max(rng.randint(c.min_moves, most), rng.randint(c.min_moves, most));
  const states: number[] = [];
  for (const [state, d] of space.distance.entries()) if (d === moves) states.push(state);
  const state = rng.choice(states);
  return { lot, places: space.places(state), solution: space.solve(state) };
}

/** Takes some vehicles out, puts some in, sometimes a wall, and names the vehicles anew. */
function change(rng: Rng, { lot, places }: Board): Board {
  const order = [0, ...rng.sample([...lot.cars.keys()].slice(1), lot.cars.length - 1)];
  const kept = order.slice(0, order.length - rng.below(3));
  const cars = kept.map((car) => lot.cars[car] as Car);
  const at = kept.map((car) => places[car] as number);
  const walls = [...lot.walls];
  for (let n = rng.below(3) + order.length - kept.length; n > 0 && cars.length < maxCars; n--) {
    const car = {
      isVertical: rng.below(5) < 3,
      length: rng.below(3) === 0 ? 3 : 2,
      line: rng.below(side),
    };
    // Another car in the red one's row would never let it pass.
    if (!car.isVertical && car.line === exitRow) continue;
    const place = rng.below(side - car.length + 1);
    const taken = occupied({ cars, walls }, at);
    const cells = Array.from({ length: car.length }, (_, k) =>
      car.isVertical ? (place + k) * side + car.line : car.line * side + place + k,
    );
    if (cells.some((cell) => taken[cell] === 1)) continue;
    cars.push(car);
    at.push(place);
  }
  const wall = rng.below(side * side);
  const isFree = occupied({ cars, walls }, at)[wall] === 0 && Math.floor(wall / side) !== exitRow;
  if (isFree && rng.below(3) === 0) walls.push(wall);
  return { lot: { cars, walls }, places: at };
}
