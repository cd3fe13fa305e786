/** Press buttons, some of which work in one colour of a light only, to reach a number. */
import { z } from 'zod';
import type { Rng } from '../../../random.ts';
import { faultyEntry, graded, malformed, right, wrong } from '../../mark.ts';
import { defineTask, perEntry } from '../../task.ts';
import { unwrap } from '../../text/unwrap.ts';

const config = z.strictObject({ difficulty: z.int().min(1).max(10).default(10) });

const Button = z.object({
  name: z.string().regex(/^[A-Za-z]$/),
  type: z.enum(['add', 'subtract', 'multiply']),
  value: z.int().min(-1_000_000).max(1_000_000),
  active_state: z.enum(['any', 'red', 'green']),
});
type Button = z.infer<typeof Button>;
type Light = 'red' | 'green';

const Lock = z.looseObject({
  solution_path: z.array(z.string()).min(1),
  target_value: z.int(),
  buttons: z.array(Button).min(1).max(26),
  initial_state: z.enum(['red', 'green']),
  initial_value: z.int(),
});
type Lock = z.infer<typeof Lock>;

const buttonsOf = perEntry(
  (lock: Lock) => new Map(lock.buttons.map((button) => [button.name.toUpperCase(), button])),
);

export const quantumLock = defineTask({
  name: 'quantum_lock',
  category: 'graphs',
  summary: 'Press buttons that depend on a light to reach a number in the fewest presses',
  answerFormat: 'the buttons in order, as in A → B → C',
  partial: 'up to half for a longer way that arrives',
  config,
  metadata: Lock,
  curriculum: [
    {
      kind: 'scalar',
      name: 'difficulty',
      field: 'difficulty',
      levels: [1, 2, 3, 4, 5, 6, 7, 8, 9, 10],
    },
  ],

  generate(rng, c) {
    const level = rng.randint(1, c.difficulty);
    const { buttons, path, target } = draw(rng, level);
    const list = buttons.map(
      ({ name, type, value, active_state: state }) =>
        `${name}: ${says[type]} ${value}${state === 'any' ? '' : ` (only while the light is ${state})`}`,
    );
    return {
      question: `A lock shows the number 0 and a red light. Every press of a button changes the number as the button says and switches the light, from red to green or from green to red. A button that does not work in the present light cannot be pressed.\n\n${list.join('\n')}\n\nReach the number ${target} with as few presses as possible. Answer with the buttons in order, separated by arrows, for example A → B → C.`,
      answer: path.join(' → '),
      metadata: {
        solution_path: path,
        target_value: target,
        buttons,
        initial_state: 'red',
        initial_value: 0,
      },
      difficulty: { difficulty: level },
    };
  },

  score(answer, { entry, mode, budget }) {
    budget.spend(answer.length);
    const lock = entry.metadata;
    const known = buttonsOf(lock);
    if (mode === 'compat') {
      const letters = (text: string) => text.toUpperCase().match(/[A-C]/g) ?? [];
      const [got, wanted] = [letters(answer), letters(entry.answer ?? '')];
      if (got.join('') === wanted.join('')) return right;
      if (press(lock, known, got, true) !== lock.target_value) return graded(0);
      return graded(got.length === wanted.length ? 1 : 0.5);
    }
    const fewest = lock.solution_path.length;
    if (press(lock, known, lock.solution_path, false) !== lock.target_value) {
      return faultyEntry('The solution does not reach the target');
    }
    const got = readPresses(answer);
    if (!got?.every((name) => known.has(name))) return malformed('Expected names of buttons');
    const end = press(lock, known, got, false);
    if (end === null) return wrong('Expected buttons that work when they are pressed');
    if (end !== lock.target_value) return wrong(`Expected ${lock.target_value}, reached ${end}`);
    if (got.length <= fewest) return right;
    return graded(fewest / got.length / 2, `Arrived in ${got.length}, ${fewest} are enough`);
  },
});

const says = { add: 'add', subtract: 'subtract', multiply: 'multiply by' } as const;

function readPresses(answer: string): string[] | null {
  const text = unwrap(answer)
    .replace(/\\(?:right|to)[a-z]{0,8}/g, ' ')
    .toUpperCase();
  const names = text.split(/(?:[\s,;|>"'`[\]()→⇒➜-])+/).filter((name) => name !== '');
  const letters = names.length === 1 ? [...(names[0] as string)] : names;
  return letters.every((name) => /^[A-Z]$/.test(name)) ? letters : null;
}

/** Beyond this nothing that is pressed leads back to a target. */
const far = 2 ** 50;

/**
 * The number at the end; null when a button does not work. `skip`: such a press, or one of an
 * unknown button, leaves everything as it is, which is how the reference has it.
 */
function press(
  lock: Lock,
  known: ReadonlyMap<string, Button>,
  names: readonly string[],
  skip: boolean,
): number | null {
  let value = lock.initial_value;
  let light: Light = lock.initial_state;
  for (const name of names) {
    const button = known.get(name.toUpperCase());
    if (!button || (button.active_state !== 'any' && button.active_state !== light)) {
      if (skip) continue;
      return null;
    }
    const next = apply(button, value);
    // once out of reach only a multiplication by 0 leads back
    value = Math.abs(value) > far && next !== 0 ? value : next;
    light = light === 'red' ? 'green' : 'red';
  }
  return value;
}

function apply({ type, value: by }: Button, value: number): number {
  if (type === 'add') return value + by;
  return type === 'subtract' ? value - by : value * by;
}

const maxDraws = 40;
/** Values are searched up to here: from beyond, the few presses left could not lead to a target. */
const highest = 160;
const highestTarget = 110;

/** Three buttons and a target that needs so many presses. */
function draw(rng: Rng, level: number) {
  const presses = 4 + Math.floor(level / 2) + rng.below(2);
  for (let n = 0; n < maxDraws; n++) {
    const buttons = drawButtons(rng, level);
    const ways = search(buttons, presses);
    const targets = [...ways].filter(
      ([value, path]) => path.length === presses && value > 0 && value <= highestTarget,
    );
    if (targets.length === 0) continue;
    const [target, path] = rng.choice(targets);
    return { buttons, path: [...path], target };
  }
  const buttons: Button[] = [
    { name: 'A', type: 'add', value: 2, active_state: 'any' },
    { name: 'B', type: 'add', value: 1, active_state: 'red' },
    { name: 'C', type: 'multiply', value: 2, active_state: 'green' },
  ];
  const [target, path] = [...search(buttons, 4)].find(([, way]) => way.length === 4) as [
    number,
    string,
  ];
  return { buttons, path: [...path], target };
}

function drawButtons(rng: Rng, level: number): Button[] {
  const small = level >= 5 ? [2, 3] : [1, 2];
  const sizes = { add: small, subtract: small, multiply: level >= 7 ? [2, 3] : [2] };
  const buttons = new Map<string, Button>();
  while (buttons.size < 3) {
    const type = rng.choice(['add', 'subtract', 'multiply'] as const);
    const value = rng.choice(sizes[type]);
    // any: 4, green: 2, red: 1 of 7, as in the reference
    const active_state = rng.choice(['any', 'any', 'any', 'any', 'green', 'green', 'red'] as const);
    const name = 'ABC'.charAt(buttons.size);
    const key = `${type} ${value} ${active_state}`;
    if (!buttons.has(key)) buttons.set(key, { name, type, value, active_state });
  }
  return [...buttons.values()];
}

/** Breadth first: a shortest way, as a row of names, to every value within so many presses. */
function search(buttons: readonly Button[], presses: number): Map<number, string> {
  const ways = new Map<number, string>([[0, '']]);
  const seen = new Set<string>(['0 red']);
  let wave: (readonly [value: number, path: string])[] = [[0, '']];
  let light: Light = 'red';
  for (let depth = 0; depth < presses; depth++) {
    const next: (readonly [number, string])[] = [];
    const after: Light = light === 'red' ? 'green' : 'red';
    for (const [value, path] of wave) {
      for (const button of buttons) {
        if (button.active_state !== 'any' && button.active_state !== light) continue;
        const made = apply(button, value);
        const key = `${made} ${after}`;
        if (Math.abs(made) > highest || seen.has(key)) continue;
        seen.add(key);
        const way = path + button.name;
        next.push([made, way]);
        if (!ways.has(made)) ways.set(made, way);
      }
    }
    wave = next;
    light = after;
  }
  return ways;
}
