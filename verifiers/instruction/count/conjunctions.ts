import { z } from 'zod';
import { splitSpaces } from '../../text/python.ts';
import { defineInstruction } from '../define.ts';
import { count, plural } from '../kwargs.ts';
import { trimMarks } from '../words/bare.ts';

const coordinating = new Set(['and', 'but', 'for', 'nor', 'or', 'so', 'yet']);

export const conjunctions = defineInstruction({
  id: 'count:conjunctions',
  rule: 'The text uses at least small_n different ones of and, but, for, nor, or, so and yet.',
  kwargs: z.strictObject({ small_n: count }),
  example: {
    kwargs: { small_n: 3 },
    passes: 'It was cold and wet, but they ran, so they stayed warm.',
    fails: 'It was cold and wet, but they ran.',
  },
  check(text, { small_n }, { hardened }) {
    const found = splitSpaces(text).filter(
      (word) => /[A-Za-z]{2}/.test(word) && coordinating.has(trimMarks(word).toLowerCase()),
    );
    // As published, "and" and "And," are two.
    const different = new Set(
      hardened ? found.map((word) => trimMarks(word).toLowerCase()) : found,
    );
    return {
      passed: different.size >= small_n,
      reason: `${plural(different.size, 'different conjunction')}, asked: at least ${small_n}`,
    };
  },
});
