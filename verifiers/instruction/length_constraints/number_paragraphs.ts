import { z } from 'zod';
import { isBlank, space } from '../../text/python.ts';
import { defineInstruction } from '../define.ts';
import { count, plural } from '../kwargs.ts';

const divider = new RegExp(`[${space}]?\\*\\*\\*[${space}]?`, 'u');

export const numberParagraphs = defineInstruction({
  id: 'length_constraints:number_paragraphs',
  rule: 'The divider *** parts the text into exactly the asked number of paragraphs, none empty.',
  kwargs: z.strictObject({ num_paragraphs: count }),
  example: {
    kwargs: { num_paragraphs: 2 },
    passes: 'One morning.\n***\nOne evening.',
    fails: 'One morning.\n\nOne evening.',
  },
  check(text, { num_paragraphs }) {
    const pieces = text.split(divider);
    // A divider may open or close the text; two in a row leave an empty paragraph.
    if (pieces.slice(1, -1).some(isBlank)) return { passed: false, reason: 'an empty paragraph' };
    const found = pieces.filter((piece) => !isBlank(piece)).length;
    return {
      passed: found === num_paragraphs,
      reason: `${plural(found, 'paragraph')}, asked: ${num_paragraphs}`,
    };
  },
});
