import { z } from 'zod';
import { defineInstruction } from '../define.ts';
import { phrase, plural, quote } from '../kwargs.ts';

export const list = defineInstruction({
  id: 'format:list',
  rule: 'The mark that stands for a bullet point occurs at least twice.',
  kwargs: z.strictObject({ sep: phrase }),
  example: {
    kwargs: { sep: '!?!?' },
    passes: '!?!? bread\n!?!? butter',
    fails: '!?!? bread and butter',
  },
  check(text, { sep }) {
    const found = text.split(sep).length - 1;
    return { passed: found >= 2, reason: `${plural(found, 'time')} ${quote(sep)}, needed: 2` };
  },
});
