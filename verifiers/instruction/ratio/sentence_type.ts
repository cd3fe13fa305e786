import { defineInstruction } from '../define.ts';
import { none } from '../kwargs.ts';
import { countEnds } from './ends.ts';

export const sentenceType = defineInstruction({
  id: 'ratio:sentence_type',
  rule: 'Twice as many sentences end in a period as in a question mark.',
  kwargs: none,
  example: {
    kwargs: {},
    passes: 'It rains. Does it rain? It pours.',
    fails: 'It rains. Does it rain?',
  },
  check(text, _, { budget, hardened }) {
    const { statements, questions } = countEnds(text, budget);
    return {
      // As published, a text that ends no sentence will do.
      passed: statements === 2 * questions && (!hardened || questions > 0),
      reason: `${statements} end in a period, ${questions} in a question mark, asked: two to one`,
    };
  },
});
