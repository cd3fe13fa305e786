import { z } from 'zod';
import { defineInstruction } from '../define.ts';
import { phrase, plural, positive } from '../kwargs.ts';
import { isCopy } from './same.ts';

export const copyingMultiple = defineInstruction({
  id: 'copy:copying_multiple',
  rule: 'The text is the prompt the asked number of times, six stars between the copies.',
  kwargs: z.strictObject({ prompt_to_repeat: phrase, N: positive }),
  example: {
    kwargs: { prompt_to_repeat: 'Name three rivers.', N: 2 },
    passes: 'Name three rivers.\n******\nName three rivers.',
    fails: 'Name three rivers.\n***\nName three rivers.',
  },
  check(text, { prompt_to_repeat, N }) {
    const pieces = text.split('******');
    if (pieces.length !== N) {
      return { passed: false, reason: `${plural(pieces.length, 'piece')}, asked: ${N}` };
    }
    const other = pieces.findIndex((piece) => !isCopy(piece, prompt_to_repeat));
    return other < 0
      ? { passed: true, reason: plural(N, 'time') }
      : { passed: false, reason: `piece ${other + 1} is not the prompt` };
  },
});
