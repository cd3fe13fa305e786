import { z } from 'zod';
import { word } from '../../text/python.ts';
import { defineInstruction } from '../define.ts';
import { count, plural } from '../kwargs.ts';
import { names } from '../words/names.ts';

const anyName = new RegExp(`(?<![${word}])(?:${names.join('|')})(?![${word}])`, 'gu');

export const personNames = defineInstruction({
  id: 'count:person_names',
  rule: 'The text has at least N different ones of fifty given person names, as whole words.',
  kwargs: z.strictObject({ N: count }),
  example: {
    kwargs: { N: 2 },
    passes: 'Emma and Liam met Emma.',
    fails: 'Emma met emma and Liams.',
  },
  check(text, { N }) {
    const found = new Set(text.match(anyName) ?? []);
    return {
      passed: found.size >= N,
      reason: `${plural(found.size, 'name')}, asked: at least ${N}`,
    };
  },
});
