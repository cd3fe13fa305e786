import { z } from 'zod';
import { findWords } from '../../text/python.ts';
import { defineInstruction } from '../define.ts';
import { stopWords } from '../words/stop_words.ts';

export const stopWordShare = defineInstruction({
  id: 'ratio:stop_words',
  rule: 'At most percentage % of the words are stop words: the, of, and the like.',
  kwargs: z.strictObject({ percentage: z.number().min(0).max(100) }),
  example: {
    kwargs: { percentage: 30 },
    passes: 'Quiet rivers bend through valleys.',
    fails: 'The river is in the valley.',
  },
  check(text, { percentage }) {
    const words = findWords(text);
    if (words.length === 0) return { passed: false, reason: 'no words' };
    const found = words.filter((word) => stopWords.has(word.toLowerCase())).length;
    const share = (found / words.length) * 100;
    return {
      passed: share <= percentage,
      reason: `${share.toFixed(1)} % stop words, asked: at most ${percentage} %`,
    };
  },
});
