/** How often a letter stands in a text. */
import { z } from 'zod';
import { equal, integer } from '../../../rational.ts';
import { containsOracle, faultyEntry, malformed, right, wrong } from '../../mark.ts';
import { defineTask, ordered, perEntry } from '../../task.ts';
import { parseNumber } from '../../text/number.ts';
import { sentence } from '../../words/tale.ts';

const config = z
  .strictObject({
    min_words: z.int().min(1).max(1_000).default(5),
    max_words: z.int().min(1).max(1_000).default(15),
  })
  .superRefine(ordered(['min_words', 'max_words']));

const metadata = z.looseObject({ target_letter: z.string().min(1), span: z.array(z.string()) });

const countIn = perEntry(({ target_letter: letter, span }: z.infer<typeof metadata>) =>
  countOf(letter.toLowerCase(), span),
);

export const letterCounting = defineTask({
  name: 'letter_counting',
  category: 'algorithmic',
  summary: 'Count a letter in a text',
  answerFormat: 'one integer',
  config,
  metadata,
  curriculum: [
    {
      kind: 'range',
      name: 'words',
      fields: ['min_words', 'max_words'],
      levels: [5, 7, 9, 11, 13, 15, 17, 19],
      interval: true,
    },
  ],

  generate(rng, c) {
    const words = rng.randint(c.min_words, c.max_words);
    const text = sentence(rng, words)
      .toLowerCase()
      .replace(/[^a-z ]+/g, '');
    const span = text.split(' ');
    // Every count that occurs is as likely as any other: most letters of a text are rare.
    const letters = [...new Set(text.replaceAll(' ', ''))].sort();
    const byCount = Map.groupBy(letters, (letter) => countOf(letter, span));
    const count = rng.choice([...byCount.keys()].sort((a, b) => a - b));
    const letter = rng.choice(byCount.get(count) as string[]);
    return {
      question: `How many times does the letter "${letter}" stand in this text?\n\n${text}`,
      answer: String(count),
      metadata: { span_length: words, target_letter: letter, span },
      difficulty: { words: [c.min_words, c.max_words] },
    };
  },

  /** Capitals count as their small letters. */
  score(answer, { entry, mode }) {
    if (mode === 'compat') return containsOracle(answer, (entry.answer ?? '').trim());
    const count = countIn(entry.metadata);
    if (entry.answer?.trim() !== String(count))
      return faultyEntry(`Expected ${count} as the answer`);
    const value = parseNumber(answer);
    if (!value) return malformed('Expected one integer');
    return equal(value, integer(count)) ? right : wrong(`Expected ${count}`);
  },
});

function countOf(letter: string, words: readonly string[]): number {
  return words.join(' ').toLowerCase().split(letter).length - 1;
}
