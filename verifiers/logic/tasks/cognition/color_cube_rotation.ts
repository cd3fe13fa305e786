/**
 * Follow the colours of a cube's sides through a series of turns.
 *
 * "The bottom is turned to the top" can be done in two ways; ours says which.
 */
import { z } from 'zod';
import { strip } from '../../../text/python.ts';
import { faultyEntry, graded, malformed, right, wrong } from '../../mark.ts';
import { defineTask, ordered } from '../../task.ts';
import { unwrap } from '../../text/unwrap.ts';

const config = z
  .strictObject({
    min_rotations: z.int().min(1).max(1_000).default(1),
    max_rotations: z.int().min(1).max(1_000).default(3),
  })
  .superRefine(ordered(['min_rotations', 'max_rotations']));

const sides = ['top', 'right', 'front', 'left', 'back', 'bottom'] as const;
type Side = (typeof sides)[number];
type Colours = Readonly<Record<Side, string>>;

const metadata = z.looseObject({
  initial_state: z.record(z.enum(sides), z.string()).optional(),
  rotations: z.array(z.string()).max(10_000).optional(),
  target_side: z.string().optional(),
});

const colours = [
  'red', 'green', 'blue', 'yellow', 'white', 'black', 'orange', 'purple', 'pink', 'brown', 'grey',
  'turquoise', 'crimson', 'gold', 'silver', 'ivory', 'lilac', 'maroon', 'olive', 'beige',
]; // biome-ignore format: a list

const turns = [
  'Tip the cube over so that its {} side comes to the top.',
  'Then turn it until the side that was at the {} is on top.',
  'Next, roll it so that the {} side ends up on top.',
  'After that, bring the {} side to the top.',
];
const overturn = 'Tip the cube over forwards twice, so that its bottom side comes to the top.';

export const colorCubeRotation = defineTask({
  name: 'color_cube_rotation',
  category: 'cognition',
  summary: 'Follow the colours of a cube through a series of turns',
  answerFormat: 'one colour',
  config,
  metadata,
  curriculum: [
    {
      kind: 'range',
      name: 'rotations',
      fields: ['min_rotations', 'max_rotations'],
      levels: [1, 5, 10, 50, 100],
      interval: true,
    },
  ],

  generate(rng, c) {
    const drawn = rng.sample(colours, sides.length);
    const start = Object.fromEntries(sides.map((side, i) => [side, drawn[i]])) as Colours;
    const count = rng.randint(c.min_rotations, c.max_rotations);
    const rotations = Array.from({ length: count }, () => rng.choice(sides.slice(1)));
    const target = rng.choice(sides);
    const steps = rotations.map((side, i) =>
      side === 'bottom'
        ? overturn
        : (i === 0 ? (turns[0] as string) : rng.choice(turns)).replace('{}', side),
    );
    return {
      question: `A cube stands before you. Its sides are coloured: ${sides.map((s) => `${s} ${start[s]}`).join(', ')}.\n${steps.join('\n')}\nWhich colour is the ${target} side now? Answer with the colour alone.`,
      answer: rotations.reduce(turn, start)[target],
      metadata: { initial_state: start, rotations, target_side: target, num_rotations: count },
      difficulty: { rotations: [c.min_rotations, c.max_rotations] },
    };
  },

  score(answer, { entry, mode, budget }) {
    const oracle = strip(entry.answer ?? '').toLowerCase();
    if (mode === 'compat') return graded(strip(answer).toLowerCase() === oracle ? 1 : 0.01);
    const { initial_state: start, rotations, target_side: target } = entry.metadata;
    if (start && rotations && isSide(target) && rotations.every(isSide)) {
      budget.spend(rotations.length * 6);
      const colour = rotations.reduce(turn, start as Colours)[target];
      if (colour !== undefined && colour.toLowerCase() !== oracle) {
        return faultyEntry(`Expected ${colour} by the entry's own turns, got ${oracle}`);
      }
    }
    const given = spelling(unwrap(answer));
    if (!/^[a-z][a-z -]*$/.test(given)) return malformed('Expected one colour');
    return given === spelling(oracle) ? right : wrong('Expected another colour');
  },
});

const isSide = (name: unknown): name is Side => sides.includes(name as Side);

const spelling = (colour: string) => colour.toLowerCase().replaceAll('gray', 'grey');

/** The sides that take turns, in the order in which the first comes to the top. */
const cycles: Readonly<Record<Side, readonly Side[]>> = {
  top: [],
  front: ['front', 'top', 'back', 'bottom'],
  back: ['back', 'top', 'front', 'bottom'],
  right: ['right', 'top', 'left', 'bottom'],
  left: ['left', 'top', 'right', 'bottom'],
  bottom: ['front', 'top', 'back', 'bottom'],
};

/** The cube after `side` came to the top; what lies on the axis stays. */
function turn(before: Colours, side: Side): Colours {
  const cycle = cycles[side];
  const steps = side === 'bottom' ? 2 : 1;
  const after: Record<Side, string> = { ...before };
  for (const [i, from] of cycle.entries()) {
    after[cycle[(i + steps) % cycle.length] as Side] = before[from];
  }
  return after;
}
