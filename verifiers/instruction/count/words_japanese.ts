import { z } from 'zod';
import { isDigits, splitSpaces } from '../../text/python.ts';
import { defineInstruction } from '../define.ts';
import { positive, quote } from '../kwargs.ts';
import { trimMarks } from '../words/bare.ts';

export const wordsJapanese = defineInstruction({
  id: 'count:words_japanese',
  rule: 'Every Nth word has a kana or a kanji; numbers and marks there are let pass.',
  kwargs: z.strictObject({ N: positive }),
  example: {
    kwargs: { N: 3 },
    passes: 'I drink お茶 every single 日.',
    fails: 'I drink tea every single 日.',
  },
  check(text, { N }, { hardened }) {
    const words = splitSpaces(text);
    let found = 0;
    for (let i = N - 1; i < words.length; i += N) {
      const word = trimMarks(words[i] as string);
      const isJapanese = /[\u3040-\u30ff\u4e00-\u9fff]/.test(word);
      if (isJapanese) found++;
      if (isJapanese || word === '' || isDigits(word)) continue;
      return { passed: false, reason: `word ${i + 1}, ${quote(word)}, is not Japanese` };
    }
    // As published, a text of fewer than N words passes.
    if (hardened && found === 0) return { passed: false, reason: `no word ${N} is Japanese` };
    return { passed: true, reason: `no word that ${N} divides is in another script` };
  },
});
