import { z } from 'zod';
import { defineInstruction } from '../define.ts';
import { oneWord, quote } from '../kwargs.ts';
import { lastBareWord } from './bare.ts';

export const lastWordAnswer = defineInstruction({
  id: 'last_word:last_word_answer',
  rule: 'The last word, its marks left out, is the asked one, letter case ignored.',
  kwargs: z.strictObject({ last_word: oneWord }),
  example: {
    kwargs: { last_word: 'sea' },
    passes: 'Rivers reach the Sea.',
    fails: 'Rivers reach the sea at last.',
  },
  check(text, { last_word }) {
    const found = lastBareWord(text);
    return {
      passed: found === last_word.toLowerCase(),
      reason: `ends with ${quote(found ?? '')}, asked: ${quote(last_word)}`,
    };
  },
});
