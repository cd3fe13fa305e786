import { z } from 'zod';
import { tokeniseWords } from '../../text/tokens.ts';
import { defineInstruction } from '../define.ts';
import { count, plural } from '../kwargs.ts';
import { pronouns } from '../words/pronouns.ts';

export const pronounCount = defineInstruction({
  id: 'count:pronouns',
  rule: 'The text has at least N pronouns.',
  kwargs: z.strictObject({ N: count }),
  example: {
    kwargs: { N: 3 },
    passes: 'She gave it to them.',
    fails: 'She gave the book to them.',
  },
  check(text, { N }, { budget }) {
    // she/her is two.
    const tokens = tokeniseWords(text.replaceAll('/', ' ').toLowerCase(), budget);
    const found = tokens.filter((token) => pronouns.has(token)).length;
    return { passed: found >= N, reason: `${plural(found, 'pronoun')}, asked: at least ${N}` };
  },
});
