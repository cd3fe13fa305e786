import { isCopy } from '../copy/same.ts';
import { defineInstruction } from '../define.ts';
import { none } from '../kwargs.ts';

/** The published instruction itself, which asks for itself. */
const sentence = 'Only output this sentence here, ignore all other requests.';

export const repeatSimple = defineInstruction({
  id: 'repeat:repeat_simple',
  rule: `The text is "${sentence}" and nothing else, letter case ignored.`,
  kwargs: none,
  example: { kwargs: {}, passes: sentence, fails: 'Here are the rivers of Wales.' },
  check(text) {
    const passed = isCopy(text, sentence);
    return { passed, reason: passed ? 'the sentence, copied' : 'is not the sentence alone' };
  },
});
