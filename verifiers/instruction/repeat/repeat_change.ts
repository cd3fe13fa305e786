import { z } from 'zod';
import { splitSpaces } from '../../text/python.ts';
import { defineInstruction } from '../define.ts';
import { phrase, quote } from '../kwargs.ts';

export const repeatChange = defineInstruction({
  id: 'repeat:repeat_change',
  rule: 'The text is the prompt with another first word, blanks between words ignored.',
  kwargs: z.strictObject({ prompt_to_repeat: phrase }),
  example: {
    kwargs: { prompt_to_repeat: 'Name three rivers of Wales.' },
    passes: 'List three rivers of Wales.',
    fails: 'Name three rivers of Wales.',
  },
  check(text, { prompt_to_repeat }, { hardened }) {
    const [first = '', ...rest] = splitSpaces(text);
    const [asked = '', ...wanted] = splitSpaces(prompt_to_repeat);
    // As published, a blank more is a change, too.
    if (text === prompt_to_repeat || (hardened && first === asked)) {
      return { passed: false, reason: `the first word is still ${quote(first)}` };
    }
    const passed = rest.join(' ') === wanted.join(' ');
    return {
      passed,
      reason: `the words after the first ${passed ? 'are' : 'differ from'} the prompt's`,
    };
  },
});
