import { defineInstruction } from '../define.ts';
import { none, plural } from '../kwargs.ts';

export const noComma = defineInstruction({
  id: 'punctuation:no_comma',
  rule: 'The text has no comma.',
  kwargs: none,
  example: { kwargs: {}, passes: 'Bread and cheese.', fails: 'Bread, cheese and wine.' },
  check(text) {
    const found = text.split(',').length - 1;
    return { passed: found === 0, reason: plural(found, 'comma') };
  },
});
