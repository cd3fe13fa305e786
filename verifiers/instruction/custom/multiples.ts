import { defineInstruction } from '../define.ts';
import { none, quote } from '../kwargs.ts';

const wanted = '14 21 28 35 42 49';

export const multiples = defineInstruction({
  id: 'custom:multiples',
  rule: 'The numbers in the text are the multiples of 7 from 14 to 49, in order, and no others.',
  kwargs: none,
  example: {
    kwargs: {},
    passes: '14, 21, 28, 35, 42, 49',
    fails: 'From 10 to 50: 14, 21, 28, 35, 42, 49',
  },
  check(text) {
    const found = (text.match(/\p{Nd}+/gu) ?? []).join(' ');
    return { passed: found === wanted, reason: `the numbers are ${quote(found)}` };
  },
});
