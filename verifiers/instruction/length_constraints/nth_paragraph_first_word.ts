import { z } from 'zod';
import { isBlank, splitSpaces, strip, stripStart } from '../../text/python.ts';
import { defineInstruction } from '../define.ts';
import { phrase, plural, positive, quote } from '../kwargs.ts';

export const nthParagraphFirstWord = defineInstruction({
  id: 'length_constraints:nth_paragraph_first_word',
  rule: 'Empty lines part the text into the asked number of paragraphs, and the nth starts with the word.',
  kwargs: z.strictObject({ num_paragraphs: positive, nth_paragraph: positive, first_word: phrase }),
  example: {
    kwargs: { num_paragraphs: 2, nth_paragraph: 2, first_word: 'Later' },
    passes: 'It rained.\n\nLater, the sun came out.',
    fails: 'It rained.\n\nThe sun came out later.',
  },
  check(text, { num_paragraphs, nth_paragraph, first_word }) {
    const pieces = text.split('\n\n');
    const found = pieces.filter((piece) => !isBlank(piece)).length;
    // Blank pieces are not counted, but they do hold a place in the numbering.
    const paragraph = pieces[nth_paragraph - 1];
    if (nth_paragraph > found || paragraph === undefined || isBlank(paragraph)) {
      return { passed: false, reason: `no paragraph ${nth_paragraph} among ${found}` };
    }
    const word = firstWord(paragraph);
    return {
      passed: found === num_paragraphs && word === first_word.toLowerCase(),
      reason:
        `${plural(found, 'paragraph')}, asked: ${num_paragraphs}; ` +
        `paragraph ${nth_paragraph} starts with ${quote(word)}, asked: ${quote(first_word)}`,
    };
  },
});

/** The first run without blanks, opening quotes dropped, up to a mark, in lower case. */
function firstWord(paragraph: string): string {
  const [token = ''] = splitSpaces(strip(paragraph));
  const [word = ''] = stripStart(stripStart(token, "'"), '"').split(/[.,?!'"]/, 1);
  // One character at a time: a final sigma is then an ordinary one, as in the published checker.
  return Array.from(word, (character) => character.toLowerCase()).join('');
}
