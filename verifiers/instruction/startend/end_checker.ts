import { z } from 'zod';
import { strip } from '../../text/python.ts';
import { defineInstruction } from '../define.ts';
import { phrase, quote } from '../kwargs.ts';

export const endChecker = defineInstruction({
  id: 'startend:end_checker',
  rule: 'The text ends with the phrase, letter case and double quotes around the text ignored.',
  kwargs: z.strictObject({ end_phrase: phrase }),
  example: {
    kwargs: { end_phrase: 'That is all.' },
    passes: '"It rained. That is all."',
    fails: 'That is all. Goodbye!',
  },
  check(text, { end_phrase }) {
    const passed = strip(strip(text), '"').toLowerCase().endsWith(strip(end_phrase).toLowerCase());
    const verb = passed ? 'ends' : 'does not end';
    return { passed, reason: `${verb} with ${quote(end_phrase)}` };
  },
});
