/**
 * Agents, one in every square of a grid, hand coloured boxes to each other until every box is on a
 * target of its colour. An answer is a plan: a list of steps, each saying what some agents do.
 */
import { z } from 'zod';
import { JsonError, parseJson } from '../../../json.ts';
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
import { type Box, nameOf, type Place, planFor } from '../../search/boxes.ts';
import { defineTask, ordered } from '../../task.ts';
import { unwrap } from '../../text/unwrap.ts';

const config = z
  .strictObject({
    min_row_num: z.int().min(1).max(20).default(1),
    max_row_num: z.int().min(1).max(20).default(4),
    min_column_num: z.int().min(1).max(20).default(2),
    max_column_num: z.int().min(1).max(20).default(4),
    /** Of every colour. */
    min_box_num: z.int().min(1).max(20).default(1),
    max_box_num: z.int().min(1).max(20).default(1),
    colour_list: z
      .array(z.string().regex(/^\w{1,30}$/))
      .min(1)
      .max(20)
      .default(['red', 'blue', 'green']),
  })
  .superRefine(
    ordered(
      ['min_row_num', 'max_row_num'],
      ['min_column_num', 'max_column_num'],
      ['min_box_num', 'max_box_num'],
    ),
  );
type Config = z.infer<typeof config>;

const metadata = z.looseObject({
  initial_state: z.record(z.string().max(50), z.array(z.string().max(100)).max(1_000)),
});
/** What lies in every square: "box_red", "target_blue". Squares are named "0.5_1.5". */
type State = Map<string, string[]>;

const levels = [1, 2, 3, 4, 5, 6, 7, 8, 9];

export const boxnet = defineTask({
  name: 'boxnet',
  category: 'games',
  summary: 'Plan how agents bring all boxes to targets of their colour',
  answerFormat: 'a JSON list of steps, each an object from agents to actions',
  partial: 'half of the share of boxes on their targets for a legal plan',
  config,
  metadata,
  curriculum: [
    {
      kind: 'range',
      name: 'row_num',
      fields: ['min_row_num', 'max_row_num'],
      levels,
      interval: true,
    },
    {
      kind: 'range',
      name: 'column_num',
      fields: ['min_column_num', 'max_column_num'],
      levels,
      interval: true,
    },
    {
      kind: 'range',
      name: 'box_num',
      fields: ['min_box_num', 'max_box_num'],
      levels,
      interval: true,
    },
  ],

  generate(rng, c) {
    const { rows, columns, boxes } = drawBoxes(rng, c);
    const state: State = new Map();
    for (let r = 0; r < rows; r++) {
      for (let k = 0; k < columns; k++) state.set(nameOf([r, k]), []);
    }
    for (const { colour, at, target } of boxes) {
      state.get(nameOf(at))?.push(`box_${colour}`);
      state.get(nameOf(target))?.push(`target_${colour}`);
    }
    const lines = [...state].map(
      ([square, items]) =>
        `- square[${square.replace('_', ', ')}]: ${items.length > 0 ? items.join(', ') : 'empty'}`,
    );
    return {
      question: `A grid has ${rows} rows and ${columns} columns of squares. A square is named by its centre, square[row, column], so square[0.5, 1.5] is in the first row and the second column. In every square stands an agent, Agent[row, column], who can act only on boxes in its own square. In one step an agent may do one thing: move a box to a square next to its own (up, down, left or right), or put a box on a target of the same colour in its own square, after which box and target are gone. All agents of a step act at the same time, so a box can be moved only once in a step.\n\nAt the beginning:\n${lines.join('\n')}\n\nMake a plan that brings every box to a target of its colour. Answer with a JSON list of steps; each step is an object from agents to actions and names only the agents that act, for example\n[{"Agent[0.5, 0.5]": "move(box_red, square[0.5, 1.5])"}, {"Agent[0.5, 1.5]": "move(box_red, target_red)"}]`,
      answer: JSON.stringify(planFor(boxes)),
      metadata: {
        row_num: rows,
        column_num: columns,
        initial_state: Object.fromEntries(state),
      },
      difficulty: {
        row_num: [c.min_row_num, c.max_row_num],
        column_num: [c.min_column_num, c.max_column_num],
        box_num: [c.min_box_num, c.max_box_num],
      },
    };
  },

  score(answer, { entry, mode }) {
    const state: State = new Map(
      Object.entries(entry.metadata.initial_state).map(([square, items]) => [square, [...items]]),
    );
    const total = countBoxes(state);
    if (total === 0) return faultyEntry('Expected boxes');
    return mode === 'compat' ? compat(answer, state, total) : strict(answer, state, total);
  },
});

function countBoxes(state: State): number {
  let count = 0;
  for (const items of state.values()) count += items.filter((i) => i.startsWith('box_')).length;
  return count;
}

/** Full marks when every box is gone; for some of them, half of the share. */
function strict(answer: string, state: State, total: number): Outcome {
  const plan = readPlan(unwrap(answer));
  if (!plan) return malformed('Expected a JSON list of steps, objects from agents to actions');
  for (const [n, step] of plan.entries()) {
    const problem = act(state, step);
    if (problem) return wrong(`Step ${n + 1}: ${problem}`);
  }
  const left = countBoxes(state);
  if (left === 0) return right;
  if (left === total) return wrong('Expected boxes on targets');
  return graded((total - left) / total / 2, `${total - left} of ${total} boxes are on targets`);
}

interface Action {
  readonly square: string;
  readonly box: string;
  /** A square or a target. */
  readonly to: string;
}

const agentForm = /^\s*agent\s*\[\s*(\d{1,3}\.5)\s*,\s*(\d{1,3}\.5)\s*\]\s*$/i;
const actionForm =
  /^\s*move\s*\(\s*(box_\w{1,60})\s*,\s*(?:square\s*\[\s*(\d{1,3}\.5)\s*,\s*(\d{1,3}\.5)\s*\]|(target_\w{1,60}))\s*\)\s*$/;

function readPlan(text: string): Action[][] | null {
  const value = json(text);
  const steps = Array.isArray(value) ? value : [value];
  const plan: Action[][] = [];
  for (const step of steps) {
    if (typeof step !== 'object' || step === null || Array.isArray(step)) return null;
    const actions: Action[] = [];
    for (const [agent, action] of Object.entries(step)) {
      const who = agentForm.exec(agent);
      const what = typeof action === 'string' ? actionForm.exec(action) : null;
      if (!who || !what) return null;
      const [, box = '', row, column, target] = what;
      const square = `${Number(who[1])}_${Number(who[2])}`;
      actions.push({ square, box, to: target ?? `${Number(row)}_${Number(column)}` });
    }
    plan.push(actions);
  }
  return plan;
}

function json(text: string): unknown {
  try {
    return parseJson(text, { nonFinite: true });
  } catch (error) {
    if (!(error instanceof JsonError)) throw error;
    return undefined;
  }
}

/** Makes the actions at the same time; says what is not allowed. */
function act(state: State, actions: readonly Action[]): string | null {
  const busy = new Set<string>();
  const arriving: (readonly [string[], string])[] = [];
  for (const { square, box, to } of actions) {
    const here = state.get(square);
    if (!here || busy.has(square)) return `Expected one action of an agent at ${square}`;
    busy.add(square);
    if (!remove(here, box)) return `Expected ${box} in ${square}`;
    if (to.startsWith('target_')) {
      const matches = to.slice(7) === box.slice(4) && remove(here, to);
      if (!matches) return `Expected a target of the colour of ${box} in ${square}`;
      continue;
    }
    const there = state.get(to);
    if (!there || !areNeighbours(square, to)) return `Expected a square next to ${square}`;
    arriving.push([there, box]);
  }
  for (const [there, box] of arriving) there.push(box);
  return null;
}

function remove(items: string[], item: string): boolean {
  const at = items.indexOf(item);
  if (at < 0) return false;
  items.splice(at, 1);
  return true;
}

function areNeighbours(a: string, b: string): boolean {
  const [[r1 = 0, c1 = 0], [r2 = 0, c2 = 0]] = [a.split('_').map(Number), b.split('_').map(Number)];
  return Math.abs(r1 - r2) + Math.abs(c1 - c2) === 1;
}

/**
 * The reference: the share of boxes gone, at least 0.05 for any plan it can play. Actions of a step
 * follow each other, unknown ones are passed over; 0 where it raises.
 */
function compat(answer: string, state: State, total: number): Mark {
  const plan = json(answer);
  if (plan === undefined) return graded(0);
  const isEmpty =
    plan === '' || (isObject(plan) && !Array.isArray(plan) && Object.keys(plan).length === 0);
  if (!Array.isArray(plan) && !isEmpty) return graded(0);
  for (const step of Array.isArray(plan) ? plan : []) {
    if (!isObject(step) || Array.isArray(step) || !playLoosely(state, step)) return graded(0);
  }
  return graded(Math.max(0.05, (total - countBoxes(state)) / total));
}

function isObject(value: unknown): value is object {
  return typeof value === 'object' && value !== null;
}

/** False where the reference raises. */
function playLoosely(state: State, step: object): boolean {
  const moves = new Map<string, { at: number[]; box: string; to: string }>();
  for (const [agent, action] of Object.entries(step)) {
    if (typeof action !== 'string') return false;
    const match = /^move\(([^\n]*?),\s([^\n]*?)\)/.exec(action);
    if (!match) continue;
    const at = numbersOf(agent);
    moves.set(at.join('_'), { at, box: match[1] ?? '', to: match[2] ?? '' });
  }
  for (const { at, box, to } of moves.values()) {
    if (at.length < 2) return false;
    const here = state.get(squareOf(at));
    if (!here?.includes(box)) continue;
    if (!to.includes('square')) {
      const fits =
        to.startsWith('target_') && box.startsWith('box_') && to.slice(7) === box.slice(4);
      if (!fits || !here.includes(to)) continue;
      remove(here, box);
      remove(here, to);
      continue;
    }
    const goal = numbersOf(to);
    if (goal.length === 0) return false;
    const [down, across] = [0, 1].map((i) => Math.abs((at[i] ?? 0) - (goal[i] ?? Number.NaN)));
    if (goal.length < 2 && (down === 0 || down === 1)) return false;
    if (!((down === 0 && across === 1) || (down === 1 && across === 0))) continue;
    const there = state.get(squareOf(goal));
    if (!there) return false;
    remove(here, box);
    there.push(box);
  }
  return true;
}

function numbersOf(text: string): number[] {
  return (text.match(/\d+\.?\d*/g) ?? []).map(Number);
}

/** As Python writes floats. */
function squareOf([row = 0, column = 0]: readonly number[]): string {
  const write = (n: number) => (Number.isInteger(n) ? `${n}.0` : String(n));
  return `${write(row)}_${write(column)}`;
}

/** Boxes and targets anywhere, but not every box on its target from the beginning. */
function drawBoxes(rng: Rng, c: Config) {
  let rows = rng.randint(c.min_row_num, c.max_row_num);
  let columns = rng.randint(c.min_column_num, c.max_column_num);
  // A single square leaves nothing to plan.
  if (rows * columns === 1) [rows, columns] = [c.max_row_num, Math.max(2, c.max_column_num)];
  const place = (): Place => [rng.below(rows), rng.below(columns)];
  const boxes: Box[] = [];
  for (const colour of c.colour_list) {
    const count = rng.randint(c.min_box_num, c.max_box_num);
    for (let n = 0; n < count; n++) boxes.push({ colour, at: place(), target: place() });
  }
  if (boxes.every(({ at, target }) => nameOf(at) === nameOf(target))) {
    const box = boxes[0] as Box;
    const all = Array.from(
      { length: rows * columns },
      (_, i): Place => [Math.floor(i / columns), i % columns],
    );
    const others = all.filter((other) => nameOf(other) !== nameOf(box.at));
    boxes[0] = { ...box, target: rng.choice(others) };
  }
  return { rows, columns, boxes };
}
