/**
 * Read a word drawn in large letters. The fonts are our own. A word is right or it is not: the
 * reference gives a tenth a letter in place, full marks for a wrong word of ten.
 */
import { z } from 'zod';
import type { Rng } from '../../../random.ts';
import { strip } from '../../../text/python.ts';
import { graded, malformed, right, wrong } from '../../mark.ts';
import { defineTask, ordered } from '../../task.ts';
import { drawWord, fontNames } from '../../text/lettering.ts';
import { unwrap } from '../../text/unwrap.ts';
import { vocabulary } from '../../words/vocabulary.ts';

const config = z
  .strictObject({
    static_word: z.string().min(1).max(60).nullable().default(null),
    static_font: z.string().min(1).max(60).nullable().default(null),
    min_word_len: z.int().min(1).max(60).default(3),
    max_word_len: z.int().min(1).max(60).default(7),
    space_letters: z.boolean().default(true),
  })
  .superRefine(ordered(['min_word_len', 'max_word_len']));

const metadata = z.looseObject({});

export const figletFont = defineTask({
  name: 'figlet_font',
  category: 'cognition',
  summary: 'Read a word drawn in large letters',
  answerFormat: 'the word',
  config,
  metadata,
  curriculum: [
    {
      kind: 'range',
      name: 'word_len',
      fields: ['min_word_len', 'max_word_len'],
      levels: [3, 5, 10, 15, 20, 30],
      interval: true,
    },
  ],

  /** @throws RangeError for a word that is not of the letters A to Z, or a font that is not ours. */
  generate(rng, c) {
    const length = rng.randint(c.min_word_len, c.max_word_len);
    const word = (c.static_word ?? drawLetters(rng, length)).toUpperCase();
    if (!/^[A-Z]+$/.test(word)) throw new RangeError(`Expected a word of letters, got ${word}`);
    const font = c.static_font ?? rng.choice(fontNames);
    if (!fontNames.includes(font)) {
      throw new RangeError(`Expected a font among ${fontNames.join(', ')}, got ${font}`);
    }
    const drawing = drawWord(word, font, c.space_letters ? 2 : 0);
    return {
      question: `Which word, or row of letters, is drawn here? Answer with the letters alone.\n\n${drawing}`,
      answer: word,
      metadata: { font, space_letters: c.space_letters },
      difficulty: { word_len: [c.min_word_len, c.max_word_len] },
    };
  },

  score(answer, { entry, mode }) {
    const oracle = strip(entry.answer ?? '').toLowerCase();
    if (mode === 'compat') {
      const given = strip(answer.replaceAll(' ', '')).toLowerCase();
      if (given === oracle) return right;
      const letters = [...oracle];
      const matches = [...given].filter((letter, i) => letter === letters[i]).length;
      return graded(Math.min(matches * 0.1, 1));
    }
    const given = unwrap(answer)
      .toLowerCase()
      .replace(/[ \-,.]+/g, '');
    if (given === oracle) return right;
    return /^[a-z]+$/.test(given) ? wrong('Expected another word') : malformed('Expected letters');
  },
});

/** A common word where there is one of this length, otherwise syllables. */
function drawLetters(rng: Rng, length: number): string {
  const { common } = vocabulary(length);
  if (common.length > 0 && rng.below(2) === 0) return rng.choice(common);
  let letters = '';
  const consonantFirst = rng.below(2);
  for (let i = 0; i < length; i++) {
    letters += rng.choice((i + consonantFirst) % 2 === 1 ? consonants : vowels);
  }
  return letters;
}

const consonants = [...'bcdfghjklmnpqrstvwxyz'];
const vowels = [...'aeiou'];
