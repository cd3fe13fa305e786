import { z } from 'zod';
import { splitSentencesByRules } from '../../text/sentences/rules.ts';
import { tokeniseWords } from '../../text/tokens.ts';
import { defineInstruction } from '../define.ts';
import { listedWord, positive, quote } from '../kwargs.ts';

export const keywordSpecificPosition = defineInstruction({
  id: 'keywords:keyword_specific_position',
  rule: 'The keyword is the mth word or mark of the nth sentence, letter case told apart.',
  kwargs: z.strictObject({ keyword: listedWord, n: positive, m: positive }),
  example: {
    kwargs: { keyword: 'fox', n: 2, m: 3 },
    passes: 'It was late. The red fox came.',
    fails: 'It was late. The fox came.',
  },
  check(text, { keyword, n, m }, { budget }) {
    const sentence = splitSentencesByRules(text, budget)[n - 1];
    if (sentence === undefined) return { passed: false, reason: `no sentence ${n}` };
    const found = tokeniseWords(sentence, budget)[m - 1];
    if (found === undefined) return { passed: false, reason: `no word ${m} in sentence ${n}` };
    return {
      passed: found === keyword,
      reason: `word ${m} of sentence ${n} is ${quote(found)}, asked: ${quote(keyword)}`,
    };
  },
});
