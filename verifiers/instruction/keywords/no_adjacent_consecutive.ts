import { splitSpaces } from '../../text/python.ts';
import { defineInstruction } from '../define.ts';
import { none, quote } from '../kwargs.ts';

export const noAdjacentConsecutive = defineInstruction({
  id: 'keywords:no_adjacent_consecutive',
  rule: 'No word starts with the letter that follows, in the alphabet, the first one of the word before.',
  kwargs: none,
  example: {
    kwargs: {},
    passes: 'Seven rivers reach one sea.',
    fails: 'All boats leave early.',
  },
  check(text) {
    const words = splitSpaces(text);
    for (let i = 0; i + 1 < words.length; i++) {
      const [first, second] = [words[i] as string, words[i + 1] as string].map(initial);
      if (first === null || second === null || (second as number) - (first as number) === 1) {
        return {
          passed: false,
          reason: `next to each other: ${quote(`${words[i]} ${words[i + 1]}`)}`,
        };
      }
    }
    return { passed: true, reason: 'no two in alphabetical order' };
  },
});

/** The code of the first character in lower case; null when that is more than one character (İ). */
function initial(word: string): number | null {
  const lower = String.fromCodePoint(word.codePointAt(0) as number).toLowerCase();
  const code = lower.codePointAt(0) as number;
  return lower.length > (code > 0xffff ? 2 : 1) ? null : code;
}
