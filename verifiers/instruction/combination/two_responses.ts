import { isBlank, strip } from '../../text/python.ts';
import { defineInstruction } from '../define.ts';
import { none, plural } from '../kwargs.ts';

export const twoResponses = defineInstruction({
  id: 'combination:two_responses',
  rule: 'Six stars part the text into exactly two responses that differ.',
  kwargs: none,
  example: { kwargs: {}, passes: 'Take the bus.\n******\nWalk.', fails: 'Walk.\n******\nWalk.' },
  check(text) {
    const pieces = text.split('******');
    if (pieces.slice(1, -1).some(isBlank)) return { passed: false, reason: 'an empty response' };
    const responses = pieces.filter((piece) => !isBlank(piece)).map((piece) => strip(piece));
    if (responses.length !== 2) {
      return { passed: false, reason: `${plural(responses.length, 'response')}, asked: 2` };
    }
    const passed = responses[0] !== responses[1];
    return { passed, reason: passed ? 'two responses that differ' : 'two equal responses' };
  },
});
