import { defineInstruction } from '../define.ts';
import { none } from '../kwargs.ts';

const answer = 'elgae dlab';

export const characterReverse = defineInstruction({
  id: 'custom:character_reverse',
  rule: 'The text names the bald eagle letter by letter backwards, letter case ignored.',
  kwargs: none,
  example: {
    kwargs: {},
    passes: '.elgae dlab eht si lamina lanoitan ehT',
    fails: 'The national animal is the bald eagle.',
  },
  check(text) {
    const passed = text.toLowerCase().includes(answer);
    return { passed, reason: `${passed ? 'has' : 'lacks'} "${answer}"` };
  },
});
