import { splitSpaces } from '../../text/python.ts';
import { defineInstruction } from '../define.ts';
import { none, quote } from '../kwargs.ts';

export const bigramWrapping = defineInstruction({
  id: 'detectable_format:bigram_wrapping',
  rule: 'Double angular brackets stand around every pair of words: <<I am>> <<at home>>.',
  kwargs: none,
  example: {
    kwargs: {},
    passes: '<<I am>> <<at home>> <<with friends>>',
    fails: '<<I am at>> <<home with friends>>',
  },
  check(text, _, { hardened }) {
    const words = splitSpaces(text);
    for (let i = 0; i < words.length; i += 2) {
      const first = words[i] as string;
      // An odd word at the end is free as published; one long word would then do.
      const second = words[i + 1] ?? (hardened ? first : undefined);
      if (second === undefined || (first.startsWith('<<') && second.endsWith('>>'))) continue;
      return {
        passed: false,
        reason: `no brackets around ${quote(`${first} ${words[i + 1] ?? ''}`)}`,
      };
    }
    return { passed: true, reason: 'brackets around every pair of words' };
  },
});
