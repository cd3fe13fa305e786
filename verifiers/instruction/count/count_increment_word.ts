import { z } from 'zod';
import { strip } from '../../text/python.ts';
import { defineInstruction } from '../define.ts';
import { pattern } from '../kwargs.ts';

export const countIncrementWord = defineInstruction({
  id: 'count:count_increment_word',
  rule: 'The first keyword (a pattern, letter case ignored) occurs once, the second twice, also inside words.',
  kwargs: z.strictObject({
    keyword1: pattern({ ignoreCase: true }, strip),
    keyword2: pattern({ ignoreCase: true }, strip),
  }),
  example: {
    kwargs: { keyword1: 'sun', keyword2: 'moon' },
    passes: 'The sun set, the Moon rose, and moonlight fell.',
    fails: 'The sun set, and the moon rose.',
  },
  check(text, { keyword1, keyword2 }, { budget }) {
    const found1 = keyword1.count(text, budget);
    const found2 = keyword2.count(text, budget);
    const [name1, name2] = [keyword1.source, keyword2.source].map((name) => JSON.stringify(name));
    return {
      passed: found1 === 1 && found2 === 2,
      reason: `${name1} occurs ${found1} times, asked: 1; ${name2} ${found2} times, asked: 2`,
    };
  },
});
