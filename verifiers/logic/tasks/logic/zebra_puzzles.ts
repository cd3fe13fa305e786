/** Who lives where: a row of houses, clues about their owners, one solution. */
import { z } from 'zod';
import { type Budget, createBudget, StepLimitError } from '../../../budget.ts';
import type { Rng } from '../../../random.ts';
import { graded, malformed, right, wrong } from '../../mark.ts';
import { type Clue, solveHouses } from '../../search/houses.ts';
import { defineTask } from '../../task.ts';
import { unwrap } from '../../text/unwrap.ts';
import { firstNames } from '../../words/names.ts';

const config = z.strictObject({
  num_people: z.int().min(2).max(7).default(4),
  /** Attributes of a person, the name included. */
  num_characteristics: z.int().min(2).max(7).default(4),
});

const metadata = z.looseObject({});

interface Attribute {
  readonly name: string;
  readonly intro: string;
  /** How a clue names the person with a value. */
  readonly person: string;
  readonly values: readonly string[];
}

const nameAttribute: Attribute = {
  name: 'name',
  intro: 'Everyone has a different name',
  person: '{}',
  values: firstNames,
};

const attributes: readonly Attribute[] = [
  {
    name: 'colour',
    intro: 'Every house is painted in a different colour',
    person: 'the owner of the {} house',
    values: ['red', 'blue', 'green', 'yellow', 'white', 'black', 'orange', 'grey'],
  },
  {
    name: 'pet',
    intro: 'Everyone keeps a different pet',
    person: 'the keeper of the {}',
    values: ['dog', 'cat', 'parrot', 'rabbit', 'horse', 'turtle', 'hamster', 'goldfish'],
  },
  {
    name: 'drink',
    intro: 'Everyone has a different favourite drink',
    person: 'the person who drinks {}',
    values: ['tea', 'coffee', 'milk', 'water', 'lemonade', 'cocoa', 'cider', 'juice'],
  },
  {
    name: 'job',
    intro: 'Everyone has a different job',
    person: 'the {}',
    values: ['baker', 'teacher', 'pilot', 'doctor', 'farmer', 'painter', 'lawyer', 'plumber'],
  },
  {
    name: 'instrument',
    intro: 'Everyone plays a different instrument',
    person: 'the person who plays the {}',
    values: ['piano', 'violin', 'flute', 'guitar', 'cello', 'harp', 'drums', 'trumpet'],
  },
  {
    name: 'sport',
    intro: 'Everyone enjoys a different sport',
    person: 'the person who enjoys {}',
    values: ['tennis', 'chess', 'rowing', 'fencing', 'skiing', 'archery', 'judo', 'golf'],
  },
  {
    name: 'fruit',
    intro: 'Everyone has a different favourite fruit',
    person: 'the person whose favourite fruit is the {}',
    values: ['apple', 'pear', 'plum', 'cherry', 'mango', 'grape', 'lemon', 'fig'],
  },
];

const ordinals = ['first', 'second', 'third', 'fourth', 'fifth', 'sixth', 'seventh'];
/** A check that costs more than this counts as "more than one solution". */
const checkSteps = 60_000;

export const zebraPuzzles = defineTask({
  name: 'zebra_puzzles',
  category: 'logic',
  summary: 'Find who lives in a house from clues about all of them',
  answerFormat: 'one name',
  config,
  metadata,
  curriculum: [
    { kind: 'scalar', name: 'num_people', field: 'num_people', levels: [2, 3, 4, 5, 6, 7] },
    {
      kind: 'scalar',
      name: 'num_characteristics',
      field: 'num_characteristics',
      levels: [2, 3, 4, 5, 6, 7],
    },
  ],

  generate(rng, { num_people: houses, num_characteristics: count }) {
    const used = [nameAttribute, ...rng.sample(attributes, count - 1)];
    const values = used.map((attribute) => rng.sample(attribute.values, houses));
    // place[v] is the house of value v, the values numbered attribute by attribute.
    const place = used.flatMap(() => rng.sample(range(houses), houses));
    const clues = drawClues(rng, houses, count, place);
    const label = (v: number) => {
      const attribute = used[Math.floor(v / houses)] as Attribute;
      return attribute.person.replace('{}', values[Math.floor(v / houses)]?.[v % houses] as string);
    };
    const asked = rng.below(houses);
    const answer = values[0]?.[place.indexOf(asked)] as string;
    const lines = used.map(
      (a, i) => `- ${a.intro}: ${[...(values[i] as string[])].sort().join(', ')}.`,
    );
    const texts = clues.map((clue) => sentence(clue, label));
    return {
      question: `${houses} houses stand in a row, numbered 1 to ${houses} from left to right. One person lives in each.\n${lines.join('\n')}\n\nClues:\n${texts.map((t, i) => `${i + 1}. ${t}`).join('\n')}\n\nWhat is the name of the person in house ${asked + 1}? Answer with the name alone.`,
      answer,
      metadata: {
        puzzle: { houses, attributes: used.map((a, i) => ({ name: a.name, values: values[i] })) },
        clues: texts,
        solution: used.map((_, i) =>
          range(houses).map(
            (h) => values[i]?.[place.slice(i * houses, (i + 1) * houses).indexOf(h)],
          ),
        ),
      },
      difficulty: { num_people: houses, num_characteristics: count },
    };
  },

  score(answer, { entry, mode }) {
    const oracle = entry.answer ?? '';
    if (mode === 'compat') return graded(flat(answer) === flat(oracle) ? 1 : 0);
    const given = unwrap(answer).toLowerCase();
    if (!/^[\p{L}\p{M}' -]{1,100}$/u.test(given)) return malformed('Expected one name');
    return given === unwrap(oracle).toLowerCase() ? right : wrong('Expected another name');
  },
});

function flat(text: string): string {
  return text.toLowerCase().replaceAll('\n', '');
}

/** Clues with one solution of which none can be left out. */
function drawClues(rng: Rng, houses: number, count: number, place: readonly number[]): Clue[] {
  const pool = trueClues(rng, houses, place);
  const isUnique = (clues: readonly Clue[]) => countSolutions(houses, count, clues) === 1;
  // The shortest beginning of the pool that is enough; the whole pool is.
  let [low, high] = [1, pool.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (isUnique(pool.slice(0, middle))) high = middle;
    else low = middle + 1;
  }
  const clues = pool.slice(0, high);
  for (let i = clues.length - 1; i >= 0 && clues.length > 1; i--) {
    const rest = clues.filter((_, k) => k !== i);
    if (isUnique(rest)) clues.splice(i, 1);
  }
  rng.shuffle(clues);
  return clues;
}

function countSolutions(houses: number, count: number, clues: readonly Clue[]): number {
  const budget: Budget = createBudget(checkSteps);
  try {
    return solveHouses(houses, count, clues, 2, budget).length;
  } catch (error) {
    if (error instanceof StepLimitError) return 2;
    throw error;
  }
}

/** Everything that can be said, shuffled; plain places last, since they give most away. */
function trueClues(rng: Rng, houses: number, place: readonly number[]): Clue[] {
  const relations: Clue[] = [];
  const places: Clue[] = [];
  place.forEach((at, a) => {
    // Names stay unplaced: a clue that says who lives where would answer the question.
    if (a >= houses) places.push({ kind: 'at', a, house: at });
    place.forEach((to, b) => {
      if (a < b && at === to) relations.push({ kind: 'same', a, b });
      if (to === at + 1 && Math.floor(a / houses) !== Math.floor(b / houses)) {
        relations.push({ kind: rng.below(2) === 0 ? 'next' : 'beside', a, b });
      }
      if (to > at + 1 && rng.below(4) === 0) relations.push({ kind: 'before', a, b });
    });
  });
  rng.shuffle(relations);
  rng.shuffle(places);
  // One place early on: without any, mirror images often remain.
  return [...places.splice(0, 1), ...relations, ...places];
}

function sentence(clue: Clue, label: (value: number) => string): string {
  const a = label(clue.a);
  const subject = a.charAt(0).toUpperCase() + a.slice(1);
  if (clue.kind === 'at') return `${subject} lives in the ${ordinals[clue.house]} house.`;
  const b = label(clue.b);
  switch (clue.kind) {
    case 'same':
      return `${subject} is ${b}.`;
    case 'next':
      return `${subject} lives directly left of ${b}.`;
    case 'beside':
      return `${subject} lives next to ${b}.`;
    case 'before':
      return `${subject} lives somewhere left of ${b}.`;
  }
}

function range(count: number): number[] {
  return Array.from({ length: count }, (_, i) => i);
}
