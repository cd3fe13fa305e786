import { z } from 'zod';
import { findWords } from '../../text/python.ts';
import { defineInstruction } from '../define.ts';
import { count, plural } from '../kwargs.ts';

export const wordCountRange = defineInstruction({
  id: 'count:word_count_range',
  rule: 'The text has from min_words to max_words words.',
  kwargs: z.strictObject({ min_words: count, max_words: count }),
  example: {
    kwargs: { min_words: 3, max_words: 4 },
    passes: 'The cat sat.',
    fails: 'The cat sat on the mat.',
  },
  check(text, { min_words, max_words }) {
    const found = findWords(text).length;
    return {
      passed: min_words <= found && found <= max_words,
      reason: `${plural(found, 'word')}, asked: ${min_words} to ${max_words}`,
    };
  },
});
