import { splitSpaces, strip, withoutPunctuation } from '../../text/python.ts';
import { defineInstruction } from '../define.ts';
import { none, plural } from '../kwargs.ts';

export const newline = defineInstruction({
  id: 'format:newline',
  rule: 'Each word stands on a line of its own; marks are not counted.',
  kwargs: none,
  example: { kwargs: {}, passes: 'Rain\nfell\n-\ntoday.', fails: 'Rain fell\ntoday.' },
  check(text) {
    const bare = strip(withoutPunctuation(text));
    const lines = bare.split('\n').filter((line) => line !== '').length;
    const words = splitSpaces(bare).length;
    return {
      passed: lines === words,
      reason: `${plural(words, 'word')} on ${plural(lines, 'line')}`,
    };
  },
});
