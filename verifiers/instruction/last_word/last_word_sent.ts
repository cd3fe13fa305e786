import { z } from 'zod';
import { splitSentencesByRules } from '../../text/sentences/rules.ts';
import { defineInstruction } from '../define.ts';
import { listedWord, plural, quote } from '../kwargs.ts';
import { lastBareWord } from './bare.ts';

export const lastWordSent = defineInstruction({
  id: 'last_word:last_word_sent',
  rule: 'Every sentence ends with the word, its marks left out and letter case ignored.',
  kwargs: z.strictObject({ last_word: listedWord }),
  example: {
    kwargs: { last_word: 'rain' },
    passes: 'We need rain. Nothing helps like rain!',
    fails: 'We need rain. Nothing else helps.',
  },
  check(text, { last_word }, { budget }) {
    const sentences = splitSentencesByRules(text, budget);
    const wanted = last_word.toLowerCase();
    for (const sentence of sentences) {
      const found = lastBareWord(sentence);
      if (found === wanted) continue;
      const reason = `a sentence ends with ${quote(found ?? '')}, asked: ${quote(last_word)}`;
      return { passed: false, reason };
    }
    return { passed: true, reason: `${plural(sentences.length, 'sentence')}, all end with it` };
  },
});
