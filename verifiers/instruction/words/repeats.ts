import { z } from 'zod';
import { defineInstruction } from '../define.ts';
import { count, plural, quote } from '../kwargs.ts';
import { bareWords } from '../words/bare.ts';

export const repeats = defineInstruction({
  id: 'words:repeats',
  rule: 'No word occurs more than small_n times, letter case and marks aside.',
  kwargs: z.strictObject({ small_n: count }),
  example: {
    kwargs: { small_n: 1 },
    passes: 'Quiet rivers bend slowly.',
    fails: 'Quiet rivers meet rivers.',
  },
  check(text, { small_n }) {
    const seen = new Map<string, number>();
    for (const word of bareWords(text)) {
      const times = (seen.get(word) ?? 0) + 1;
      if (times > small_n)
        return { passed: false, reason: `${quote(word)} more than ${plural(small_n, 'time')}` };
      seen.set(word, times);
    }
    return { passed: true, reason: `no word more than ${plural(small_n, 'time')}` };
  },
});
