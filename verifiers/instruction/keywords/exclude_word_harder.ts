import { z } from 'zod';
import { findWords } from '../../text/python.ts';
import { defineInstruction } from '../define.ts';
import { oneWord, quote } from '../kwargs.ts';

export const excludeWordHarder = defineInstruction({
  id: 'keywords:exclude_word_harder',
  rule: 'The word does not occur, letter case told apart.',
  kwargs: z.strictObject({ keyword: oneWord }),
  example: {
    kwargs: { keyword: 'fox' },
    passes: 'The foxes ran across the road.',
    fails: 'The fox ran across the road.',
  },
  check(text, { keyword }, { hardened }) {
    // The published checker sees the word between blanks only: a comma after it would hide it.
    const found = text.includes(` ${keyword} `) || (hardened && findWords(text).includes(keyword));
    return { passed: !found, reason: `${quote(keyword)} ${found ? 'occurs' : 'does not occur'}` };
  },
});
