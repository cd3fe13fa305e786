import { punctuation, strip, toAscii } from '../../text/python.ts';
import { defineInstruction } from '../define.ts';
import { none, plural, quote } from '../kwargs.ts';

const first = 'Zimbabwe';
const neededLines = 52;
const example = Array.from('ZYXWVUTSRQPONMLKJIHGFEDCBA');

export const reverseNewline = defineInstruction({
  id: 'custom:reverse_newline',
  rule: 'From the line with Zimbabwe on there are 52 lines or more, in reverse alphabetical order, accents ignored.',
  kwargs: none,
  example: {
    kwargs: {},
    passes: [first, ...example.flatMap((letter) => [letter, letter])].join('\n'),
    fails: [first, ...example, ...example].join('\n'),
  },
  check(text) {
    const lines = text
      .split('\n')
      .map((line) => strip(line, `${punctuation} `))
      .filter((line) => line !== '');
    const start = lines.findIndex((line) => line.includes(first));
    if (start < 0) return { passed: false, reason: `no line with ${first}` };
    const listed = lines.slice(start).map(toAscii);
    if (listed.length < neededLines) {
      const reason = `${plural(listed.length, 'line')} from ${first} on, needed: ${neededLines}`;
      return { passed: false, reason };
    }
    const other = listed.findIndex((line, i) => i > 0 && line > (listed[i - 1] as string));
    return other < 0
      ? { passed: true, reason: `${plural(listed.length, 'line')} in reverse order` }
      : { passed: false, reason: `${quote(listed[other] as string)} is out of order` };
  },
});
