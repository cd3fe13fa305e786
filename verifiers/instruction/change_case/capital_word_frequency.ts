import { z } from 'zod';
import { isUpper } from '../../text/python.ts';
import { tokeniseWords } from '../../text/tokens.ts';
import { defineInstruction } from '../define.ts';
import { count, holds, plural, relation } from '../kwargs.ts';

export const capitalWordFrequency = defineInstruction({
  id: 'change_case:capital_word_frequency',
  rule: 'The text has the asked number of words in capitals only.',
  kwargs: z.strictObject({ capital_frequency: count, capital_relation: relation }),
  example: {
    kwargs: { capital_frequency: 2, capital_relation: 'at least' },
    passes: 'NASA sent it to MARS.',
    fails: 'NASA sent it to Mars.',
  },
  check(text, { capital_frequency, capital_relation }, { budget }) {
    const found = tokeniseWords(text, budget).filter(isUpper).length;
    return {
      passed: holds(found, capital_relation, capital_frequency),
      reason: `${plural(found, 'word')} in capitals, asked: ${capital_relation} ${capital_frequency}`,
    };
  },
});
