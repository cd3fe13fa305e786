/** Tower of Hanoi with three pegs or more. */
import { z } from 'zod';
import { splitSpaces, strip } from '../../../text/python.ts';
import { graded, type Mark, malformed, right, wrong } from '../../mark.ts';
import { defineTask, ordered } from '../../task.ts';
import { unwrap } from '../../text/unwrap.ts';

const config = z
  .strictObject({
    min_disks: z.int().min(1).max(16).default(3),
    max_disks: z.int().min(1).max(16).default(7),
    min_pegs: z.int().min(3).max(10).default(3),
    max_pegs: z.int().min(3).max(10).default(4),
    visualize: z.boolean().default(false),
  })
  .superRefine(ordered(['min_disks', 'max_disks'], ['min_pegs', 'max_pegs']));

const metadata = z.looseObject({
  num_disks: z.int().min(1).max(64),
  num_pegs: z.int().min(3).max(64),
  start_peg: z.int().min(1),
  target_peg: z.int().min(1),
  solution_length: z.int().min(0),
});
type Metadata = z.infer<typeof metadata>;

interface Move {
  readonly disk: number;
  readonly from: number;
  readonly to: number;
}

export const towerOfHanoi = defineTask({
  name: 'tower_of_hanoi',
  category: 'games',
  summary: 'Move a tower of disks to another peg in as few moves as possible',
  answerFormat: 'one move a line: Move disk X from Peg Y to Peg Z',
  partial: 'at least half for a longer way, up to half for legal moves by the disks in place',
  config,
  metadata,
  maxAnswer: 4 << 20, // 16 disks on three pegs are 65,535 moves
  curriculum: [
    {
      kind: 'range',
      name: 'num_disks',
      fields: ['min_disks', 'max_disks'],
      levels: [3, 5, 10, 15],
    },
    { kind: 'range', name: 'num_pegs', fields: ['min_pegs', 'max_pegs'], levels: [3, 4, 5] },
  ],

  generate(rng, c) {
    const disks = rng.randint(c.min_disks, c.max_disks);
    const pegs = rng.randint(c.min_pegs, c.max_pegs);
    const all = Array.from({ length: pegs }, (_, i) => i + 1);
    const [start, target] = rng.sample(all, 2) as [number, number];
    const spare = all.filter((peg) => peg !== start && peg !== target);
    const moves: Move[] = [];
    transfer(moves, disks, 0, start, target, spare);
    const drawing = c.visualize ? `\n\n${draw(all, start, disks)}` : '';
    return {
      question: `There are ${pegs} pegs, numbered 1 to ${pegs}. A tower of ${disks} disks stands on peg ${start}: disk 1 is the smallest and lies on top, disk ${disks} is the largest. Move the whole tower to peg ${target}. Move one disk at a time, from the top of a peg to the top of another, and never put a disk on a smaller one.${drawing}\n\nUse as few moves as you can. Write one move a line and nothing else, in the form\nMove disk X from Peg Y to Peg Z`,
      answer: moves.map((m) => `Move disk ${m.disk} from Peg ${m.from} to Peg ${m.to}`).join('\n'),
      metadata: {
        num_disks: disks,
        num_pegs: pegs,
        start_peg: start,
        target_peg: target,
        auxiliary_pegs: spare,
        solution_length: moves.length,
      },
      difficulty: { num_disks: [c.min_disks, c.max_disks], num_pegs: [c.min_pegs, c.max_pegs] },
    };
  },

  score(answer, { entry, mode }) {
    return mode === 'compat' ? compat(answer, entry.metadata) : strict(answer, entry.metadata);
  },
});

/**
 * Full marks for the whole tower in no more moves than ours, at least half for a longer way. Legal
 * moves that do not finish earn up to a half by how much of the tower, from the largest disk up,
 * stands where it belongs.
 */
function strict(answer: string, m: Metadata): Mark {
  const pegs = setUp(m);
  let moves = 0;
  for (const line of unwrap(answer).split('\n')) {
    const text = line.trim();
    if (text === '') continue;
    const match =
      /^(?:\d{1,6}[.):] *|[-*] *)?move disk (\d{1,3}) from peg (\d{1,3}) to peg (\d{1,3})\.?$/i.exec(
        text,
      );
    if (!match) return malformed(`Expected "Move disk X from Peg Y to Peg Z" on line ${moves + 1}`);
    const [disk, from, to] = [Number(match[1]), Number(match[2]), Number(match[3])];
    moves++;
    if (from === to || !play(pegs, { disk, from, to })) return wrong(`Move ${moves} is not legal`);
  }
  const tower = pegs[m.target_peg] ?? [];
  let placed = 0;
  while (placed < tower.length && tower[placed] === m.num_disks - placed) placed++;
  if (placed < m.num_disks) {
    const message = `${placed} of ${m.num_disks} disks stand in place at the end`;
    return placed > 0 ? graded(placed / m.num_disks / 2, message) : wrong(message);
  }
  if (moves <= m.solution_length) return right;
  const message = `Solved in ${moves} moves, ${m.solution_length} are enough`;
  return graded((1 + m.solution_length / moves) / 2, message);
}

/** The reference: optimal/used moves when solved, 0.05 when legal but unsolved, else 0. */
function compat(answer: string, m: Metadata): Mark {
  if (answer === '') return graded(0);
  const pegs = setUp(m);
  let moves = 0;
  for (const line of strip(answer).split(pythonLines)) {
    const text = strip(line);
    if (text === '') continue;
    moves++;
    if (!/Move disk \d+ from Peg \d+ to Peg \d+/.test(text)) return graded(0);
    const words = splitSpaces(text);
    const numbers = [words[2], words[5], words[8]].map(integerOf);
    const [disk, from, to] = numbers;
    if (words.length !== 9 || disk == null || from == null || to == null) return graded(0);
    if (!play(pegs, { disk, from, to })) return graded(0);
  }
  if ((pegs[m.target_peg] ?? []).length !== m.num_disks) return graded(0.05);
  return graded(moves <= m.solution_length ? 1 : m.solution_length / moves);
}

const lineEnds = '\\n-\\r\\x1c-\\x1e\\x85\\u2028\\u2029';
/** Where str.splitlines() cuts. */
const pythonLines = new RegExp(`\\r\\n|[${lineEnds}]`);

/** Python's int() on a word. */
function integerOf(word = ''): number | null {
  return /^[+-]?\d+(?:_\d+)*$/.test(word) ? Number(word.replaceAll('_', '')) : null;
}

/** One list a peg, index 0 unused, the largest disk first. */
function setUp(m: Metadata): number[][] {
  const pegs: number[][] = Array.from({ length: m.num_pegs + 1 }, () => []);
  pegs[m.start_peg] = Array.from({ length: m.num_disks }, (_, i) => m.num_disks - i);
  return pegs;
}

/** Makes the move; false when it is not legal. */
function play(pegs: number[][], { disk, from, to }: Move): boolean {
  const source = from > 0 ? pegs[from] : undefined;
  const target = to > 0 ? pegs[to] : undefined;
  if (!source || !target || source.at(-1) !== disk || (target.at(-1) ?? disk) < disk) return false;
  source.pop();
  target.push(disk);
  return true;
}

/** The Frame–Stewart plan: `count` disks, the smallest of them above `base` smaller ones left alone. */
function transfer(
  moves: Move[],
  count: number,
  base: number,
  from: number,
  to: number,
  spare: readonly number[],
): void {
  if (count === 0) return;
  if (count === 1) {
    moves.push({ disk: base + 1, from, to });
    return;
  }
  const top = cheapestSplit(count, spare.length + 2);
  const [park, ...rest] = spare as [number, ...number[]];
  transfer(moves, top, base, from, park, [...rest, to]);
  transfer(moves, count - top, base + top, from, to, rest);
  transfer(moves, top, base, park, to, [...rest, from]);
}

/** How many disks to park so that the plan is shortest. */
function cheapestSplit(disks: number, pegs: number): number {
  if (pegs === 3) return disks - 1;
  let best = 1;
  for (let top = 2; top < disks; top++) {
    if (planLength(disks, pegs, top) < planLength(disks, pegs, best)) best = top;
  }
  return best;
}

const planLength = (disks: number, pegs: number, top: number) =>
  2 * shortestPlan(top, pegs) + shortestPlan(disks - top, pegs - 1);

const plans = new Map<number, number>();

/** The length of the Frame–Stewart plan. */
function shortestPlan(disks: number, pegs: number): number {
  if (disks <= 1) return disks;
  if (pegs === 3) return 2 ** disks - 1;
  const key = disks * 100 + pegs;
  const known = plans.get(key);
  if (known !== undefined) return known;
  let best = Number.POSITIVE_INFINITY;
  for (let top = 1; top < disks; top++) best = Math.min(best, planLength(disks, pegs, top));
  plans.set(key, best);
  return best;
}

function draw(pegs: readonly number[], start: number, disks: number): string {
  const tower = Array.from({ length: disks }, (_, i) => disks - i).join(' ');
  return pegs.map((peg) => `Peg ${peg}: ${peg === start ? tower : ''}`.trimEnd()).join('\n');
}
