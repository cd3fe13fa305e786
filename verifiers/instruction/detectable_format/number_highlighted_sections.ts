import { z } from 'zod';
import { isBlank } from '../../text/python.ts';
import { defineInstruction } from '../define.ts';
import { count, plural } from '../kwargs.ts';

const single = /\*([^\n*]*)\*/g;
const double = /\*\*([^\n*]*)\*\*/g;

export const numberHighlightedSections = defineInstruction({
  id: 'detectable_format:number_highlighted_sections',
  rule: 'At least the asked number of *highlighted* or **highlighted** pieces, each on one line.',
  kwargs: z.strictObject({ num_highlights: count }),
  example: {
    kwargs: { num_highlights: 2 },
    passes: 'The *first* and the **second** point.',
    fails: 'The *first* and the second point.',
  },
  check(text, { num_highlights }) {
    // Both lists are added, as published: the blank between two bold pieces does not count, but a
    // bold piece next to a star may count twice.
    const found = countFilled(text, single) + countFilled(text, double);
    return {
      passed: found >= num_highlights,
      reason: `${plural(found, 'highlight')}, asked: at least ${num_highlights}`,
    };
  },
});

function countFilled(text: string, highlight: RegExp): number {
  let found = 0;
  for (const [, inner = ''] of text.matchAll(highlight)) if (!isBlank(inner)) found++;
  return found;
}
