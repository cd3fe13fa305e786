import { splitSpaces } from '../../text/python.ts';
import { defineInstruction } from '../define.ts';
import { none, quote } from '../kwargs.ts';

export const squareBrackets = defineInstruction({
  id: 'detectable_format:square_brackets',
  rule: 'Square brackets stand around every word.',
  kwargs: none,
  example: {
    kwargs: {},
    passes: '[Rivers] [reach] [the] [sea.]',
    fails: '[Rivers] [reach the sea.]',
  },
  check(text) {
    const bare = splitSpaces(text).find((word) => !word.startsWith('[') || !word.endsWith(']'));
    return bare === undefined
      ? { passed: true, reason: 'brackets around every word' }
      : { passed: false, reason: `no brackets around ${quote(bare)}` };
  },
});
