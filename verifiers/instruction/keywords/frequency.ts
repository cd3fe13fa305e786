import { z } from 'zod';
import { strip } from '../../text/python.ts';
import { defineInstruction } from '../define.ts';
import { count, holds, pattern, relation } from '../kwargs.ts';

export const frequency = defineInstruction({
  id: 'keywords:frequency',
  rule: 'The keyword (a pattern, letter case ignored) occurs the asked number of times, also inside words.',
  kwargs: z.strictObject({
    keyword: pattern({ ignoreCase: true }, strip),
    frequency: count,
    relation,
  }),
  example: {
    kwargs: { keyword: 'rain', frequency: 2, relation: 'at least' },
    passes: 'Rain fell, and the train was late.',
    fails: 'Rain fell all day.',
  },
  check(text, { keyword, frequency, relation }, { budget }) {
    const found = keyword.count(text, budget);
    return {
      passed: holds(found, relation, frequency),
      reason: `${JSON.stringify(keyword.source)} occurs ${found} times, asked: ${relation} ${frequency}`,
    };
  },
});
