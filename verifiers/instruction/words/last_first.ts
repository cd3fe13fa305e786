import { punctuation, splitSpaces, stripEnd, stripStart } from '../../text/python.ts';
import { splitSentences } from '../../text/sentences/split.ts';
import { defineInstruction } from '../define.ts';
import { none, quote } from '../kwargs.ts';

const around = `${punctuation} `;

export const lastFirst = defineInstruction({
  id: 'words:last_first',
  rule: 'The last word of each sentence is the first word of the next, letter case aside.',
  kwargs: none,
  example: {
    kwargs: {},
    passes: 'They saw rain. Rain fell on rivers. Rivers rose.',
    fails: 'They saw rain. The rain fell.',
  },
  check(text, _, { budget, hardened }) {
    const sentences = splitSentences(text, { budget });
    // As published, one sentence is enough.
    if (hardened && sentences.length < 2)
      return { passed: false, reason: 'fewer than two sentences' };
    for (let i = 1; i < sentences.length; i++) {
      const last = splitSpaces(stripEnd(sentences[i - 1] as string, around)).at(-1);
      const first = splitSpaces(stripStart(sentences[i] as string, around))[0];
      if (last !== undefined && last.toLowerCase() === first?.toLowerCase()) continue;
      return {
        passed: false,
        reason: `sentence ${i + 1} does not start with ${quote(last ?? '')}`,
      };
    }
    return { passed: true, reason: 'each sentence starts with the last word of the one before' };
  },
});
