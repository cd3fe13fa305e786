import { z } from 'zod';
import { defineInstruction } from '../define.ts';
import { count, holds, plural, relation } from '../kwargs.ts';

export const letterCounting = defineInstruction({
  id: 'letters:letter_counting',
  rule: 'The text has the asked number of letters a to z, small or capital.',
  kwargs: z.strictObject({ N: count, relation }),
  example: {
    kwargs: { N: 20, relation: 'less than' },
    passes: 'Rivers reach the sea.',
    fails: 'Rivers reach the sea at last.',
  },
  check(text, { N, relation }) {
    const found = text.replace(/[^a-zA-Z]+/g, '').length;
    return {
      passed: holds(found, relation, N),
      reason: `${plural(found, 'letter')}, asked: ${relation} ${N}`,
    };
  },
});
