import { splitSpaces } from '../../text/python.ts';
import { defineInstruction } from '../define.ts';
import { none, quote } from '../kwargs.ts';

export const palindrome = defineInstruction({
  id: 'keywords:palindrome',
  rule: 'A word reads the same backwards, letter case told apart.',
  kwargs: none,
  example: {
    kwargs: {},
    passes: 'Their kayak drifted down the river.',
    fails: 'Their boat drifted down the river.',
  },
  check(text, _, { hardened }) {
    const words = splitSpaces(text);
    // As published, "a" is one, and so is a dash; and the palindrome may be all there is.
    const found = words.find(
      (word) => readsBackwards(word) && (!hardened || /^\p{L}{3,}$/u.test(word)),
    );
    if (hardened && new Set(words).size < 3) return { passed: false, reason: 'too few words' };
    return found === undefined
      ? { passed: false, reason: 'no word reads the same backwards' }
      : { passed: true, reason: `${quote(found)} reads the same backwards` };
  },
});

function readsBackwards(word: string): boolean {
  const characters = Array.from(word);
  return characters.every((character, i) => character === characters.at(-1 - i));
}
