import { splitSpaces, withoutPunctuation } from '../../text/python.ts';
import { defineInstruction } from '../define.ts';
import { none, quote } from '../kwargs.ts';
import { firstLetter } from '../words/bare.ts';

const letters = 'abcdefghijklmnopqrstuvwxyz';

export const alphabet = defineInstruction({
  id: 'words:alphabet',
  rule: 'Each word starts with the letter after the one before it started with; A follows Z.',
  kwargs: none,
  example: {
    kwargs: {},
    passes: 'Yellow zebras always bark.',
    fails: 'Yellow zebras bark always.',
  },
  check(text) {
    const words = splitSpaces(withoutPunctuation(text));
    let letter = letters.indexOf(firstLetter(words[0] ?? '').toLowerCase() || ' ');
    if (letter < 0)
      return { passed: false, reason: 'the first word starts with no letter from a to z' };
    for (const word of words.slice(1)) {
      letter = (letter + 1) % letters.length;
      if (firstLetter(word.toLowerCase()) === letters[letter]) continue;
      return { passed: false, reason: `${quote(word)} does not start with ${letters[letter]}` };
    }
    return { passed: true, reason: 'each word starts with the next letter' };
  },
});
