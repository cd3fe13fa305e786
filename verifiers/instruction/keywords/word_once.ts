import { z } from 'zod';
import { strip } from '../../text/python.ts';
import { defineInstruction } from '../define.ts';
import { pattern } from '../kwargs.ts';

export const wordOnce = defineInstruction({
  id: 'keywords:word_once',
  rule: 'The keyword (a pattern, letter case ignored) occurs exactly once, also inside words.',
  kwargs: z.strictObject({ keyword: pattern({ ignoreCase: true }, strip) }),
  example: {
    kwargs: { keyword: 'rain' },
    passes: 'The train was late again.',
    fails: 'Rain fell, and the train was late.',
  },
  check(text, { keyword }, { budget }) {
    const found = keyword.count(text, budget, 2);
    const times = ['never', 'once', 'more than once'][found];
    return { passed: found === 1, reason: `${JSON.stringify(keyword.source)} occurs ${times}` };
  },
});
