import { isUpper } from '../../text/python.ts';
import { defineInstruction } from '../define.ts';
import { isIn } from '../detected.ts';
import { none } from '../kwargs.ts';

export const englishCapital = defineInstruction({
  id: 'change_case:english_capital',
  rule: 'The text is English and has no small letters.',
  kwargs: none,
  example: {
    kwargs: {},
    passes: 'THE WEATHER IS FINE TODAY AND WE WALK ALONG THE RIVER.',
    fails: 'The weather is FINE today.',
  },
  check(text, _, context) {
    if (!isUpper(text)) return { passed: false, reason: 'it has a small letter or no capital' };
    return isIn('en', text, context);
  },
});
