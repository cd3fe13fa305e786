import { isLower, isUpper } from '../../text/python.ts';
import { tokeniseWords } from '../../text/tokens.ts';
import { defineInstruction } from '../define.ts';
import { none, quote } from '../kwargs.ts';

export const titleCase = defineInstruction({
  id: 'format:title_case',
  rule: 'No word starts with a small letter, unless its other letters are of both cases.',
  kwargs: none,
  example: { kwargs: {}, passes: 'The Rain In Wales', fails: 'The Rain in Wales' },
  check(text, _, { budget }) {
    const found = tokeniseWords(text, budget).find(startsSmall);
    return found === undefined
      ? { passed: true, reason: 'no word starts with a small letter' }
      : { passed: false, reason: `${quote(found)} starts with a small letter` };
  },
});

function startsSmall(word: string): boolean {
  const first = String.fromCodePoint(word.codePointAt(0) as number);
  if (!/\p{L}/u.test(first) || !isLower(first)) return false;
  const rest = word.slice(first.length);
  return rest === '' || isUpper(rest) || isLower(rest);
}
