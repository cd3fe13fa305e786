import { z } from 'zod';
import { isCopy } from '../copy/same.ts';
import { defineInstruction } from '../define.ts';
import { count, phrase, quote } from '../kwargs.ts';

export const copySpanIdx = defineInstruction({
  id: 'new:copy_span_idx',
  rule: 'The text is the piece of the prompt from character n_start up to, not including, n_end.',
  kwargs: z.strictObject({ prompt_to_repeat: phrase, n_start: count, n_end: count }),
  example: {
    kwargs: { prompt_to_repeat: 'Name three rivers of Wales.', n_start: 5, n_end: 17 },
    passes: 'three rivers',
    fails: 'Name three rivers',
  },
  check(text, { prompt_to_repeat, n_start, n_end }) {
    // Positions count characters, the first being 0: a character beyond U+FFFF is one.
    const piece = Array.from(prompt_to_repeat).slice(n_start, n_end).join('');
    const passed = isCopy(text, piece);
    return { passed, reason: `${passed ? 'is' : 'is not'} ${quote(piece)}` };
  },
});
