import { defineInstruction } from '../define.ts';
import { none } from '../kwargs.ts';

const allowed = ['My answer is yes.', 'My answer is no.', 'My answer is maybe.'];

export const constrainedResponse = defineInstruction({
  id: 'detectable_format:constrained_response',
  rule: `The text contains one of: ${allowed.join(' ')}`,
  kwargs: none,
  example: {
    kwargs: {},
    passes: 'I thought about it. My answer is maybe.',
    fails: 'My answer is: yes.',
  },
  check(text) {
    const found = allowed.find((answer) => text.includes(answer));
    return found
      ? { passed: true, reason: `contains ${JSON.stringify(found)}` }
      : { passed: false, reason: 'contains none of the allowed answers' };
  },
});
