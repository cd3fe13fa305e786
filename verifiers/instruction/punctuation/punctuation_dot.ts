import { defineInstruction } from '../define.ts';
import { none, plural } from '../kwargs.ts';

export const punctuationDot = defineInstruction({
  id: 'punctuation:punctuation_dot',
  rule: 'The text has no dot.',
  kwargs: none,
  example: { kwargs: {}, passes: 'Bread and cheese!', fails: 'Bread and cheese.' },
  check(text) {
    const found = text.split('.').length - 1;
    return { passed: found === 0, reason: plural(found, 'dot') };
  },
});
