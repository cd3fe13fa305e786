import { z } from 'zod';
import { defineInstruction } from '../define.ts';
import { pattern } from '../kwargs.ts';

/** What may stand for the two usual markers; any other is a pattern itself. */
const spellings: Readonly<Record<string, string>> = {
  'P.S.': 'p\\.\\s?s\\.',
  'P.P.S': 'p\\.\\s?p\\.\\s?s',
};

export const postscript = defineInstruction({
  id: 'detectable_content:postscript',
  rule: 'The postscript marker occurs, letter case ignored, with a blank allowed after each period.',
  kwargs: z.strictObject({
    postscript_marker: pattern({}, (marker) => spellings[marker] ?? marker.toLowerCase()),
  }),
  example: {
    kwargs: { postscript_marker: 'P.S.' },
    passes: 'Best wishes,\nAnn\np. s. Call me.',
    fails: 'Best wishes,\nAnn\nPS: call me.',
  },
  check(text, { postscript_marker }, { budget }) {
    const passed = postscript_marker.count(text.toLowerCase(), budget, 1) > 0;
    return { passed, reason: passed ? 'the marker is found' : 'the marker is not found' };
  },
});
