import { defineInstruction } from '../define.ts';
import { none } from '../kwargs.ts';
import { judgeParagraphs } from './count.ts';

export const paragraphs2 = defineInstruction({
  id: 'paragraphs:paragraphs2',
  rule: 'An empty line parts the text into exactly two paragraphs.',
  kwargs: none,
  example: {
    kwargs: {},
    passes: 'It rained all morning.\n\nThe evening was dry.',
    fails: 'It rained all morning.\nThe evening was dry.',
  },
  check: (text) => judgeParagraphs(text, '\n\n', 2),
});
