/** Insert a letter after every run of four letters that follow each other in the circle A B C D E. */
import { z } from 'zod';
import type { Rng } from '../../../random.ts';
import { faultyEntry, graded, type Mark, malformed, right, wrong } from '../../mark.ts';
import { itemsOf, readLiteral } from '../../python/literal.ts';
import { defineTask, ordered, perEntry } from '../../task.ts';
import { unwrap } from '../../text/unwrap.ts';

const config = z
  .strictObject({
    min_string_length: z.int().min(5).max(10_000).default(5),
    max_string_length: z.int().min(5).max(10_000).default(20),
  })
  .superRefine(ordered(['min_string_length', 'max_string_length']));

const metadata = z.looseObject({ string: z.string(), solution: z.string() });

const circle = [...'ABCDE'];
/** ABCD is followed by A, BCDE by B and so on. */
const runs: ReadonlyMap<string, string> = new Map(
  circle.map((first, i) => [
    Array.from({ length: 4 }, (_, k) => circle[(i + k) % 5]).join(''),
    first,
  ]),
);
const lettersPerRun = 8;

const insertedIn = perEntry(({ string }: z.infer<typeof metadata>) => insert(string));

export const stringInsertion = defineTask({
  name: 'string_insertion',
  category: 'algorithmic',
  summary: 'Insert letters into a string after certain substrings',
  answerFormat: 'the new string',
  config,
  metadata,
  curriculum: [
    {
      kind: 'range',
      name: 'string_length',
      fields: ['min_string_length', 'max_string_length'],
      levels: [10, 50, 100, 500],
    },
  ],

  generate(rng, c) {
    const string = drawString(rng, rng.randint(c.min_string_length, c.max_string_length));
    const solution = insert(string);
    const rules = [...runs].map(([run, letter]) => `after ${run} insert ${letter}`);
    return {
      question: `Go through a string from left to right and copy it, with these insertions:\n- ${rules.join('\n- ')}\n\nGo on behind the four letters that were found: they and the inserted letter take no part in another match. The string is:\n\n${string}\n\nAnswer with the new string.`,
      answer: solution,
      metadata: { string, solution, string_length: string.length },
      difficulty: { string_length: [c.min_string_length, c.max_string_length] },
    };
  },

  /** Strict: the letters count, not case or what separates them. */
  score(answer, { entry, mode }) {
    if (mode === 'compat') return compat(answer, entry.answer ?? '');
    const { solution } = entry.metadata;
    if (insertedIn(entry.metadata) !== solution)
      return faultyEntry('The solution is not that of the string');
    const got = unwrap(answer)
      .replace(/[\s,;"'`[\]()]+/g, '')
      .toUpperCase();
    if (!/^[A-E]+$/.test(got)) return malformed('Expected a string of the letters A to E');
    return got === solution ? right : wrong('Expected the string with its insertions');
  },
});

/** The reference: a tenth for the letters as a Python literal, which it gets by running the answer. */
function compat(answer: string, oracle: string): Mark {
  if (answer === oracle) return right;
  const value = readLiteral(answer);
  let joined = '';
  for (const item of (value && itemsOf(value)) ?? []) {
    if (item.kind !== 'string') return graded(0);
    joined += item.value;
  }
  return graded(value && joined === oracle ? 0.1 : 0);
}

function insert(string: string): string {
  let made = '';
  for (let i = 0; i < string.length; ) {
    const four = string.slice(i, i + 4);
    const letter = runs.get(four);
    made += letter === undefined ? string[i] : four + letter;
    i += letter === undefined ? 1 : 4;
  }
  return made;
}

/** In random strings a run is rare, and the string itself would be the answer: runs are planted. */
function drawString(rng: Rng, length: number): string {
  const letters = Array.from({ length }, () => rng.choice(circle));
  const planted = rng.randint(1, Math.ceil(length / lettersPerRun));
  for (let n = 0; n < planted; n++) {
    // some runs are longer, so that where the copy goes on matters
    const size = Math.min(length, rng.randint(4, 7));
    const [at, first] = [rng.below(length - size + 1), rng.below(5)];
    for (let k = 0; k < size; k++) letters[at + k] = circle[(first + k) % 5] as string;
  }
  return letters.join('');
}
