import { splitSpaces, strip } from '../../text/python.ts';
import { defineInstruction } from '../define.ts';
import { none, quote } from '../kwargs.ts';
import { trimMarks } from '../words/bare.ts';

export const paragraphLastFirst = defineInstruction({
  id: 'words:paragraph_last_first',
  rule: 'Each line ends with the word it started with, letter case aside.',
  kwargs: none,
  example: {
    kwargs: {},
    passes: 'Rain fell and fell, only rain.\nWind came after the wind.',
    fails: 'Rain fell and fell.',
  },
  check(text, _, { hardened }) {
    for (const [i, line] of text.split('\n').entries()) {
      const words = splitSpaces(trimMarks(strip(line).toLowerCase()));
      // As published, a line of one word is its own end.
      const short = hardened && words.length === 1;
      if (words[0] === words.at(-1) && !short) continue;
      const pair = `${quote(words[0] as string)} and ends with ${quote(words.at(-1) as string)}`;
      return {
        passed: false,
        reason: short ? `line ${i + 1} is one word` : `line ${i + 1} starts with ${pair}`,
      };
    }
    return { passed: true, reason: 'each line ends with the word it started with' };
  },
});
