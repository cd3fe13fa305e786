import { z } from 'zod';
import { splitSentences } from '../../text/sentences/split.ts';
import { defineInstruction } from '../define.ts';
import { pattern, positive, quote } from '../kwargs.ts';

/** The word is text, not a pattern; `\b` on its ends asks for a change between word and mark. */
const word = z
  .string()
  .transform((text) => ({ text, pattern: text.replace(/[\\^$.|?*+()[\]{}]/g, '\\$&') }))
  .pipe(z.object({ text: z.string(), pattern: pattern({ ignoreCase: true, wholeWord: true }) }));

export const keyword = defineInstruction({
  id: 'sentence:keyword',
  rule: 'The Nth sentence has the word as a whole word, letter case ignored.',
  kwargs: z.strictObject({ word, N: positive }),
  example: {
    kwargs: { word: 'fox', N: 2 },
    passes: 'It was late. A red fox came.',
    fails: 'A red fox came. It was late.',
  },
  check(text, { word, N }, { budget }) {
    const sentences = splitSentences(text, { budget });
    const sentence = sentences[N - 1];
    if (sentence === undefined) {
      return { passed: false, reason: `no sentence ${N}, only ${sentences.length}` };
    }
    const passed = word.pattern.count(sentence, budget, 1) > 0;
    const has = passed ? 'has' : 'has no';
    return { passed, reason: `sentence ${N} ${has} ${quote(word.text)}` };
  },
});
