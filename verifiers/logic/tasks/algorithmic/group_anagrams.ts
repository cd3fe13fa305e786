/** Put the words that have the same letters together. */
import { z } from 'zod';
import { JsonError, parseJson } from '../../../json.ts';
import { faultyEntry, graded, type Mark, malformed, right, wrong } from '../../mark.ts';
import { defineTask, ordered, perEntry } from '../../task.ts';
import { readNested } from '../../text/list.ts';
import { vocabulary } from '../../words/vocabulary.ts';

const config = z
  .strictObject({
    min_anagram_groups: z.int().min(2).max(300).default(2),
    max_anagram_groups: z.int().min(2).max(300).default(10),
    min_words_per_group: z.int().min(2).max(20).default(2),
    max_words_per_group: z.int().min(2).max(20).default(5),
  })
  .superRefine(
    ordered(
      ['min_anagram_groups', 'max_anagram_groups'],
      ['min_words_per_group', 'max_words_per_group'],
    ),
  );

const metadata = z.looseObject({
  words: z.array(z.string()).max(100_000),
  solution: z.array(z.array(z.string())).max(100_000),
});

const groupsOf = perEntry(({ words }: z.infer<typeof metadata>) =>
  canonical([...Map.groupBy(words, lettersOf).values()]),
);
const storedOf = perEntry(({ solution }: z.infer<typeof metadata>) => canonical(solution));

export const groupAnagrams = defineTask({
  name: 'group_anagrams',
  category: 'algorithmic',
  summary: 'Group words that have the same letters',
  answerFormat: 'a JSON list of lists of words',
  config,
  metadata,
  curriculum: [
    {
      kind: 'range',
      name: 'anagram_groups',
      fields: ['min_anagram_groups', 'max_anagram_groups'],
      levels: [5, 10, 50, 100],
      interval: true,
    },
    {
      kind: 'range',
      name: 'words_per_group',
      fields: ['min_words_per_group', 'max_words_per_group'],
      levels: [2, 5, 10],
    },
  ],

  generate(rng, c) {
    const count = rng.randint(c.min_anagram_groups, c.max_anagram_groups);
    const families = anagrams();
    // The largest families first where few are as large as the config wants.
    const large = families.filter((words) => words.length >= c.min_words_per_group);
    const pool = large.length >= count ? large : families.slice(0, Math.max(count, large.length));
    const groups = rng.sample(pool, Math.min(count, pool.length)).map((words) => {
      const size = rng.randint(c.min_words_per_group, c.max_words_per_group);
      return rng.sample(words, Math.min(words.length, size)).sort();
    });
    const words = groups.flat();
    rng.shuffle(words);
    const solution = groups.sort((a, b) => ((a[0] as string) < (b[0] as string) ? -1 : 1));
    return {
      question: `Two words are anagrams when they have the same letters in another order. Sort these words into groups of anagrams:\n\n${words.join(', ')}\n\nAnswer with a JSON list of groups, every group a list of words, for example [["item", "time"], ["ant", "tan"]]. Neither the order of the groups nor that of the words in a group matters.`,
      answer: JSON.stringify(solution),
      metadata: { words, solution, anagram_groups: groups.length },
      difficulty: {
        anagram_groups: [c.min_anagram_groups, c.max_anagram_groups],
        words_per_group: [c.min_words_per_group, c.max_words_per_group],
      },
    };
  },

  /** Strict: every word once, in the group of its letters; case does not count. */
  score(answer, { entry, mode, budget }) {
    budget.spend(answer.length);
    const { solution } = entry.metadata;
    if (mode === 'compat') return compat(answer, solution);
    const wanted = groupsOf(entry.metadata);
    if (storedOf(entry.metadata) !== wanted)
      return faultyEntry('The solution does not fit the words');
    const got = readNested(answer);
    const groups = got?.filter(
      (g): g is string[] => typeof g !== 'string' && g.every((w) => typeof w === 'string'),
    );
    if (!got || groups?.length !== got.length)
      return malformed('Expected a list of lists of words');
    return canonical(groups) === wanted
      ? right
      : wrong('Expected every word once, with its anagrams');
  },
});

const lettersOf = (word: string) => [...word.toLowerCase()].sort().join('');

function canonical(groups: readonly (readonly string[])[]): string {
  return groups
    .map((group) =>
      group
        .map((word) => word.toLowerCase())
        .sort()
        .join(' '),
    )
    .sort()
    .join('\n');
}

let known: readonly (readonly string[])[] | undefined;

/** The families of common words with the same letters, the largest first. */
function anagrams(): readonly (readonly string[])[] {
  known ??= [5, 4, 3]
    .flatMap((length) => [...Map.groupBy(vocabulary(length).common, lettersOf).values()])
    .filter((words) => words.length > 1)
    .sort((a, b) => b.length - a.length);
  return known;
}

/** The reference: 1 for the groups, 0.01 for any JSON that Python can sort as a list of lists. */
function compat(answer: string, solution: readonly (readonly string[])[]): Mark {
  let value: unknown;
  try {
    value = parseJson(answer, { nonFinite: true });
  } catch (error) {
    if (!(error instanceof JsonError)) throw error;
    return graded(0);
  }
  const groups = iterate(value)?.map((group) => sorted(iterate(group)));
  if (!groups?.every((group) => group !== null)) return graded(0);
  if (!sorted(groups.map((group) => (group.length > 0 ? group[0] : '')))) return graded(0);
  const isText = groups.every((group) => group.every((word) => typeof word === 'string'));
  // json.dumps tells groups apart by their first word only; groups with the same one do not occur
  const flat = (lists: readonly (readonly unknown[])[]) =>
    lists
      .map((l) => JSON.stringify(l))
      .sort()
      .join();
  const mine = solution.map((group) => [...group].sort());
  return graded(isText && flat(groups) === flat(mine) ? 1 : 0.01);
}

/** What Python iterates over; null where it raises. */
function iterate(value: unknown): unknown[] | null {
  if (typeof value === 'string') return [...value];
  if (Array.isArray(value)) return value;
  return typeof value === 'object' && value !== null ? Object.keys(value) : null;
}

/** sorted(items); null where Python cannot compare two of them. */
function sorted(items: unknown[] | null): unknown[] | null {
  if (!items || items.length < 2) return items;
  const kinds = new Set(
    items.map((item) =>
      typeof item === 'boolean' || typeof item === 'bigint'
        ? 'number'
        : Array.isArray(item)
          ? 'list'
          : typeof item,
    ),
  );
  if (kinds.size !== 1 || kinds.has('object')) return null;
  if (kinds.has('list')) {
    // Lists compare by their first difference; unlike kinds there raise.
    const heads = items.map((item) => (item as unknown[])[0]).filter((head) => head !== undefined);
    return sorted(heads) ? items : null;
  }
  return kinds.has('string') ? [...items].sort() : items;
}
