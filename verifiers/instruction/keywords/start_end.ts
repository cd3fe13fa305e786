import { tokeniseWords } from '../../text/tokens.ts';
import { defineInstruction } from '../define.ts';
import { none, quote } from '../kwargs.ts';

export const startEnd = defineInstruction({
  id: 'keywords:start_end',
  rule: 'The text starts and ends with the same word, letter case ignored, and no mark comes after it.',
  kwargs: none,
  example: {
    kwargs: {},
    passes: 'Rivers are fed by other rivers',
    fails: 'Rivers are fed by other rivers.',
  },
  check(text, _, { budget, hardened }) {
    const words = tokeniseWords(text, budget).map((word) => word.toLowerCase());
    const [first = '', last = ''] = [words[0], words.at(-1)];
    const same = words.length > 1 && first === last;
    // As published, a star at both ends does as well, and so does "go go".
    const passed = same && (!hardened || (isWord.test(first) && new Set(words).size > 2));
    return { passed, reason: `starts with ${quote(first)}, ends with ${quote(last)}` };
  },
});

const isWord = /[\p{L}\p{N}]/u;
