import { z } from 'zod';
import { strip } from '../../text/python.ts';
import { defineInstruction } from '../define.ts';
import { count, pattern, plural } from '../kwargs.ts';

export const multipleSections = defineInstruction({
  id: 'detectable_format:multiple_sections',
  rule: 'At least the asked number of section marks: the splitter (a pattern) followed by a number.',
  kwargs: z.strictObject({
    section_spliter: pattern({}, (splitter) => `\\s?${strip(splitter)}\\s?\\d+\\s?`),
    num_sections: count,
  }),
  example: {
    kwargs: { section_spliter: 'Section', num_sections: 2 },
    passes: 'Section 1\nBread.\nSection 2\nCheese.',
    fails: 'Section 1\nBread.\nsection 2\nCheese.',
  },
  check(text, { section_spliter, num_sections }, { budget }) {
    // Splitting at a pattern with groups returns the groups as pieces too, as published.
    const found = section_spliter.count(text, budget) * (1 + section_spliter.captures);
    return {
      passed: found >= num_sections,
      reason: `${plural(found, 'section')}, asked: at least ${num_sections}`,
    };
  },
});
