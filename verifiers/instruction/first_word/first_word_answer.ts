import { z } from 'zod';
import { splitSpaces } from '../../text/python.ts';
import { defineInstruction } from '../define.ts';
import { oneWord, quote } from '../kwargs.ts';

export const firstWordAnswer = defineInstruction({
  id: 'first_word:first_word_answer',
  rule: 'The first word, marks at it included, is the asked one, letter case ignored.',
  kwargs: z.strictObject({ first_word: oneWord }),
  example: {
    kwargs: { first_word: 'rivers' },
    passes: 'Rivers reach the sea.',
    fails: 'All rivers reach the sea.',
  },
  check(text, { first_word }) {
    const [found = ''] = splitSpaces(text);
    return {
      passed: found.toLowerCase() === first_word.toLowerCase() && found !== '',
      reason: `starts with ${quote(found)}, asked: ${quote(first_word)}`,
    };
  },
});
