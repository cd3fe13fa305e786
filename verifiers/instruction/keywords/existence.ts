import { z } from 'zod';
import { defineInstruction } from '../define.ts';
import { pattern } from '../kwargs.ts';

export const existence = defineInstruction({
  id: 'keywords:existence',
  rule: 'Every keyword (a pattern, letter case ignored) occurs somewhere, even inside a word.',
  kwargs: z.strictObject({
    keywords: z
      .array(pattern({ ignoreCase: true }))
      .min(1)
      .max(1_000),
  }),
  example: {
    kwargs: { keywords: ['river', 'boat'] },
    passes: 'The riverside boats were all blue.',
    fails: 'The river was blue.',
  },
  check(text, { keywords }, { budget }) {
    const absent = keywords.find((keyword) => keyword.count(text, budget, 1) === 0);
    return absent
      ? { passed: false, reason: `keyword ${JSON.stringify(absent.source)} is absent` }
      : { passed: true, reason: 'every keyword occurs' };
  },
});
