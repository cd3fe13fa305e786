/** Spell a word backward. */
import { z } from 'zod';
import type { Rng } from '../../../random.ts';
import { faultyEntry, graded, type Mark, right, wrong } from '../../mark.ts';
import { codePointsOf, lower, reversed } from '../../python/text.ts';
import { defineTask, ordered, perEntry } from '../../task.ts';
import { unwrap } from '../../text/unwrap.ts';
import { englishWords, wordsOfLength } from '../../words/english.ts';

const config = z
  .strictObject({
    min_word_len: z.int().min(2).max(1_000).default(3),
    max_word_len: z.int().min(2).max(1_000).default(10),
    /** Names the reference's word list; ours is words/english.ts whatever it says. */
    data_file: z.string().default('words3to10.txt'),
  })
  .superRefine(ordered(['min_word_len', 'max_word_len']));

const metadata = z.looseObject({ word: z.string().min(1) });

const maxDraws = 50;

const wantedOf = perEntry(({ word }: z.infer<typeof metadata>) => lower(reversed(word)));

export const spellBackward = defineTask({
  name: 'spell_backward',
  category: 'algorithmic',
  summary: 'Spell a word backward',
  answerFormat: 'the letters of the word in reverse order',
  config,
  metadata,
  curriculum: [
    {
      kind: 'range',
      name: 'word_len',
      fields: ['min_word_len', 'max_word_len'],
      levels: [3, 5, 7, 9, 11],
    },
  ],

  generate(rng, c) {
    const word = drawWord(rng, c.min_word_len, c.max_word_len);
    return {
      question: `Write the letters of this word from the last to the first (cat becomes tac):\n\n${word}`,
      answer: reversed(word),
      metadata: { word, word_len: word.length },
      difficulty: { word_len: [c.min_word_len, c.max_word_len] },
    };
  },

  /** Strict: all letters in order; case and gaps between single letters do not count. */
  score(answer, { entry, mode }) {
    const oracle = entry.answer ?? '';
    if (mode === 'compat') return compat(answer, oracle);
    const wanted = wantedOf(entry.metadata);
    if (lower(oracle.trim()) !== wanted)
      return faultyEntry('The stored answer is not the reversed word');
    const got = lower(unwrap(answer));
    const letters = got.split(/(?:[\s,;'"[\]-]|->)+/).filter((letter) => letter !== '');
    const spelt = letters.every((letter) => letter.length === 1) ? letters.join('') : got;
    return spelt === wanted ? right : wrong('Expected the letters in reverse order');
  },
});

/**
 * The reference adds 1/n for every letter in place; whatever follows does not count, except that a
 * sum of exactly 1 costs a fifth.
 */
function compat(answer: string, oracle: string): Mark {
  const [wanted, got] = [codePointsOf(lower(oracle)), codePointsOf(lower(answer))];
  if (lower(oracle) === lower(answer)) return right;
  let sum = 0;
  for (const [i, letter] of wanted.entries()) if (letter === got[i]) sum += 1 / wanted.length;
  return graded(sum === 1 ? 0.8 : Math.min(sum, 1));
}

/** No palindromes; words longer than the list has are put together. */
function drawWord(rng: Rng, shortest: number, longest: number): string {
  const words = wordsOfLength(shortest, longest);
  for (let draw = 0; ; draw++) {
    let word = '';
    if (words.length > 0) word = rng.choice(words);
    else while (word.length < shortest) word += rng.choice(englishWords);
    word = word.slice(0, longest);
    if (word !== reversed(word) || draw >= maxDraws) return word;
  }
}
