import { strip, stripEnd, stripStart } from '../../text/python.ts';
import { defineInstruction } from '../define.ts';
import { none, quote } from '../kwargs.ts';

export const title = defineInstruction({
  id: 'detectable_format:title',
  rule: 'A line holds a title in double angular brackets: <<title>>.',
  kwargs: none,
  example: { kwargs: {}, passes: '<<Joy>>\nA poem.', fails: '<Joy>\nA poem.' },
  check(text) {
    for (const line of text.split('\n')) {
      const found = titleOf(line);
      if (found) return { passed: true, reason: `title ${quote(found)}` };
    }
    return { passed: false, reason: 'no title in double angular brackets' };
  },
});

/** From the first `<<` to the last `>>` of the line, brackets and blanks dropped. */
function titleOf(line: string): string {
  const start = line.indexOf('<<');
  const end = line.lastIndexOf('>>');
  if (start < 0 || end < start + 3) return '';
  return strip(stripEnd(stripStart(line.slice(start, end + 2), '<'), '>'));
}
