import { z } from 'zod';
import { strip } from '../../text/python.ts';
import { defineInstruction } from '../define.ts';
import { phrase } from '../kwargs.ts';

export const repeatPrompt = defineInstruction({
  id: 'combination:repeat_prompt',
  rule: 'The text starts with the prompt, letter case ignored.',
  kwargs: z.strictObject({ prompt_to_repeat: phrase }),
  example: {
    kwargs: { prompt_to_repeat: 'Name a river.' },
    passes: 'Name a river.\nThe Severn.',
    fails: 'The Severn.',
  },
  check(text, { prompt_to_repeat }) {
    const passed = strip(text).toLowerCase().startsWith(strip(prompt_to_repeat).toLowerCase());
    return { passed, reason: passed ? 'starts with the prompt' : 'does not start with the prompt' };
  },
});
