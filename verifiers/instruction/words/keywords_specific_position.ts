import { z } from 'zod';
import { splitSentences } from '../../text/sentences/split.ts';
import { tokeniseWords } from '../../text/tokens.ts';
import { defineInstruction } from '../define.ts';
import { oneWord, positive, quote } from '../kwargs.ts';
import { isWord } from '../words/bare.ts';

export const keywordsSpecificPosition = defineInstruction({
  id: 'words:keywords_specific_position',
  rule: 'The keyword is the mth word of the nth sentence, letter case aside; marks are not counted.',
  kwargs: z.strictObject({ keyword: oneWord, n: positive, m: positive }),
  example: {
    kwargs: { keyword: 'fox', n: 2, m: 3 },
    passes: 'It was late. The (red) Fox came.',
    fails: 'It was late. The fox came.',
  },
  check(text, { keyword, n, m }, { budget }) {
    const sentence = splitSentences(text, { budget })[n - 1];
    if (sentence === undefined) return { passed: false, reason: `no sentence ${n}` };
    const found = tokeniseWords(sentence, budget).filter(isWord)[m - 1];
    if (found === undefined) return { passed: false, reason: `no word ${m} in sentence ${n}` };
    return {
      passed: found.toLowerCase() === keyword.toLowerCase(),
      reason: `word ${m} of sentence ${n} is ${quote(found)}, asked: ${quote(keyword)}`,
    };
  },
});
