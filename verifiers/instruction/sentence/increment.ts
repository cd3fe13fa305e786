import { z } from 'zod';
import { splitSpaces, withoutPunctuation } from '../../text/python.ts';
import { splitSentences } from '../../text/sentences/split.ts';
import { defineInstruction } from '../define.ts';
import { count, plural } from '../kwargs.ts';

export const increment = defineInstruction({
  id: 'sentence:increment',
  rule: 'Each sentence has exactly the asked number of words more than the one before.',
  kwargs: z.strictObject({ small_n: count }),
  example: {
    kwargs: { small_n: 2 },
    passes: 'Rain fell. The river slowly rose.',
    fails: 'Rain fell. The river rose.',
  },
  check(text, { small_n }, { budget, hardened }) {
    const sentences = splitSentences(text, { budget });
    const needed = hardened ? 2 : 1;
    if (sentences.length < needed) {
      return {
        passed: false,
        reason: `${plural(sentences.length, 'sentence')}, needed: ${needed}`,
      };
    }
    const lengths = sentences.map((sentence) => splitSpaces(withoutPunctuation(sentence)).length);
    const other = lengths.findIndex((n, i) => i > 0 && n !== (lengths[i - 1] as number) + small_n);
    return other < 0
      ? { passed: true, reason: `${plural(lengths.length, 'sentence')}, ${small_n} more each time` }
      : {
          passed: false,
          reason: `${plural(lengths[other] as number, 'word')} after ${lengths[other - 1]} in sentence ${other + 1}`,
        };
  },
});
