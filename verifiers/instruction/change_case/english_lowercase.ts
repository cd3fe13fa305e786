import { isLower } from '../../text/python.ts';
import { defineInstruction } from '../define.ts';
import { isIn } from '../detected.ts';
import { none } from '../kwargs.ts';

export const englishLowercase = defineInstruction({
  id: 'change_case:english_lowercase',
  rule: 'The text is English and has no capital letters.',
  kwargs: none,
  example: {
    kwargs: {},
    passes: 'the weather is fine today and we walk along the river.',
    fails: 'The weather is fine today.',
  },
  check(text, _, context) {
    if (!isLower(text)) return { passed: false, reason: 'it has a capital or no small letter' };
    return isIn('en', text, context);
  },
});
