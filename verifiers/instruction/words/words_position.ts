import { z } from 'zod';
import { punctuation } from '../../text/python.ts';
import { tokeniseWords } from '../../text/tokens.ts';
import { defineInstruction } from '../define.ts';
import { oneWord, quote } from '../kwargs.ts';

export const wordsPosition = defineInstruction({
  id: 'words:words_position',
  rule: 'The second word and the second to last word are the keyword, letter case aside.',
  kwargs: z.strictObject({ keyword: oneWord }),
  example: {
    kwargs: { keyword: 'day' },
    passes: 'The day was a good day overall.',
    fails: 'The day was good overall.',
  },
  check(text, { keyword }, { budget }) {
    const tokens = tokeniseWords(text, budget);
    // One mark at the end is no word; marks elsewhere count as words.
    if (punctuation.includes(tokens.at(-1) ?? ' ')) tokens.pop();
    const [second, secondLast] = [tokens[1], tokens.at(-2)];
    if (second === undefined || secondLast === undefined)
      return { passed: false, reason: 'fewer than two words' };
    const wanted = keyword.toLowerCase();
    return {
      passed: second.toLowerCase() === wanted && secondLast.toLowerCase() === wanted,
      reason: `${quote(second)} and ${quote(secondLast)}, asked: ${quote(keyword)} twice`,
    };
  },
});
