import { z } from 'zod';
import { isBlank, splitSpaces } from '../../text/python.ts';
import { defineInstruction } from '../define.ts';
import { pattern, phrase, positive, quote } from '../kwargs.ts';

/** A repetition runs from the phrase's first word to its last, both patterns, on one line. */
const kwargs = z
  .strictObject({
    phrase: phrase.refine((text) => !isBlank(text), 'expected words'),
    small_n: positive,
  })
  .transform(({ phrase, small_n }) => {
    const words = splitSpaces(phrase);
    return { words, small_n, repetition: `${words[0]} .*? ${words.at(-1)}` };
  })
  .pipe(z.object({ words: z.array(z.string()), small_n: positive, repetition: pattern() }));

export const repeatPhrase = defineInstruction({
  id: 'copy:repeat_phrase',
  rule: 'The phrase occurs exactly the asked number of times, each time with one inner word replaced.',
  kwargs,
  example: {
    kwargs: { phrase: 'the cat sat on the mat', small_n: 2 },
    passes: 'First, the dog sat on the mat; then the cat slept on the mat.',
    fails: 'First, the cat sat on the mat; then the cat slept on the mat.',
  },
  check(text, { words, small_n, repetition }, { budget }) {
    let found = 0;
    for (const { start, end } of repetition.matches(text, budget)) {
      if (++found > small_n) break;
      const repeated = splitSpaces(text.slice(start, end));
      const changes = repeated.filter((word, i) => word !== words[i]).length;
      if (changes === 1 && repeated.length === words.length) continue;
      return { passed: false, reason: `not one word replaced: ${quote(repeated.join(' '))}` };
    }
    const times = found > small_n ? `more than ${small_n}` : `${found}`;
    return { passed: found === small_n, reason: `${times} repetitions, asked: ${small_n}` };
  },
});
