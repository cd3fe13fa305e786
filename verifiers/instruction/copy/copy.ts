import { z } from 'zod';
import { defineInstruction } from '../define.ts';
import { phrase } from '../kwargs.ts';
import { isCopy } from './same.ts';

export const copy = defineInstruction({
  id: 'copy:copy',
  rule: 'The text is the prompt and nothing else, letter case and blanks around it ignored.',
  kwargs: z.strictObject({ prompt_to_repeat: phrase }),
  example: {
    kwargs: { prompt_to_repeat: 'Name three rivers of Wales.' },
    passes: 'Name three rivers of Wales.',
    fails: 'Name three rivers of Wales. The Wye, the Dee, the Usk.',
  },
  check(text, { prompt_to_repeat }) {
    const passed = isCopy(text, prompt_to_repeat);
    return { passed, reason: passed ? 'the prompt, copied' : 'is not the prompt alone' };
  },
});
