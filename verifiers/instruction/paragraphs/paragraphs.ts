import { defineInstruction } from '../define.ts';
import { none } from '../kwargs.ts';
import { judgeParagraphs, starDivider } from './count.ts';

export const paragraphs = defineInstruction({
  id: 'paragraphs:paragraphs',
  rule: 'The divider *** parts the text into exactly two paragraphs.',
  kwargs: none,
  example: {
    kwargs: {},
    passes: 'It rained all morning.\n***\nThe evening was dry.',
    fails: 'It rained all morning.\n\nThe evening was dry.',
  },
  check: (text) => judgeParagraphs(text, starDivider, 2),
});
