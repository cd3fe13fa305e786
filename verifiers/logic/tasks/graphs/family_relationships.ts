/** What is one person of a family to another? */
import { z } from 'zod';
import type { Rng } from '../../../random.ts';
import { strip } from '../../../text/python.ts';
import { faultyEntry, graded, malformed, right, wrong } from '../../mark.ts';
import { ints } from '../../row.ts';
import { type Gender, growFamily, type Member, relation, words } from '../../search/family.ts';
import { defineTask, ordered } from '../../task.ts';
import { unwrap } from '../../text/unwrap.ts';

const men =
  'Adam Albert Arthur Ben Bruno Carl Clive David Derek Edwin Eric Frank Fred George Gordon Harold Henry Hugh Ian Jack James John Keith Leo Louis Mark Martin Neil Oscar Paul Peter Ralph Robert Simon Stephen Theo Tom Victor Walter William'.split(
    ' ',
  );
const women =
  'Ada Agnes Alice Amy Anna Beth Carol Clara Diana Dora Edith Ella Emma Eva Fiona Flora Grace Hannah Helen Ida Irene Jane Joan Julia Kate Laura Lily Lucy Mary Maud Nancy Nora Olive Pauline Rose Ruth Sarah Susan Vera Wendy'.split(
    ' ',
  );
const names = z.array(z.string().min(1)).min(1).max(1_000);

const config = z
  .strictObject({
    min_family_size: z.int().min(3).max(100).default(4),
    max_family_size: z.int().min(3).max(100).default(8),
    male_names: names.default(men),
    female_names: names.default(women),
  })
  .superRefine(ordered(['min_family_size', 'max_family_size']));

const metadata = z.looseObject({
  person1: z.string(),
  person2: z.string(),
  relationship: z.string(),
  /** Ours only: the reference keeps nothing from which its answer could be checked. */
  family: z
    .array(
      z.object({
        name: z.string(),
        gender: z.enum(['male', 'female']),
        parents: ints(),
        spouse: z.int().nullable(),
      }),
    )
    .max(1_000)
    .optional(),
});
type Metadata = z.infer<typeof metadata>;

const known: ReadonlySet<string> = new Set(Object.values(words).flat());
const roman = ['', ' II', ' III', ' IV', ' V', ' VI', ' VII', ' VIII', ' IX', ' X'];

export const familyRelationships = defineTask({
  name: 'family_relationships',
  category: 'graphs',
  summary: 'Tell what one person of a family is to another',
  answerFormat: 'one word, such as aunt or son-in-law',
  config,
  metadata,
  curriculum: [
    {
      kind: 'range',
      name: 'family_size',
      fields: ['min_family_size', 'max_family_size'],
      levels: [3, 4, 5, 6, 7, 8, 9, 10, 11],
    },
  ],

  generate(rng, c) {
    const size = rng.randint(c.min_family_size, c.max_family_size);
    const family = growFamily(rng, size, namer(rng, c));
    const [a, b, word] = choosePair(rng, family);
    const [first, second] = [family[a]?.name as string, family[b]?.name as string];
    return {
      question: `${describe(rng, family)}\n\nWhat is ${first} to ${second}? Answer with one of these words: ${[...known].join(', ')}.`,
      answer: word,
      metadata: {
        person1: first,
        person2: second,
        relationship: word,
        family_size: family.length,
        family,
      },
      difficulty: { family_size: [c.min_family_size, c.max_family_size] },
    };
  },

  score(answer, { entry, config: c, mode }) {
    const oracle = strip(entry.answer ?? '').toLowerCase();
    if (mode === 'compat') return graded(strip(answer).toLowerCase() === oracle ? 1 : 0);
    const fault = faultOf(entry.metadata, oracle, c);
    if (fault !== null) return faultyEntry(fault);
    const got = unwrap(answer)
      .toLowerCase()
      .replace(/^(?:the|an?|her|his) /, '')
      .replace(/[\s-]+/g, '-');
    if (!known.has(got)) return malformed('Expected a word for a relative');
    return got === oracle ? right : wrong('Expected what the first is to the second');
  },
});

/**
 * Why the stored answer cannot be taken for right. The reference says of A, whose husband is a son
 * of B, that she is B's mother-in-law; and it chooses between niece and nephew by B's gender.
 */
function faultOf(
  { family, person1, person2, relationship }: Metadata,
  oracle: string,
  c: { readonly male_names: readonly string[]; readonly female_names: readonly string[] },
): string | null {
  if (relationship.toLowerCase() !== oracle) return 'The stored answer is not the relationship';
  if (family) {
    const place = (name: string) => family.findIndex((member) => member.name === name);
    const word = relation(family, place(person1), place(person2));
    return word === oracle ? null : `The stored answer is ${oracle}, the family says ${word}`;
  }
  if (/^(?:mother|father)-in-law$/.test(oracle)) return 'The reference has the in-laws reversed';
  if (oracle !== 'niece' && oracle !== 'nephew') return null;
  const fitting = oracle === 'niece' ? c.female_names : c.male_names;
  return fitting.includes(person1) ? null : `Nothing says that ${person1} is a ${oracle}`;
}

function namer(rng: Rng, c: z.infer<typeof config>): (gender: Gender) => string {
  const lists = { male: [...c.male_names], female: [...c.female_names] };
  rng.shuffle(lists.male);
  rng.shuffle(lists.female);
  const used = new Set<string>();
  return (gender) => {
    const list = lists[gender];
    for (let n = 0; ; n++) {
      const round = Math.floor(n / list.length);
      const name = `${list[n % list.length]}${roman[round] ?? ` ${round + 1}`}`;
      if (used.has(name)) continue;
      used.add(name);
      return name;
    }
  };
}

/** A relation first, evenly among those that occur, then a pair of it. */
function choosePair(rng: Rng, family: readonly Member[]): readonly [number, number, string] {
  const pairs = new Map<string, (readonly [number, number, string])[]>();
  for (const a of family.keys()) {
    for (const b of family.keys()) {
      const word = relation(family, a, b);
      if (word) pairs.set(word, [...(pairs.get(word) ?? []), [a, b, word]]);
    }
  }
  return rng.choice(
    pairs.get(rng.choice([...pairs.keys()])) as (readonly [number, number, string])[],
  );
}

/** All that is needed, genders included, which names alone do not tell. */
function describe(rng: Rng, family: readonly Member[]): string {
  const sentences: string[] = [];
  for (const [place, { name, gender, spouse }] of family.entries()) {
    if (spouse === null || spouse < place) continue;
    const other = family[spouse] as Member;
    const [husband, wife] = gender === 'male' ? [name, other.name] : [other.name, name];
    const children = family.filter(({ parents }) => parents.includes(place));
    const list = children.map(
      (child) => `${child.gender === 'male' ? 'a son' : 'a daughter'}, ${child.name}`,
    );
    sentences.push(
      `${husband} is the husband of ${wife}.${list.length > 0 ? ` They have ${list.join(', and ')}.` : ''}`,
    );
  }
  rng.shuffle(sentences);
  return sentences.join(' ');
}
