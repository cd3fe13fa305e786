import { splitSentences } from '../../text/sentences/split.ts';
import { defineInstruction } from '../define.ts';
import { none, plural } from '../kwargs.ts';
import { bareWords } from '../words/bare.ts';

const asked = 3;

export const sentenceWords = defineInstruction({
  id: 'ratio:sentence_words',
  rule: 'Three sentences of as many characters each, with no word twice.',
  kwargs: none,
  example: {
    kwargs: {},
    passes: 'Dogs ran off. Cats saw him. Bees flew up.',
    fails: 'Dogs ran off. Cats saw him. Birds flew away.',
  },
  check(text, _, { budget, hardened }) {
    const sentences = splitSentences(text, { budget });
    if (sentences.length !== asked)
      return { passed: false, reason: `${plural(sentences.length, 'sentence')}, asked: ${asked}` };
    const lengths = sentences.map((sentence) => Array.from(sentence).length);
    if (lengths.some((length) => length !== lengths[0]))
      return { passed: false, reason: `sentences of ${lengths.join(', ')} characters` };
    const words = bareWords(sentences.join(' '));
    // As published first, words may come again.
    const different = !hardened || new Set(words).size === words.length;
    return different
      ? { passed: true, reason: `${asked} sentences of ${plural(lengths[0] ?? 0, 'character')}` }
      : { passed: false, reason: 'a word occurs twice' };
  },
});
