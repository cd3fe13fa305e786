import { splitSpaces } from '../../text/python.ts';
import { defineInstruction } from '../define.ts';
import { none, quote } from '../kwargs.ts';

export const consonants = defineInstruction({
  id: 'words:consonants',
  rule: 'Each word has two consonants in a row; y is one.',
  kwargs: none,
  example: {
    kwargs: {},
    passes: 'Strong winds thrash branches.',
    fails: 'Strong winds are loud.',
  },
  check(text) {
    const word = splitSpaces(text.toLowerCase()).find((one) => !/[b-df-hj-np-tv-z]{2}/.test(one));
    return word === undefined
      ? { passed: true, reason: 'each word has two consonants in a row' }
      : { passed: false, reason: `${quote(word)} has no two consonants in a row` };
  },
});
