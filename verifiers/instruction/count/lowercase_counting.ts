import { z } from 'zod';
import { findWords } from '../../text/python.ts';
import { defineInstruction } from '../define.ts';
import { count, plural } from '../kwargs.ts';

export const lowercaseCounting = defineInstruction({
  id: 'count:lowercase_counting',
  rule: 'At most the asked number of words made of the small letters a to z alone.',
  kwargs: z.strictObject({ N: count }),
  example: {
    kwargs: { N: 2 },
    passes: 'Rivers Flow to the Sea.',
    fails: 'Rivers flow to the sea.',
  },
  check(text, { N }) {
    const found = findWords(text).filter((word) => /^[a-z]+$/.test(word)).length;
    return {
      passed: found <= N,
      reason: `${plural(found, 'word')} in small letters, asked: at most ${N}`,
    };
  },
});
