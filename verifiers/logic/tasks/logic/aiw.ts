/**
 * "Alice has three brothers and two sisters. How many sisters does her brother have?" and the like:
 * counting around a circle means counting who asks as well.
 *
 * The reference forgets the second circle of the person who belongs to two; such entries cannot be
 * judged. In ours every number is drawn so that all answers in range are equally likely.
 */
import { z } from 'zod';
import type { Rng } from '../../../random.ts';
import { equal, integer } from '../../../rational.ts';
import { containsOracle, faultyEntry, malformed, right, wrong } from '../../mark.ts';
import { defineTask } from '../../task.ts';
import { parseNumber } from '../../text/number.ts';
import { Weights, weighted } from '../../weighted.ts';

const kinds = ['siblings', 'friends', 'colleagues'] as const;
type Kind = (typeof kinds)[number];
const names = z.array(z.string().min(1).max(60)).min(2).max(1_000);

const config = z
  .strictObject({
    male_names: names.default([
      'Anton', 'Boris', 'Callum', 'Diego', 'Emil', 'Felix', 'Gustav', 'Hugo', 'Igor', 'Jonas', 'Karl', 'Luca',
    ]), // biome-ignore format: a list
    female_names: names.default([
      'Alice', 'Bettina', 'Clara', 'Dora', 'Edith', 'Freya', 'Greta', 'Helena', 'Ida', 'Judith', 'Karin', 'Lotte',
    ]), // biome-ignore format: a list
    task_types: z
      .array(z.enum(kinds))
      .min(1)
      .default([...kinds]),
    task_type_weights: Weights.default([1 / 3, 1 / 3, 1 / 3]),
    max_entities: z.int().min(1).max(1_000).default(6),
  })
  .refine((c) => c.task_types.length === c.task_type_weights.length, 'Expected a weight a type')
  .refine((c) => {
    const all = [...c.male_names, ...c.female_names];
    return new Set(all).size === all.length;
  }, 'Expected every name once');
type Config = z.infer<typeof config>;

const metadata = z.looseObject({ task_type: z.enum(kinds) });

const maxDraws = 60;

export const aiw = defineTask({
  name: 'aiw',
  category: 'logic',
  summary: 'Count brothers, friends or colleagues from another member of the circle',
  answerFormat: 'one integer',
  config,
  metadata,
  curriculum: [
    {
      kind: 'scalar',
      name: 'task_type_weight',
      field: 'task_type_weights',
      levels: [
        [1, 0, 0],
        [0.9, 0.05, 0.05],
        [0.7, 0.15, 0.15],
        [0.6, 0.2, 0.2],
        [0.5, 0.25, 0.25],
        [0.4, 0.3, 0.3],
        [0.3, 0.35, 0.35],
        [0.2, 0.4, 0.4],
        [0.1, 0.45, 0.45],
      ],
    },
    {
      kind: 'scalar',
      name: 'num_entities',
      field: 'max_entities',
      levels: [4, 6, 8, 10, 12, 14, 16],
    },
  ],

  generate(rng, c) {
    const kind = weighted(rng, c.task_types, c.task_type_weights);
    const two = kind === 'colleagues';
    const wanted = rng.randint(two ? 1 : 0, two ? 2 * c.max_entities : c.max_entities + 1);
    let puzzle = draw(rng, c, kind);
    for (let n = 1; n < maxDraws && puzzle.answer !== wanted; n++) puzzle = draw(rng, c, kind);
    return {
      question: puzzle.question,
      answer: String(puzzle.answer),
      metadata: { task_type: kind },
      difficulty: { task_type_weights: c.task_type_weights, num_entities: c.max_entities },
    };
  },

  score(answer, { entry, mode }) {
    const oracle = (entry.answer ?? '').trim();
    if (mode === 'compat') return containsOracle(answer, oracle);
    const expected = parseNumber(oracle);
    if (!expected) return faultyEntry('Expected an integer answer');
    const counted = twoCircles(entry.question);
    if (counted !== null && !equal(integer(counted), expected)) {
      return faultyEntry(`Expected ${counted}, counting both circles, got ${oracle}`);
    }
    const value = parseNumber(answer);
    if (!value) return malformed('Expected one number');
    return equal(value, expected) ? right : wrong('Expected another number');
  },
});

/**
 * What the reference's question about Matilda comes to: the women of both circles without herself,
 * and the woman in the middle of the first.
 */
function twoCircles(question: string): number | null {
  if (!question.endsWith('How many female colleagues does Matilda have?')) return null;
  const counts = [...question.slice(0, 2_000).matchAll(/(\d{1,9}) female colleagues/g)];
  return counts.length === 2 ? Number(counts[0]?.[1]) + Number(counts[1]?.[1]) - 1 : null;
}

interface Puzzle {
  readonly question: string;
  readonly answer: number;
}

function draw(rng: Rng, c: Config, kind: Kind): Puzzle {
  return kind === 'siblings'
    ? siblings(rng, c)
    : kind === 'friends'
      ? friends(rng, c)
      : circles(rng, c);
}

interface Person {
  readonly name: string;
  readonly female: boolean;
}

function person(rng: Rng, c: Config, female = rng.below(2) === 0): Person {
  return { name: rng.choice(female ? c.female_names : c.male_names), female };
}

/** How many of one sex somebody in the circle of `middle` has around them. */
function seenBy(
  middle: Person,
  counts: readonly [women: number, men: number],
  other: boolean,
  asked: boolean,
): number {
  const all = (counts[asked ? 0 : 1] as number) + (middle.female === asked ? 1 : 0);
  return other === asked ? all - 1 : all;
}

function siblings(rng: Rng, c: Config): Puzzle {
  const middle = person(rng, c);
  const [women, men] = [rng.randint(1, c.max_entities), rng.randint(1, c.max_entities)];
  const [other, asked] = [rng.below(2) === 0, rng.below(2) === 0];
  const [sisters, brothers] = [count(women, 'sister'), count(men, 'brother')];
  const told = rng.below(2) === 0 ? `${sisters} and ${brothers}` : `${brothers} and ${sisters}`;
  const of = `${middle.female ? 'her' : 'his'} ${other ? 'sisters' : 'brothers'}`;
  return {
    question: `${middle.name} has ${told}; they all have the same parents, who have no other children. How many ${asked ? 'sisters' : 'brothers'} does each of ${of} have?`,
    answer: seenBy(middle, [women, men], other, asked),
  };
}

function friends(rng: Rng, c: Config): Puzzle {
  const middle = person(rng, c);
  const [women, men] = [rng.randint(1, c.max_entities), rng.randint(1, c.max_entities)];
  const asked = rng.below(2) === 0;
  let other = person(rng, c);
  while (other.name === middle.name) other = person(rng, c, !middle.female);
  const pronoun = middle.female ? 'She' : 'He';
  return {
    question: `${middle.name} is friends with ${count(women, 'woman', 'women')} and ${count(men, 'man', 'men')}. ${pronoun} and all of these people are friends with one another, and none of them has a friend outside the group. One of them is ${other.name}, a ${other.female ? 'woman' : 'man'}. How many ${asked ? 'women' : 'men'} are friends of ${other.name}?`,
    answer: seenBy(middle, [women, men], other.female, asked),
  };
}

/** Two circles with exactly one member, a woman, in both. */
function circles(rng: Rng, c: Config): Puzzle {
  const first = person(rng, c);
  let second = person(rng, c);
  while (second.name === first.name) second = person(rng, c, !first.female);
  let shared = rng.choice(c.female_names);
  for (let n = 0; n < 20 && (shared === first.name || shared === second.name); n++) {
    shared = rng.choice(c.female_names);
  }
  if (shared === first.name || shared === second.name) shared = 'Ottilie';
  const asked = rng.below(2) === 0;
  const sizes = [first, second].map(
    () => [rng.randint(1, c.max_entities), rng.randint(1, c.max_entities)] as const,
  );
  const [one, two] = sizes as [readonly [number, number], readonly [number, number]];
  const around = (middle: Person, [women, men]: readonly [number, number]) =>
    `${middle.name}, a ${middle.female ? 'woman' : 'man'}, has ${count(women, 'woman', 'women')} and ${count(men, 'man', 'men')} as colleagues`;
  return {
    question: `${around(first, one)}, and ${around(second, two)}. Within each of these two circles everyone is a colleague of everyone else, ${first.name} and ${second.name} included. ${shared}, a woman, is a colleague of both ${first.name} and ${second.name}; nobody else belongs to both circles, and there are no colleagues outside them. How many ${asked ? 'women' : 'men'} are colleagues of ${shared}?`,
    answer: seenBy(first, one, true, asked) + seenBy(second, two, true, asked),
  };
}

function count(n: number, one: string, many = `${one}s`): string {
  return `${n} ${n === 1 ? one : many}`;
}
