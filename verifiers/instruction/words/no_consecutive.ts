import { defineInstruction } from '../define.ts';
import { none, quote } from '../kwargs.ts';
import { bareWords, firstLetter } from '../words/bare.ts';

const sameStart = (one: string, other: string) => firstLetter(one) === firstLetter(other);

export const noConsecutive = defineInstruction({
  id: 'words:no_consecutive',
  rule: 'No two words in a row start with the same letter.',
  kwargs: none,
  example: {
    kwargs: {},
    passes: 'Quiet rivers bend slowly.',
    fails: 'Quiet rivers run slowly.',
  },
  check(text) {
    const words = bareWords(text);
    const at = words.findIndex((word, i) => i > 0 && sameStart(word, words[i - 1] as string));
    return at < 0
      ? { passed: true, reason: 'no two words in a row start with the same letter' }
      : { passed: false, reason: `${quote(`${words[at - 1]} ${words[at]}`)} start alike` };
  },
});
