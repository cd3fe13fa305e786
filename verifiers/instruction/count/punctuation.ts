import { defineInstruction } from '../define.ts';
import { none } from '../kwargs.ts';

export const punctuationMarks = defineInstruction({
  id: 'count:punctuation',
  rule: 'The text uses . , ! ? ; and :, and an interrobang (?!, !? or ‽) besides.',
  kwargs: none,
  example: {
    kwargs: {},
    passes: 'Wait: what?! Yes; really, no. Is it? Stop!',
    fails: 'Wait: what?! Yes; really, no. Stop it',
  },
  check(text) {
    const pair = ['?!', '!?', '‽'].find((mark) => text.includes(mark));
    if (pair === undefined) return { passed: false, reason: 'no interrobang' };
    // The marks of the interrobang count for nothing else.
    const rest = text.replace(pair, '');
    const missing = [...'.,!?;:'].filter((mark) => !rest.includes(mark));
    return missing.length === 0
      ? { passed: true, reason: 'every mark occurs' }
      : { passed: false, reason: `not used: ${missing.join(' ')}` };
  },
});
