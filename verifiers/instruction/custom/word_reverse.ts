import { splitSpaces, withoutPunctuation } from '../../text/python.ts';
import { defineInstruction } from '../define.ts';
import { none } from '../kwargs.ts';

const answer = 'bald eagle';

export const wordReverse = defineInstruction({
  id: 'custom:word_reverse',
  rule: 'The words, read from the last to the first, name the bald eagle.',
  kwargs: none,
  example: {
    kwargs: {},
    passes: 'Eagle bald the is animal national the.',
    fails: 'The national animal is the bald eagle.',
  },
  check(text) {
    const words = splitSpaces(withoutPunctuation(text.toLowerCase()));
    const passed = words.reverse().join(' ').includes(answer);
    return { passed, reason: `read backwards, it ${passed ? 'has' : 'lacks'} "${answer}"` };
  },
});
