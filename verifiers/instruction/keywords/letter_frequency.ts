import { z } from 'zod';
import { strip } from '../../text/python.ts';
import { defineInstruction } from '../define.ts';
import { count, holds, relation } from '../kwargs.ts';

const letter = z
  .string()
  .refine((text) => Array.from(strip(text)).length === 1, 'expected one character')
  .transform((text) => strip(text).toLowerCase());

/** The published checker replaces a character outside a–z by a random letter; here it is counted. */
export const letterFrequency = defineInstruction({
  id: 'keywords:letter_frequency',
  rule: 'The letter, small or capital, occurs the asked number of times.',
  kwargs: z.strictObject({ letter, let_frequency: count, let_relation: relation }),
  example: {
    kwargs: { letter: 'z', let_frequency: 2, let_relation: 'at least' },
    passes: 'Zebras graze in the sun.',
    fails: 'Zebras stand in the sun.',
  },
  check(text, { letter, let_frequency, let_relation }) {
    const found = text.toLowerCase().split(letter).length - 1;
    return {
      passed: holds(found, let_relation, let_frequency),
      reason: `letter ${JSON.stringify(letter)} occurs ${found} times, asked: ${let_relation} ${let_frequency}`,
    };
  },
});
