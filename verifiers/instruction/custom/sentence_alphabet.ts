import { splitSentences } from '../../text/sentences/split.ts';
import { defineInstruction } from '../define.ts';
import { none, plural, quote } from '../kwargs.ts';

const letters = 'abcdefghijklmnopqrstuvwxyz';

export const sentenceAlphabet = defineInstruction({
  id: 'custom:sentence_alphabet',
  rule: 'There are 26 sentences; they start with the letters of the alphabet in order.',
  kwargs: none,
  example: {
    kwargs: {},
    passes: Array.from(letters, (letter) => `${letter}nd so on.`).join(' '),
    fails: 'And so on. But not further.',
  },
  check(text, _, { budget }) {
    const sentences = splitSentences(text, { budget });
    if (sentences.length !== letters.length) {
      const reason = `${plural(sentences.length, 'sentence')}, asked: ${letters.length}`;
      return { passed: false, reason };
    }
    const other = sentences.findIndex((sentence, i) => firstLetter(sentence) !== letters[i]);
    return other < 0
      ? { passed: true, reason: 'the alphabet from A to Z' }
      : {
          passed: false,
          reason: `sentence ${other + 1} starts ${quote(sentences[other] as string)}`,
        };
  },
});

const firstLetter = (sentence: string) => sentence.slice(0, 1).toLowerCase();
