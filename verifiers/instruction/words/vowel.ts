import { strip } from '../../text/python.ts';
import { defineInstruction } from '../define.ts';
import { none } from '../kwargs.ts';

const asked = 3;

export const vowel = defineInstruction({
  id: 'words:vowel',
  rule: 'One line that uses at most three of the vowels a, e, i, o and u.',
  kwargs: none,
  example: {
    kwargs: {},
    passes: 'Tall grass sways slowly.',
    fails: 'Your big dog sleeps at noon.',
  },
  check(text) {
    const line = strip(text);
    if (line.includes('\n')) return { passed: false, reason: 'more than one line' };
    const lower = line.toLowerCase();
    const found = [...'aeiou'].filter((one) => lower.includes(one));
    return {
      passed: found.length <= asked,
      reason: `the vowels ${found.join(', ') || 'none'}, asked: at most ${asked}`,
    };
  },
});
