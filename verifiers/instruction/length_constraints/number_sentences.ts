import { z } from 'zod';
import { splitSentences } from '../../text/sentences/split.ts';
import { defineInstruction } from '../define.ts';
import { count, holds, plural, relation } from '../kwargs.ts';

export const numberSentences = defineInstruction({
  id: 'length_constraints:number_sentences',
  rule: 'The text has the asked number of sentences.',
  approximate:
    'the published splitter learnt its abbreviations and letter case from another corpus',
  kwargs: z.strictObject({ num_sentences: count, relation }),
  example: {
    kwargs: { num_sentences: 2, relation: 'at least' },
    passes: 'Dr. Jones left. She took the train.',
    fails: 'Dr. Jones left by train.',
  },
  check(text, { num_sentences, relation }, { budget }) {
    const found = splitSentences(text, { budget }).length;
    return {
      passed: holds(found, relation, num_sentences),
      reason: `${plural(found, 'sentence')}, asked: ${relation} ${num_sentences}`,
    };
  },
});
