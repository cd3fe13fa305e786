import { z } from 'zod';
import { withoutPunctuation } from '../../text/python.ts';
import { defineInstruction } from '../define.ts';
import { count, plural } from '../kwargs.ts';

export const numbers = defineInstruction({
  id: 'count:numbers',
  rule: 'The text has exactly N numbers; marks are taken out first, so 3.14 and 1-2 are one each.',
  kwargs: z.strictObject({ N: count }),
  example: {
    kwargs: { N: 2 },
    passes: 'It took 3.5 hours and 20 people.',
    fails: 'It took 3.5 hours.',
  },
  check(text, { N }) {
    const found = withoutPunctuation(text).match(/\p{Nd}+/gu)?.length ?? 0;
    return { passed: found === N, reason: `${plural(found, 'number')}, asked: ${N}` };
  },
});
