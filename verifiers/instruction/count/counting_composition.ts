import { z } from 'zod';
import { splitSentencesByRules } from '../../text/sentences/rules.ts';
import { tokeniseWords } from '../../text/tokens.ts';
import { defineInstruction, type Outcome } from '../define.ts';
import { plural, positive, quote } from '../kwargs.ts';
import { starDivider } from '../paragraphs/count.ts';

const asked = 3;

export const countingComposition = defineInstruction({
  id: 'count:counting_composition',
  rule: 'Three paragraphs parted by ***, each of n_sent sentences of n_words words; a mark is a word.',
  kwargs: z.strictObject({ n_sent: positive, n_words: positive }),
  example: {
    kwargs: { n_sent: 1, n_words: 4 },
    passes: 'The sun rose.\n***\nThe day passed.\n***\nThe moon rose.',
    fails: 'The sun rose.\n***\nThe day passed.\n***\nThe pale moon rose.',
  },
  check(text, { n_sent, n_words }, { budget }) {
    const pieces = text.split(starDivider);
    if (pieces.length !== asked)
      return fail(`${plural(pieces.length, 'paragraph')}, asked: ${asked}`);
    for (const [i, piece] of pieces.entries()) {
      const sentences = splitSentencesByRules(piece, budget);
      if (sentences.length !== n_sent) {
        const found = plural(sentences.length, 'sentence');
        return fail(`paragraph ${i + 1} has ${found}, asked: ${n_sent}`);
      }
      for (const sentence of sentences) {
        const words = tokeniseWords(sentence, budget).length;
        if (words === n_words) continue;
        return fail(`${quote(sentence)} has ${plural(words, 'word')}, asked: ${n_words}`);
      }
    }
    return { passed: true, reason: `${asked} paragraphs, all sentences as asked` };
  },
});

const fail = (reason: string): Outcome => ({ passed: false, reason });
