import { tokenLists } from '../../text/tokens.ts';
import { defineInstruction } from '../define.ts';
import { none, plural, quote } from '../kwargs.ts';

export const countUnique = defineInstruction({
  id: 'count:count_unique',
  rule: 'No word and no mark occurs twice, letter case told apart.',
  kwargs: none,
  example: {
    kwargs: {},
    passes: 'Quiet rivers bend through green valleys.',
    fails: 'Quiet rivers bend; loud rivers roar.',
  },
  check(text, _, { budget }) {
    const seen = new Set<string>();
    for (const tokens of tokenLists(text, budget)) {
      for (const token of tokens) {
        if (seen.has(token)) return { passed: false, reason: `${quote(token)} occurs twice` };
        seen.add(token);
      }
    }
    return { passed: true, reason: `${plural(seen.size, 'token')}, all different` };
  },
});
