/** All ways to cut a string into palindromes. */
import { z } from 'zod';
import { JsonError, parseJson } from '../../../json.ts';
import type { Rng } from '../../../random.ts';
import { faultyEntry, graded, type Mark, malformed, right, wrong } from '../../mark.ts';
import { reversed } from '../../python/text.ts';
import { defineTask, ordered, perEntry } from '../../task.ts';
import { readNested } from '../../text/list.ts';

const config = z
  .strictObject({
    min_string_len: z.int().min(1).max(60).default(5),
    max_string_len: z.int().min(1).max(60).default(15),
    min_substring_palindrome_len: z.int().min(1).max(60).default(1),
    max_substring_palindrome_len: z.int().min(1).max(60).default(5),
  })
  .superRefine(
    ordered(
      ['min_string_len', 'max_string_len'],
      ['min_substring_palindrome_len', 'max_substring_palindrome_len'],
    ),
  );

const metadata = z.looseObject({
  string: z.string(),
  solution: z.array(z.array(z.string())).max(1_000_000),
});

/** Entries with more ways than that are drawn again. */
const maxWays = 400;
/** Beyond that the stored ways are taken as they are. */
const maxChecked = 5_000;
const maxDraws = 20;
const alphabet = [...'abcdefghijklmnopqrstuvwxyz'];

const checked = perEntry(({ string, solution }: z.infer<typeof metadata>) => {
  const wanted = new Set((waysToCut(string, maxChecked) ?? solution).map(keyOf));
  const stored = new Set(solution.map(keyOf));
  const isSound = stored.size === wanted.size && [...stored].every((key) => wanted.has(key));
  return { wanted, isSound };
});

export const palindromePartitioning = defineTask({
  name: 'palindrome_partitioning',
  category: 'algorithmic',
  summary: 'Give all ways to cut a string into palindromes',
  answerFormat: 'a JSON list of lists of substrings',
  config,
  metadata,
  maxAnswer: 1 << 20,
  curriculum: [
    {
      kind: 'range',
      name: 'string_len',
      fields: ['min_string_len', 'max_string_len'],
      levels: [1, 5, 10, 15],
      interval: true,
    },
    {
      kind: 'range',
      name: 'substring_palindrome_len',
      fields: ['min_substring_palindrome_len', 'max_substring_palindrome_len'],
      levels: [1, 3, 5, 7],
      interval: true,
    },
  ],

  generate(rng, c) {
    const string = drawString(rng, c);
    const solution = waysToCut(string, maxWays) as string[][];
    return {
      question: `A palindrome reads the same from both ends; a single letter is one too. In how many ways can this string be cut into palindromes? Give all of them.\n\n${string}\n\nAnswer with a JSON list of the ways, every way a list of its parts from left to right, in any order, for example [["a", "a", "b"], ["aa", "b"]].`,
      answer: JSON.stringify(solution),
      metadata: { string, solution, string_len: string.length },
      difficulty: {
        string_len: [c.min_string_len, c.max_string_len],
        substring_palindrome_len: [c.min_substring_palindrome_len, c.max_substring_palindrome_len],
      },
    };
  },

  /** Strict: every way once. */
  score(answer, { entry, mode, budget }) {
    budget.spend(answer.length);
    const { string, solution } = entry.metadata;
    if (mode === 'compat') return compat(answer, solution);
    budget.spend(solution.length * string.length);
    const { wanted, isSound } = checked(entry.metadata);
    if (!isSound) {
      return faultyEntry('The solution does not fit the string');
    }
    const got = readNested(answer);
    const ways = got?.filter(
      (way): way is string[] =>
        typeof way !== 'string' && way.every((part) => typeof part === 'string'),
    );
    if (!got || ways?.length !== got.length)
      return malformed('Expected a list of lists of substrings');
    const keys = new Set(ways.map(keyOf));
    if (keys.size !== ways.length) return wrong('Expected every way once');
    const hits = [...keys].filter((key) => wanted.has(key)).length;
    return hits === keys.size && hits === wanted.size
      ? right
      : wrong(`${hits} of ${wanted.size} ways, and ${keys.size - hits} that are none`);
  },
});

const keyOf = (way: readonly string[]) => JSON.stringify(way);

/** The reference: the same set of tuples, order and repetition aside. */
function compat(answer: string, solution: readonly (readonly string[])[]): Mark {
  let value: unknown;
  try {
    value = parseJson(answer, { nonFinite: true });
  } catch (error) {
    if (!(error instanceof JsonError)) throw error;
    return graded(0);
  }
  const got = iterate(value)?.map(iterate);
  if (!got?.every((way) => way?.every((part) => typeof part === 'string'))) return graded(0);
  const [mine, theirs] = [
    new Set(got.map((way) => keyOf(way as string[]))),
    new Set(solution.map(keyOf)),
  ];
  return graded(mine.size === theirs.size && [...mine].every((key) => theirs.has(key)) ? 1 : 0);
}

/** What Python iterates over; null where it raises. */
function iterate(value: unknown): unknown[] | null {
  if (typeof value === 'string') return [...value];
  if (Array.isArray(value)) return value;
  return typeof value === 'object' && value !== null ? Object.keys(value) : null;
}

/** All ways, the shortest first part first; null when there are more than `most`. */
function waysToCut(string: string, most: number): string[][] | null {
  // Ways from every place to the end, the last place first.
  const from: string[][][] = Array.from({ length: string.length + 1 }, () => []);
  from[string.length] = [[]];
  if (countWays(string) > most) return null;
  for (let start = string.length - 1; start >= 0; start--) {
    for (let end = start + 1; end <= string.length; end++) {
      const part = string.slice(start, end);
      if (part !== reversed(part)) continue;
      for (const rest of from[end] as string[][]) (from[start] as string[][]).push([part, ...rest]);
    }
  }
  return from[0] as string[][];
}

function countWays(string: string): number {
  const ways = Array.from({ length: string.length + 1 }, () => 0);
  ways[string.length] = 1;
  for (let start = string.length - 1; start >= 0; start--) {
    for (let end = start + 1; end <= string.length; end++) {
      const part = string.slice(start, end);
      if (part === reversed(part)) ways[start] = (ways[start] as number) + (ways[end] as number);
    }
  }
  return ways[0] as number;
}

/** Palindromes of the wanted lengths in a row; in the end without chance neighbours, if there are too many ways. */
function drawString(rng: Rng, c: z.infer<typeof config>): string {
  const length = rng.randint(c.min_string_len, c.max_string_len);
  for (let draw = 0; draw < maxDraws; draw++) {
    let text = '';
    while (text.length < length) {
      const wanted = rng.randint(c.min_substring_palindrome_len, c.max_substring_palindrome_len);
      const size = Math.min(length - text.length, wanted);
      const half = Array.from({ length: Math.floor(size / 2) }, () => rng.choice(alphabet)).join(
        '',
      );
      text += `${half}${size % 2 === 1 ? rng.choice(alphabet) : ''}${reversed(half)}`;
    }
    if (countWays(text) <= maxWays) return text;
  }
  const start = rng.below(26);
  return Array.from({ length }, (_, i) => alphabet[(start + i) % 26]).join('');
}
