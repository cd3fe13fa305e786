import { defineInstruction } from '../define.ts';
import { none, plural } from '../kwargs.ts';
import { bareWords } from '../words/bare.ts';

const asked = 10;
const minLength = 5;

export const palindromes = defineInstruction({
  id: 'words:palindrome',
  rule: 'The text has ten words of five or more letters that read the same backwards.',
  kwargs: none,
  example: {
    kwargs: {},
    passes: 'level radar rotor civic kayak madam refer solos stats tenet',
    fails: 'level radar rotor civic kayak madam refer solos stats',
  },
  check(text, _, { hardened }) {
    const found = bareWords(text).filter(isLongPalindrome);
    // As published, one palindrome ten times over will do, and so will 11111.
    const counted = hardened
      ? new Set(found.filter((word) => /^\p{L}+$/u.test(word))).size
      : found.length;
    return {
      passed: counted >= asked,
      reason: `${plural(counted, 'palindrome')}, asked: ${asked}`,
    };
  },
});

function isLongPalindrome(word: string): boolean {
  const characters = Array.from(word);
  const last = characters.length - 1;
  return (
    last >= minLength - 1 && characters.every((character, i) => character === characters[last - i])
  );
}
