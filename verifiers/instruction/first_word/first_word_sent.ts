import { z } from 'zod';
import { splitSpaces } from '../../text/python.ts';
import { splitSentencesByRules } from '../../text/sentences/rules.ts';
import { defineInstruction } from '../define.ts';
import { listedWord, plural, quote } from '../kwargs.ts';

export const firstWordSent = defineInstruction({
  id: 'first_word:first_word_sent',
  rule: 'Every sentence starts with the word, letter case ignored.',
  kwargs: z.strictObject({ first_word: listedWord }),
  example: {
    kwargs: { first_word: 'rain' },
    passes: 'Rain fell all day. Rain is what we needed.',
    fails: 'Rain fell all day. We needed rain.',
  },
  check(text, { first_word }, { budget }) {
    const sentences = splitSentencesByRules(text, budget);
    const wanted = first_word.toLowerCase();
    for (const sentence of sentences) {
      // An empty sentence, as between ? and !, has no word at all.
      const [found = ''] = splitSpaces(sentence);
      if (found !== '' && found.toLowerCase() === wanted) continue;
      const reason = `a sentence starts with ${quote(found)}, asked: ${quote(first_word)}`;
      return { passed: false, reason };
    }
    return { passed: true, reason: `${plural(sentences.length, 'sentence')}, all start with it` };
  },
});
