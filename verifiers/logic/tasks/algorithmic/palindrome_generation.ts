/** Arrange letters into a palindrome. Every palindrome of all the letters is right. */
import { z } from 'zod';
import { strip } from '../../../text/python.ts';
import { graded, type Mark, malformed, right, wrong } from '../../mark.ts';
import { reversed } from '../../python/text.ts';
import { defineTask, ordered, perEntry } from '../../task.ts';
import { unwrap } from '../../text/unwrap.ts';

const config = z
  .strictObject({
    min_length: z.int().min(1).max(5_000).default(3),
    max_length: z.int().min(1).max(5_000).default(10),
  })
  .superRefine(ordered(['min_length', 'max_length']));

const metadata = z.looseObject({ letters: z.array(z.string()).min(1) });

const alphabet = [...'abcdefghijklmnopqrstuvwxyz'];
const maxShuffles = 20;

const wantedOf = perEntry(({ letters }: z.infer<typeof metadata>) =>
  inOrder(letters.map((letter) => letter.toLowerCase())),
);

export const palindromeGeneration = defineTask({
  name: 'palindrome_generation',
  category: 'algorithmic',
  summary: 'Arrange letters into a palindrome',
  answerFormat: 'one word of all the letters',
  config,
  metadata,
  curriculum: [
    {
      kind: 'range',
      name: 'length',
      fields: ['min_length', 'max_length'],
      levels: [10, 50, 100, 500],
      interval: true,
    },
  ],

  generate(rng, c) {
    const length = rng.randint(c.min_length, c.max_length);
    const half = Array.from({ length: Math.floor(length / 2) }, () => rng.choice(alphabet));
    const middle = length % 2 === 1 ? [rng.choice(alphabet)] : [];
    // Letters all alike are a palindrome in any order.
    if (length > 2 && new Set([...half, ...middle]).size === 1)
      half[0] = half[0] === 'a' ? 'b' : 'a';
    const palindrome = [...half, ...middle, ...half.toReversed()].join('');
    const letters = [...palindrome];
    for (let i = 0; i < maxShuffles; i++) {
      rng.shuffle(letters);
      if (letters.join('') !== reversed(letters.join(''))) break;
    }
    return {
      question: `A palindrome reads the same from both ends. Arrange these letters into a palindrome, using each as often as it is listed:\n\n${letters.join(', ')}\n\nAnswer with the palindrome as one word.`,
      answer: palindrome,
      metadata: { letters, generated_palindrome: palindrome, length },
      difficulty: { length: [c.min_length, c.max_length] },
    };
  },

  score(answer, { entry, mode, budget }) {
    budget.spend(answer.length);
    const { letters } = entry.metadata;
    if (mode === 'compat') return compat(answer, letters);
    const word = unwrap(answer)
      .replace(/[\s,;"'[\]-]+/g, '')
      .toLowerCase();
    if (!/^[\p{L}\p{N}]+$/u.test(word)) return malformed('Expected one word');
    if (inOrder([...word]) !== wantedOf(entry.metadata)) {
      return wrong('Expected every letter as often as it is listed');
    }
    return word === reversed(word) ? right : wrong('Expected a palindrome');
  },
});

/** The reference: 0.05 for a palindrome of other letters, 0.02 for any other text. */
function compat(answer: string, letters: readonly string[]): Mark {
  if (answer === '') return graded(0);
  const word = strip(answer).toLowerCase();
  if (word !== reversed(word)) return graded(0.02);
  return graded(inOrder([...word]) === inOrder(letters) ? 1 : 0.05);
}

const inOrder = (letters: readonly string[]) => [...letters].sort().join('\n');
