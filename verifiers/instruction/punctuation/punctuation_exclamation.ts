import { defineInstruction } from '../define.ts';
import { none, plural } from '../kwargs.ts';

export const punctuationExclamation = defineInstruction({
  id: 'punctuation:punctuation_exclamation',
  rule: 'The text has no exclamation mark.',
  kwargs: none,
  example: { kwargs: {}, passes: 'Bread and cheese.', fails: 'Bread and cheese!' },
  check(text) {
    const found = text.split('!').length - 1;
    return { passed: found === 0, reason: plural(found, 'exclamation mark') };
  },
});
