/** The zebra puzzle asked in full: who lives where with what, house by house. */
import { z } from 'zod';
import { createBudget, StepLimitError } from '../../../budget.ts';
import type { Rng } from '../../../random.ts';
import { faultyEntry, malformed, right, wrong } from '../../mark.ts';
import { type AnyClue, isTrue, solveHouses } from '../../search/houses.ts';
import { defineTask, ordered, perEntry } from '../../task.ts';
import { unwrap } from '../../text/unwrap.ts';
import { firstNames } from '../../words/names.ts';

const config = z
  .strictObject({
    min_houses: z.int().min(3).max(6).default(3),
    max_houses: z.int().min(3).max(6).default(5),
    /** Categories of attributes, the name included. */
    min_categories: z.int().min(2).max(6).default(3),
    max_categories: z.int().min(2).max(6).default(4),
    /** Clues beside those of which none can be left out. */
    extra_clues: z.int().min(0).max(10).default(0),
  })
  .superRefine(ordered(['min_houses', 'max_houses'], ['min_categories', 'max_categories']));

/** A value by its number: category × houses + place in the list of its category. */
const value = z.int().min(0).max(99);
const house = z.int().min(0).max(9);
const clue = z.discriminatedUnion('kind', [
  z.object({ kind: z.enum(['at', 'not_at']), a: value, house }),
  z.object({ kind: z.enum(['same', 'differ', 'next', 'beside', 'before']), a: value, b: value }),
  z.object({ kind: z.literal('between'), a: value, b: value, c: value }),
]);
const words = z.array(z.string().min(1).max(40)).min(2).max(10);
const metadata = z.looseObject({
  categories: z
    .array(z.looseObject({ name: z.string(), values: words }))
    .min(1)
    .max(10),
  clues: z.array(clue).max(300),
  /** House by house, the values in the order of the categories. */
  solution: z.array(z.array(z.string()).max(10)).min(2).max(10),
});

interface Category {
  readonly name: string;
  /** How a clue names the person with a value. */
  readonly person: string;
  readonly values: readonly string[];
}

const names: Category = { name: 'name', person: '{}', values: firstNames };
// No word is in two categories: a line of the answer needs no order.
const categories: readonly Category[] = [
  {
    name: 'house colour',
    person: 'the owner of the {} house',
    values: ['red', 'blue', 'green', 'yellow', 'white', 'black', 'grey', 'brown'],
  },
  {
    name: 'animal',
    person: 'the keeper of the {}',
    values: ['dog', 'cat', 'parrot', 'rabbit', 'pony', 'turtle', 'canary', 'zebra'],
  },
  {
    name: 'drink',
    person: 'the person who drinks {}',
    values: ['tea', 'coffee', 'milk', 'water', 'cocoa', 'cider', 'juice', 'wine'],
  },
  {
    name: 'trade',
    person: 'the {}',
    values: ['baker', 'teacher', 'pilot', 'doctor', 'farmer', 'tailor', 'lawyer', 'joiner'],
  },
  {
    name: 'hobby',
    person: 'the person whose hobby is {}',
    values: ['chess', 'rowing', 'fencing', 'skiing', 'archery', 'pottery', 'singing', 'knitting'],
  },
  {
    name: 'tree',
    person: 'the person with the {} in the garden',
    values: ['oak', 'beech', 'lime', 'willow', 'birch', 'cedar', 'maple', 'elm'],
  },
  {
    name: 'vehicle',
    person: 'the person with the {}',
    values: ['bicycle', 'scooter', 'tandem', 'van', 'lorry', 'tractor', 'sledge', 'canoe'],
  },
];

/** A check that costs more than this counts as "more than one solution". */
const checkSteps = 20_000;

const factsOf = perEntry(({ categories: used, clues, solution }: z.infer<typeof metadata>) => {
  const houses = solution.length;
  const numberOf = new Map<string, number>();
  for (const [i, category] of used.entries()) {
    for (const [k, word] of category.values.entries()) {
      numberOf.set(word.toLowerCase(), i * houses + k);
    }
  }
  const place = new Array<number>(houses * used.length).fill(-1);
  for (const [h, row] of solution.entries()) {
    for (const [i, word] of row.entries()) {
      const v = numberOf.get(word.toLowerCase());
      if (v !== undefined && Math.floor(v / houses) === i) place[v] = h;
    }
  }
  const valuesOf = (c: AnyClue) => [c.a, 'b' in c ? c.b : 0, 'c' in c ? c.c : 0];
  const isSound =
    used.every((category) => category.values.length === houses) &&
    numberOf.size === houses * used.length &&
    solution.every((row) => row.length === used.length) &&
    place.every((h) => h >= 0) &&
    clues.every((c) => valuesOf(c).every((v) => v < place.length) && isTrue(c, place));
  return { houses, numberOf, isSound };
});

export const zebraGrid = defineTask({
  name: 'zebra_grid',
  category: 'logic',
  summary: 'Find all attributes of all people in a row of houses',
  answerFormat: 'one line a house: "1: Ada, red, dog"',
  config,
  metadata,
  curriculum: [
    { kind: 'range', name: 'houses', fields: ['min_houses', 'max_houses'], levels: [3, 4, 5, 6] },
    {
      kind: 'range',
      name: 'categories',
      fields: ['min_categories', 'max_categories'],
      levels: [3, 4, 5, 6],
    },
    { kind: 'scalar', name: 'extra_clues', field: 'extra_clues', levels: [2, 1, 0, 0] },
  ],

  generate(rng, c) {
    const houses = rng.randint(c.min_houses, c.max_houses);
    const count = rng.randint(c.min_categories, c.max_categories);
    const used = [names, ...rng.sample(categories, count - 1)].map((category) => ({
      ...category,
      values: rng.sample(category.values, houses).sort(),
    }));
    const place = used.flatMap(() => rng.sample(range(houses), houses));
    const clues = drawClues(rng, houses, count, place, c.extra_clues);
    const solution = range(houses).map((h) =>
      used.map((category, i) => category.values[place.indexOf(h, i * houses) - i * houses] ?? ''),
    );
    const label = (v: number) => {
      const category = used[Math.floor(v / houses)];
      return category?.person.replace('{}', category.values[v % houses] ?? '') ?? '';
    };
    const lists = used.map(({ name, values }) => `- ${name}: ${values.join(', ')}`);
    const texts = clues.map((one, i) => `${i + 1}. ${sentence(one, label)}`);
    return {
      question: `${houses} houses stand in a row, numbered 1 to ${houses} from left to right. One person lives in each, and no two people share a value of any of these categories:\n${lists.join('\n')}\n\n${texts.join('\n')}\n\nFind everything about every house. Answer with one line a house, in the order of the houses, in the form "1: ${used.map(({ name }) => name).join(', ')}".`,
      answer: solution.map((row, h) => `${h + 1}: ${row.join(', ')}`).join('\n'),
      metadata: {
        categories: used.map(({ name, values }) => ({ name, values })),
        clues,
        solution,
      },
      difficulty: {
        houses: [c.min_houses, c.max_houses],
        categories: [c.min_categories, c.max_categories],
        extra_clues: c.extra_clues,
      },
    };
  },

  score(answer, { entry, budget }) {
    const { clues, categories: used } = entry.metadata;
    const { houses, numberOf, isSound } = factsOf(entry.metadata);
    budget.spend(answer.length + clues.length);
    if (!isSound) return faultyEntry('Expected a solution of which every clue is true');
    const rows = readHouses(answer, numberOf);
    if (rows?.length !== houses || rows.some((row) => row.length !== used.length)) {
      return malformed(`Expected ${houses} lines with ${used.length} of the values`);
    }
    const place = new Array<number>(numberOf.size).fill(-1);
    for (const [h, row] of rows.entries()) {
      if (new Set(row.map((v) => Math.floor(v / houses))).size !== used.length) {
        return malformed('Expected one value of every category in a line');
      }
      for (const v of row) place[v] = h;
    }
    if (place.includes(-1)) return wrong('Expected every value once');
    return clues.every((c) => isTrue(c, place)) ? right : wrong('Expected every clue to be true');
  },
});

const separators = /[\s:,;|.()[\]{}"'`*=-]+/;

/** Lines of known values, each after its number or not; null where anything else stands. */
function readHouses(answer: string, numberOf: ReadonlyMap<string, number>): number[][] | null {
  const rows: number[][] = [];
  for (const line of unwrap(answer).toLowerCase().split('\n')) {
    const tokens = line.split(separators).filter((token) => token !== '');
    if (tokens[0] === 'house') tokens.shift();
    if (tokens.length > 20) return null;
    if (tokens[0] === String(rows.length + 1)) tokens.shift();
    if (tokens.length === 0) continue;
    const row = tokens.map((token) => numberOf.get(token) ?? -1);
    if (row.includes(-1)) return null;
    rows.push(row);
  }
  return rows;
}

/** Clues with one solution of which none can be left out, and `extra` more; shuffled. */
function drawClues(
  rng: Rng,
  houses: number,
  count: number,
  place: readonly number[],
  extra: number,
): AnyClue[] {
  const pool = trueClues(rng, houses, place);
  const isUnique = (clues: readonly AnyClue[]) => {
    try {
      return solveHouses(houses, count, clues, 2, createBudget(checkSteps)).length === 1;
    } catch (error) {
      if (error instanceof StepLimitError) return false;
      throw error;
    }
  };
  // The shortest beginning of the pool that is enough; the whole pool is, it holds every place.
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
  const others = pool.filter((one) => one.kind !== 'at' && !clues.includes(one));
  clues.push(...others.slice(0, extra));
  rng.shuffle(clues);
  return clues;
}

/** What can be said, shuffled; plain places last, since they give most away. */
function trueClues(rng: Rng, houses: number, place: readonly number[]): AnyClue[] {
  const relations: AnyClue[] = [];
  const places: AnyClue[] = [];
  const isOther = (a: number, b: number) => Math.floor(a / houses) !== Math.floor(b / houses);
  for (const [a, at] of place.entries()) {
    places.push({ kind: 'at', a, house: at });
    if (rng.below(4) === 0) {
      relations.push({ kind: 'not_at', a, house: (at + 1 + rng.below(houses - 1)) % houses });
    }
    for (const [b, to] of place.entries()) {
      if (a < b && at === to) relations.push({ kind: 'same', a, b });
      if (to === at + 1 && isOther(a, b)) {
        relations.push({ kind: rng.below(2) === 0 ? 'next' : 'beside', a, b });
      }
      if (to > at + 1 && rng.below(4) === 0) relations.push({ kind: 'before', a, b });
      if (a < b && at !== to && isOther(a, b) && rng.below(12) === 0) {
        relations.push({ kind: 'differ', a, b });
      }
      if (to < at && at < houses - 1 && rng.below(8) === 0) {
        const beyond = [...place.keys()].filter((v) => (place[v] as number) > at);
        relations.push({ kind: 'between', a, b, c: rng.choice(beyond) });
      }
    }
  }
  rng.shuffle(relations);
  rng.shuffle(places);
  // One place early on: without any, mirror images often remain.
  return [...places.splice(0, 1), ...relations, ...places];
}

function sentence(clue: AnyClue, label: (value: number) => string): string {
  const a = label(clue.a);
  const subject = a.charAt(0).toUpperCase() + a.slice(1);
  if (clue.kind === 'at') return `${subject} lives in house ${clue.house + 1}.`;
  if (clue.kind === 'not_at') return `${subject} does not live in house ${clue.house + 1}.`;
  const b = label(clue.b);
  switch (clue.kind) {
    case 'same':
      return `${subject} is ${b}.`;
    case 'differ':
      return `${subject} is not ${b}.`;
    case 'next':
      return `${subject} lives directly left of ${b}.`;
    case 'beside':
      return `${subject} lives next to ${b}.`;
    case 'before':
      return `${subject} lives somewhere left of ${b}.`;
    case 'between':
      return `${subject} lives somewhere between ${b} and ${label(clue.c)}.`;
  }
}

function range(count: number): number[] {
  return Array.from({ length: count }, (_, i) => i);
}
