import { splitSpaces, withoutPunctuation } from '../../text/python.ts';
import { defineInstruction } from '../define.ts';
import { none, quote } from '../kwargs.ts';

export const primeLengths = defineInstruction({
  id: 'words:prime_lengths',
  rule: 'The length of each word is a prime number below 100, marks aside.',
  kwargs: none,
  example: {
    kwargs: {},
    passes: 'The happy fox is in Spain.',
    fails: 'The happy bird is in Spain.',
  },
  check(text) {
    const word = splitSpaces(withoutPunctuation(text)).find((one) => !hasPrimeLength(one));
    return word === undefined
      ? { passed: true, reason: 'the length of each word is a prime' }
      : { passed: false, reason: `the length of ${quote(word)} is no prime below 100` };
  },
});

function hasPrimeLength(word: string): boolean {
  const length = Array.from(word).length;
  if (length < 2 || length > 99) return false;
  for (let factor = 2; factor * factor <= length; factor++) if (length % factor === 0) return false;
  return true;
}
