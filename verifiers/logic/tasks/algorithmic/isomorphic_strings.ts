/** Can the letters of one string be exchanged one for one to give another? */
import { z } from 'zod';
import type { Rng } from '../../../random.ts';
import { containsOracle, faultyEntry, malformed, right, wrong } from '../../mark.ts';
import { defineTask, ordered, perEntry } from '../../task.ts';
import { readTruth } from '../../text/truth.ts';

const config = z
  .strictObject({
    min_string_length: z.int().min(2).max(10_000).default(2),
    max_string_length: z.int().min(2).max(10_000).default(10),
    p_solvable: z.number().min(0).max(1).default(0.5),
  })
  .superRefine(ordered(['min_string_length', 'max_string_length']));

const metadata = z.looseObject({
  words: z.tuple([z.string(), z.string()]),
  solution: z.boolean(),
});

const alphabet = [...'abcdefghijklmnopqrstuvwxyz'];
const maxDraws = 50;

const matchesIn = perEntry(({ words }: z.infer<typeof metadata>) => isIsomorphic(...words));

export const isomorphicStrings = defineTask({
  name: 'isomorphic_strings',
  category: 'algorithmic',
  summary: 'Tell whether two strings differ by a one-to-one exchange of letters',
  answerFormat: 'True or False',
  config,
  metadata,
  curriculum: [
    {
      kind: 'range',
      name: 'string_length',
      fields: ['min_string_length', 'max_string_length'],
      levels: [10, 50, 100, 1000],
    },
  ],

  generate(rng, c) {
    const length = rng.randint(c.min_string_length, c.max_string_length);
    const solvable = rng.random() < c.p_solvable;
    const words = drawPair(rng, length, solvable);
    return {
      question: `Two strings are isomorphic when one becomes the other by replacing letters: every letter by the same letter wherever it stands, and different letters by different ones. A letter may stand for itself. Are these two strings isomorphic?\n\n${words.join('\n')}\n\nAnswer True or False.`,
      answer: solvable ? 'True' : 'False',
      metadata: { words, solution: solvable, solvable, string_length: length },
      difficulty: { string_length: [c.min_string_length, c.max_string_length] },
    };
  },

  score(answer, { entry, mode }) {
    if (mode === 'compat') return containsOracle(answer, (entry.answer ?? '').trim());
    const { solution } = entry.metadata;
    if (matchesIn(entry.metadata) !== solution)
      return faultyEntry('The solution does not fit the words');
    const got = readTruth(answer);
    if (got === null) return malformed('Expected True or False');
    return got === solution ? right : wrong(`Expected ${solution ? 'True' : 'False'}`);
  },
});

function isIsomorphic(a: string, b: string): boolean {
  if (a.length !== b.length) return false;
  const [to, from] = [new Map<string, string>(), new Map<string, string>()];
  for (let i = 0; i < a.length; i++) {
    const [x, y] = [a[i] as string, b[i] as string];
    if ((to.get(x) ?? y) !== y || (from.get(y) ?? x) !== x) return false;
    to.set(x, y);
    from.set(y, x);
  }
  return true;
}

/** The second string is the first with its letters exchanged, but for one place if they shall not match. */
function drawPair(rng: Rng, length: number, solvable: boolean): [string, string] {
  for (let draw = 0; draw < maxDraws; draw++) {
    // Few letters, so that some come more than once.
    const letters = rng.sample(
      alphabet,
      rng.randint(Math.min(2, length), Math.min(26, Math.max(2, Math.ceil(length * 0.7)))),
    );
    const images = rng.sample(alphabet, letters.length);
    const numbers = Array.from({ length }, () => rng.below(letters.length));
    const first = numbers.map((n) => letters[n] as string);
    const second = numbers.map((n) => images[n] as string);
    if (!solvable) second[rng.below(length)] = rng.choice(images);
    const pair: [string, string] = [first.join(''), second.join('')];
    if (isIsomorphic(...pair) === solvable) return pair;
  }
  const [a, b] = rng.sample(alphabet, 2) as [string, string];
  return [a.repeat(length), `${a.repeat(length - 1)}${solvable ? a : b}`];
}
