import { punctuation, splitSpaces, stripStart } from '../../text/python.ts';
import { splitSentences } from '../../text/sentences/split.ts';
import { defineInstruction } from '../define.ts';
import { none, plural } from '../kwargs.ts';

export const alliterationIncrement = defineInstruction({
  id: 'sentence:alliteration_increment',
  rule: 'Each sentence has more alliterating words than the one before.',
  kwargs: none,
  example: {
    kwargs: {},
    passes: 'Rain fell. Big boats left. Seven small ships sailed south.',
    fails: 'Seven small ships sailed south. Big boats left.',
  },
  check(text, _, { budget, hardened }) {
    const sentences = splitSentences(text, { budget });
    if (hardened && sentences.length < 2) {
      return { passed: false, reason: 'expected two sentences or more' };
    }
    let before = -1;
    for (const [i, sentence] of sentences.entries()) {
      const found = countAlliterating(sentence);
      if (found <= before) {
        const reason = `sentence ${i + 1} has ${plural(found, 'alliterating word')}, the one before ${before}`;
        return { passed: false, reason };
      }
      before = found;
    }
    return { passed: true, reason: `more in each of ${plural(sentences.length, 'sentence')}` };
  },
});

/** The words that share their first letter with a neighbour. */
function countAlliterating(sentence: string): number {
  const firsts = splitSpaces(sentence.toLowerCase())
    .map((word) => stripStart(word, punctuation))
    .filter((word) => word !== '')
    .map((word) => word.codePointAt(0));
  return firsts.filter((first, i) => (i > 0 && first === firsts[i - 1]) || first === firsts[i + 1])
    .length;
}
