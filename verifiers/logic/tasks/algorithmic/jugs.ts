/** Measure an amount of water with jugs. Every way that ends with the amount in a jug is right. */
import { z } from 'zod';
import { JsonError, parseJson } from '../../../json.ts';
import type { Rng } from '../../../random.ts';
import { splitSpaces } from '../../../text/python.ts';
import { graded, type Mark, malformed, right, wrong } from '../../mark.ts';
import { ints } from '../../row.ts';
import { defineTask } from '../../task.ts';
import { readNested } from '../../text/list.ts';

const config = z.strictObject({
  num_jugs: z.int().min(3).max(10).default(3),
  /** The least number of moves, where jugs can be found that need so many; it sets their size too. */
  difficulty: z.int().min(1).max(199).default(10),
});

const metadata = z.looseObject({
  puzzle: z.looseObject({
    jug_capacities: ints({ low: 1, least: 1, most: 100 }),
    target: z.int().min(0),
  }),
});
type Puzzle = z.infer<typeof metadata>['puzzle'];

interface Move {
  readonly kind: 'fill' | 'empty' | 'pour';
  readonly jug: number;
  /** Where to pour. */
  readonly into: number;
}

/** States that may be visited for one entry, and for one set of jugs. */
const searchSteps = 36_000;
const maxStates = 6_000;

export const jugs = defineTask({
  name: 'jugs',
  category: 'algorithmic',
  summary: 'Measure an amount of water with jugs',
  answerFormat: 'a JSON list of moves: "fill A", "empty A", "pour A->B"',
  config,
  metadata,
  curriculum: [
    { kind: 'scalar', name: 'num_jugs', field: 'num_jugs', levels: [3, 4, 5, 7] },
    { kind: 'scalar', name: 'difficulty', field: 'difficulty', levels: [5, 10, 15, 20] },
  ],

  generate(rng, c) {
    const { capacities, target, moves } = drawPuzzle(rng, c.num_jugs, c.difficulty);
    const list = capacities.map((size, i) => `${nameOf(i)}: ${size}`).join(', ');
    return {
      question: `You have ${capacities.length} empty jugs and a tap. The jugs hold so many litres:\n\n${list}\n\n"fill A" fills jug A to the brim, "empty A" pours it away, and "pour A->B" pours from A into B until A is empty or B is full. Find moves after which one of the jugs holds exactly ${target} ${target === 1 ? 'litre' : 'litres'}. Answer with a JSON list of the moves.`,
      answer: JSON.stringify(moves.map(show)),
      metadata: { puzzle: { jug_capacities: capacities, target, min_moves: moves.length } },
      difficulty: { num_jugs: c.num_jugs, difficulty: c.difficulty },
    };
  },

  score(answer, { entry, mode, budget }) {
    budget.spend(answer.length);
    const { puzzle } = entry.metadata;
    return mode === 'compat' ? compat(answer, puzzle) : strict(answer, puzzle);
  },
});

const nameOf = (jug: number) => String.fromCharCode(65 + jug);
const show = ({ kind, jug, into }: Move) =>
  `${kind} ${nameOf(jug)}${kind === 'pour' ? `->${nameOf(into)}` : ''}`;

function strict(answer: string, { jug_capacities: sizes, target }: Puzzle): Mark {
  const items = readNested(answer);
  if (!items || items.length === 0) return malformed('Expected a list of moves');
  const state = sizes.map(() => 0);
  for (const [i, item] of items.entries()) {
    const match =
      typeof item === 'string' && item.length < 80
        ? /^(?:\d{1,4}[.)] ?|[-*] )?(?:(fill|empty) (?:jug )?([a-z])|pour (?:jug )?([a-z]) ?(?:->|→|=>|-|to|into) ?(?:jug )?([a-z]))$/i.exec(
            item.replace(/\s+/g, ' '),
          )
        : null;
    if (!match) return malformed(`Expected fill, empty or pour as move ${i + 1}`);
    const letter = (match[2] ?? match[3] ?? '').toUpperCase();
    const jug = letter.charCodeAt(0) - 65;
    const into = match[4] === undefined ? jug : match[4].toUpperCase().charCodeAt(0) - 65;
    if (jug >= sizes.length || into >= sizes.length)
      return wrong(`There is no such jug in move ${i + 1}`);
    const kind = match[1] === undefined ? 'pour' : (match[1].toLowerCase() as 'fill' | 'empty');
    if (kind === 'pour' && jug === into) return wrong(`Move ${i + 1} pours a jug into itself`);
    play(state, sizes, { kind, jug, into });
  }
  return state.includes(target) ? right : wrong(`Expected ${target} litres in a jug at the end`);
}

/** The reference: 1 when the target is in a jug at the end, 0.01 when it is not, 0 for no moves at all. */
function compat(answer: string, { jug_capacities: sizes, target }: Puzzle): Mark {
  let value: unknown;
  try {
    value = parseJson(answer, { nonFinite: true });
  } catch (error) {
    if (!(error instanceof JsonError)) throw error;
    return graded(0);
  }
  const items: unknown[] | null = Array.isArray(value)
    ? value
    : typeof value === 'string'
      ? [...value]
      : typeof value === 'object' && value !== null
        ? Object.keys(value)
        : null;
  if (!items) return graded(0);
  const state = sizes.map(() => 0);
  const numberOf = (name: string | undefined) =>
    sizes.findIndex((_, i) => name === String.fromCharCode(65 + i));
  for (const item of items) {
    const [kind, name] = typeof item === 'string' ? splitSpaces(item) : [];
    if (name === undefined) return graded(0);
    if (kind === 'fill' || kind === 'empty') {
      const jug = numberOf(name);
      if (jug < 0) return graded(0);
      play(state, sizes, { kind, jug, into: jug });
    } else if (kind === 'pour') {
      const parts = name.split('->');
      const [jug, into] = [numberOf(parts[0]), numberOf(parts[1])];
      if (parts.length !== 2 || jug < 0 || into < 0) return graded(0);
      // A jug poured into itself gets what it gives.
      if (jug !== into) play(state, sizes, { kind, jug, into });
    } else return graded(0);
  }
  return graded(state.includes(target) ? 1 : 0.01);
}

function play(state: number[], sizes: readonly number[], { kind, jug, into }: Move): void {
  const size = sizes[jug] as number;
  if (kind !== 'pour') {
    state[jug] = kind === 'fill' ? size : 0;
    return;
  }
  const [from, to] = [state[jug] as number, state[into] as number];
  const amount = Math.min(from, (sizes[into] as number) - to);
  state[jug] = from - amount;
  state[into] = to + amount;
}

interface Drawn {
  readonly capacities: readonly number[];
  readonly target: number;
  readonly moves: readonly Move[];
}

/** The first jugs drawn that need enough moves, else those that need the most. */
function drawPuzzle(rng: Rng, count: number, difficulty: number): Drawn {
  let best: Drawn | undefined;
  for (let spent = 0; spent < searchSteps || !best; ) {
    // Larger than the reference's, or one way of pouring would solve many entries.
    const capacities = Array.from({ length: count }, () => rng.randint(3, 5 + 2 * difficulty));
    const found = explore(capacities);
    spent += found.visited;
    const enough = found.targets.filter(({ moves }) => moves >= difficulty);
    const hardest = found.targets.reduce((a, b) => (b.moves > a.moves ? b : a));
    const { target, state, moves } = enough.length > 0 ? rng.choice(enough) : hardest;
    if (!best || moves > best.moves.length) best = { capacities, target, moves: found.way(state) };
    if (enough.length > 0) break;
  }
  return best;
}

/** Breadth first over all states, or as many as allowed; targets with the first state that has them. */
function explore(sizes: readonly number[]) {
  const moves = allMoves(sizes.length);
  const numberOf = (state: readonly number[]) =>
    state.reduce((code, amount, i) => code * ((sizes[i] as number) + 1) + amount, 0);
  const start = sizes.map(() => 0);
  const queue: { state: number[]; from: number; move: Move | null; depth: number }[] = [
    { state: start, from: -1, move: null, depth: 0 },
  ];
  const seen = new Set([numberOf(start)]);
  const first = new Map<number, { target: number; state: number; moves: number }>();
  for (let at = 0; at < queue.length && at < maxStates; at++) {
    const { state, depth } = queue[at] as (typeof queue)[number];
    for (const target of state) {
      if (target > 0 && !first.has(target)) first.set(target, { target, state: at, moves: depth });
    }
    for (const move of moves) {
      const next = [...state];
      play(next, sizes, move);
      const code = numberOf(next);
      if (seen.has(code)) continue;
      seen.add(code);
      queue.push({ state: next, from: at, move, depth: depth + 1 });
    }
  }
  const way = (end: number): Move[] => {
    const made: Move[] = [];
    for (let at = end; queue[at]?.move; at = queue[at]?.from as number)
      made.push(queue[at]?.move as Move);
    return made.reverse();
  };
  return { targets: [...first.values()], visited: queue.length, way };
}

function allMoves(count: number): Move[] {
  const jugs = Array.from({ length: count }, (_, i) => i);
  return jugs.flatMap((jug): Move[] => [
    { kind: 'fill', jug, into: jug },
    { kind: 'empty', jug, into: jug },
    ...jugs.filter((into) => into !== jug).map((into): Move => ({ kind: 'pour', jug, into })),
  ]);
}
