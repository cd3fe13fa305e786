import { z } from 'zod';
import { defineInstruction } from '../define.ts';
import { count } from '../kwargs.ts';
import { judgeParagraphs, starDivider } from '../paragraphs/count.ts';

export const numberParagraphs = defineInstruction({
  id: 'length_constraints:number_paragraphs',
  rule: 'The divider *** parts the text into exactly the asked number of paragraphs, none empty.',
  kwargs: z.strictObject({ num_paragraphs: count }),
  example: {
    kwargs: { num_paragraphs: 2 },
    passes: 'One morning.\n***\nOne evening.',
    fails: 'One morning.\n\nOne evening.',
  },
  check: (text, { num_paragraphs }) => judgeParagraphs(text, starDivider, num_paragraphs),
});
