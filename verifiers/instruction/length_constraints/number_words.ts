import { z } from 'zod';
import { findWords } from '../../text/python.ts';
import { defineInstruction } from '../define.ts';
import { count, holds, plural, relation } from '../kwargs.ts';

export const numberWords = defineInstruction({
  id: 'length_constraints:number_words',
  rule: 'The text has the asked number of words: runs of letters, digits and underscores.',
  kwargs: z.strictObject({ num_words: count, relation }),
  example: {
    kwargs: { num_words: 5, relation: 'less than' },
    passes: 'Four words, no more.',
    fails: "It's five words by count.",
  },
  check(text, { num_words, relation }) {
    const found = findWords(text).length;
    return {
      passed: holds(found, relation, num_words),
      reason: `${plural(found, 'word')}, asked: ${relation} ${num_words}`,
    };
  },
});
