import { z } from 'zod';
import { defineInstruction } from '../define.ts';
import { pattern } from '../kwargs.ts';

export const forbiddenWords = defineInstruction({
  id: 'keywords:forbidden_words',
  rule: 'None of the words (patterns, letter case ignored) occurs as a whole word.',
  kwargs: z.strictObject({
    forbidden_words: z
      .array(pattern({ ignoreCase: true, wholeWord: true }))
      .min(1)
      .max(1_000),
  }),
  example: {
    kwargs: { forbidden_words: ['cat'] },
    passes: 'The catalogue lists only dogs.',
    fails: 'A Cat sat on the mat.',
  },
  check(text, { forbidden_words }, { budget }) {
    const found = forbidden_words.find((word) => word.count(text, budget, 1) > 0);
    return found
      ? { passed: false, reason: `forbidden word ${JSON.stringify(found.source)} occurs` }
      : { passed: true, reason: 'no forbidden word occurs' };
  },
});
