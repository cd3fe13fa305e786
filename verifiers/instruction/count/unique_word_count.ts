import { z } from 'zod';
import { splitSpaces } from '../../text/python.ts';
import { defineInstruction } from '../define.ts';
import { count, plural } from '../kwargs.ts';
import { trimMarks } from '../words/bare.ts';

export const uniqueWordCount = defineInstruction({
  id: 'count:unique_word_count',
  rule: 'The text has at least N different words, letter case and the marks around them aside.',
  kwargs: z.strictObject({ N: count }),
  example: {
    kwargs: { N: 4 },
    passes: 'Rivers bend; quiet rivers sing.',
    fails: 'Rivers bend; rivers sing.',
  },
  check(text, { N }, { hardened }) {
    const different = new Set(splitSpaces(text.toLowerCase()).map(trimMarks));
    // As published, a dash on its own counts as the empty word.
    if (hardened) different.delete('');
    const found = different.size;
    return {
      passed: found >= N,
      reason: `${plural(found, 'different word')}, asked: at least ${N}`,
    };
  },
});
