import { tokeniseWords } from '../../text/tokens.ts';
import { startsAsVerb } from '../../text/verbs.ts';
import { defineInstruction } from '../define.ts';
import { none, quote } from '../kwargs.ts';

/** Only the first two tokens matter; they are long before here. */
const maxRead = 1_000;

export const startVerb = defineInstruction({
  id: 'words:start_verb',
  rule: 'The first word is a verb.',
  approximate: 'a small list of verbs and rules stands in for a trained part-of-speech tagger',
  kwargs: none,
  example: {
    kwargs: {},
    passes: 'Create a plan first.',
    fails: 'Dogs bark.',
  },
  check(text, _, { budget }) {
    const [first, second] = tokeniseWords(text.slice(0, maxRead), budget);
    if (first === undefined) return { passed: false, reason: 'no words' };
    const verb = startsAsVerb(first, second ?? '');
    return { passed: verb, reason: `${quote(first)} is ${verb ? 'a' : 'no'} verb` };
  },
});
