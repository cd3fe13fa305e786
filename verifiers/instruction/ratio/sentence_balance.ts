import { defineInstruction } from '../define.ts';
import { none } from '../kwargs.ts';
import { countEnds } from './ends.ts';

export const sentenceBalance = defineInstruction({
  id: 'ratio:sentence_balance',
  rule: 'As many sentences end in a period as in a question mark and as in an exclamation mark.',
  kwargs: none,
  example: {
    kwargs: {},
    passes: 'It rains. Does it rain? It rains!',
    fails: 'It rains. Does it rain? It rains. It rains!',
  },
  check(text, _, { budget, hardened }) {
    const { statements, questions, exclamations } = countEnds(text, budget);
    const equal = statements === questions && questions === exclamations;
    return {
      // As published, a text that ends no sentence is in balance.
      passed: equal && (!hardened || statements > 0),
      reason: `${statements} end in a period, ${questions} in ?, ${exclamations} in !`,
    };
  },
});
