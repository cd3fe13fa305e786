/** Close the brackets that are still open, in order. */
import { z } from 'zod';
import type { Rng } from '../../../random.ts';
import { faultyEntry, malformed, right, wrong } from '../../mark.ts';
import { defineTask, ordered, perEntry } from '../../task.ts';
import { unwrap } from '../../text/unwrap.ts';

const config = z
  .strictObject({
    /** Brackets in the question. */
    min_length: z.int().min(6).max(1_000).default(12),
    max_length: z.int().min(6).max(1_000).default(40),
    /** Brackets to close. */
    min_open: z.int().min(3).max(100).default(4),
    max_open: z.int().min(3).max(100).default(8),
    /** Of the four kinds () [] {} <>. */
    kinds: z.int().min(2).max(4).default(4),
  })
  .superRefine(ordered(['min_length', 'max_length'], ['min_open', 'max_open']));
type Config = z.infer<typeof config>;

const metadata = z.looseObject({
  prefix: z.string().max(10_000),
  completion: z.string().max(10_000),
});

const pairs = [
  ['(', ')'],
  ['[', ']'],
  ['{', '}'],
  ['<', '>'],
] as const;
const closerOf: ReadonlyMap<string, string> = new Map(pairs);

const completionOf = perEntry(({ prefix }: z.infer<typeof metadata>) => complete(prefix));

export const dyckLanguage = defineTask({
  name: 'dyck_language',
  category: 'algorithmic',
  summary: 'Close the open brackets of a sequence with several kinds of brackets',
  answerFormat: 'the closing brackets in order',
  config,
  metadata,
  curriculum: [
    {
      kind: 'range',
      name: 'length',
      fields: ['min_length', 'max_length'],
      levels: [12, 30, 80, 200],
    },
    { kind: 'range', name: 'open', fields: ['min_open', 'max_open'], levels: [4, 8, 14, 20] },
  ],

  generate(rng, c) {
    const prefix = drawPrefix(rng, c);
    const completion = complete(prefix) ?? '';
    const used = pairs
      .slice(0, c.kinds)
      .map((pair) => pair.join(''))
      .join(', ');
    return {
      question: `This sequence of brackets (${used}) has been cut off at its end:\n\n${[...prefix].join(' ')}\n\nEvery opening bracket has to be closed by a bracket of its kind, and pairs must not cross. Give the shortest continuation that completes the sequence. Answer with the missing closing brackets in order, and nothing else.`,
      answer: [...completion].join(' '),
      metadata: { prefix, completion },
      difficulty: { length: [c.min_length, c.max_length], open: [c.min_open, c.max_open] },
    };
  },

  score(answer, { entry, budget }) {
    const { prefix, completion } = entry.metadata;
    budget.spend(prefix.length + answer.length);
    if (completion === '' || completionOf(entry.metadata) !== completion) {
      return faultyEntry('Expected the closing brackets of a sequence that can be completed');
    }
    const brackets = unwrap(answer).replace(/[\s,"'`]+/g, '');
    if (!/^[()[\]{}<>]+$/.test(brackets)) return malformed('Expected closing brackets');
    // The whole sequence begins with an opening bracket, so it cannot be taken for the end alone.
    if (brackets === completion || brackets === prefix + completion) return right;
    return wrong('Expected the brackets that close what is open, and no more');
  },
});

/** The closing brackets that are missing; null when a closing bracket does not fit. */
function complete(prefix: string): string | null {
  const open: string[] = [];
  for (const bracket of prefix) {
    const closer = closerOf.get(bracket);
    if (closer !== undefined) open.push(closer);
    else if (open.pop() !== bracket) return null;
  }
  return open.reverse().join('');
}

/** Opens and closes at random, so that the wanted number of brackets is open at the end. */
function drawPrefix(rng: Rng, c: Config): string {
  const open = rng.randint(c.min_open, c.max_open);
  const drawn = Math.max(open, rng.randint(c.min_length, c.max_length));
  const length = drawn + ((drawn - open) % 2);
  const stack: string[] = [];
  let prefix = '';
  for (let left = length; left > 0; left--) {
    const mayOpen = stack.length + 1 - open <= left - 1;
    const mayClose = stack.length > 0 && open - stack.length + 1 <= left - 1;
    if (mayOpen && (!mayClose || rng.below(2) === 0)) {
      const [opener, closer] = pairs[rng.below(c.kinds)] as (typeof pairs)[number];
      stack.push(closer);
      prefix += opener;
    } else prefix += stack.pop();
  }
  return prefix;
}
