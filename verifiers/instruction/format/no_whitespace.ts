import { space } from '../../text/python.ts';
import { defineInstruction } from '../define.ts';
import { none } from '../kwargs.ts';

const spaces = new RegExp(`[${space}]`, 'u');

export const noWhitespace = defineInstruction({
  id: 'format:no_whitespace',
  rule: 'The text has no white space.',
  kwargs: none,
  example: { kwargs: {}, passes: 'Rain,rain,rain.', fails: 'Rain, rain.' },
  check(text) {
    const at = text.search(spaces);
    return at < 0
      ? { passed: true, reason: 'no white space' }
      : { passed: false, reason: `white space after ${at} characters` };
  },
});
