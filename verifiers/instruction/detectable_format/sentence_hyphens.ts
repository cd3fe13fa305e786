import { strip } from '../../text/python.ts';
import { splitSentencesByRules } from '../../text/sentences/rules.ts';
import { defineInstruction } from '../define.ts';
import { none, plural, quote } from '../kwargs.ts';

export const sentenceHyphens = defineInstruction({
  id: 'detectable_format:sentence_hyphens',
  rule: 'A hyphen without blanks joins each sentence to the next, and no hyphen stands elsewhere.',
  kwargs: none,
  example: {
    kwargs: {},
    passes: 'It rained all day.-We stayed at home.',
    fails: 'It rained all day. - We stayed at home.',
  },
  check(text, _, { budget, hardened }) {
    const sentences = splitSentencesByRules(text.replaceAll('-', ' '), budget);
    const pieces = text.split('-');
    for (let i = 0; i < Math.min(pieces.length, sentences.length); i++) {
      const piece = pieces[i] as string;
      if (piece !== strip(piece)) return { passed: false, reason: `blanks around ${quote(piece)}` };
      if (piece !== sentences[i])
        return { passed: false, reason: `not a sentence: ${quote(piece)}` };
    }
    // As published, one sentence passes: there is nothing to join.
    const passed = !hardened || (pieces.length > 1 && pieces.length === sentences.length);
    return {
      passed,
      reason: `${plural(sentences.length, 'sentence')}, ${pieces.length - 1} joined`,
    };
  },
});
