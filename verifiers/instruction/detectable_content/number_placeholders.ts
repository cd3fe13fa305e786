import { z } from 'zod';
import { defineInstruction } from '../define.ts';
import { count, plural } from '../kwargs.ts';

export const numberPlaceholders = defineInstruction({
  id: 'detectable_content:number_placeholders',
  rule: 'At least the asked number of placeholders: anything in square brackets on one line.',
  kwargs: z.strictObject({ num_placeholders: count }),
  example: {
    kwargs: { num_placeholders: 2 },
    passes: 'Dear [name], see you at [place].',
    fails: 'Dear [name], see you soon.',
  },
  check(text, { num_placeholders }) {
    let found = 0;
    for (const line of text.split('\n')) found += countBracketed(line);
    return {
      passed: found >= num_placeholders,
      reason: `${plural(found, 'placeholder')}, asked: at least ${num_placeholders}`,
    };
  },
});

/** `[`, then everything up to the next `]`; they do not overlap. */
function countBracketed(line: string): number {
  let found = 0;
  for (let at = 0; ; found++) {
    const open = line.indexOf('[', at);
    const close = open < 0 ? -1 : line.indexOf(']', open);
    if (close < 0) return found;
    at = close + 1;
  }
}
