/** Put the letters of every word of a sentence in order again. */
import { z } from 'zod';
import type { Rng } from '../../../random.ts';
import { splitSpaces, strip } from '../../../text/python.ts';
import { graded, type Mark, right, wrong } from '../../mark.ts';
import { texts } from '../../row.ts';
import { defineTask, ordered } from '../../task.ts';
import { unwrap } from '../../text/unwrap.ts';
import { sentence } from '../../words/tale.ts';
import { vocabulary } from '../../words/vocabulary.ts';

const share = z.number().min(0).max(1);
const config = z
  .strictObject({
    /** Words of other lengths are left out of our sentences as far as any are left then. */
    min_word_len: z.int().min(1).max(64).default(1),
    max_word_len: z.int().min(1).max(64).default(64),
    min_words: z.int().min(1).max(500).default(3),
    max_words: z.int().min(1).max(500).default(20),
    min_corruption_level: share.default(0.1),
    max_corruption_level: share.default(0.9),
    consecutive_words: z.boolean().default(true),
  })
  .superRefine(
    ordered(
      ['min_word_len', 'max_word_len'],
      ['min_words', 'max_words'],
      ['min_corruption_level', 'max_corruption_level'],
    ),
  );

const metadata = z.looseObject({
  scrambled_words: texts({ least: 1 }),
  original_words: texts({ least: 1 }),
});
type Metadata = z.infer<typeof metadata>;

export const letterJumble = defineTask({
  name: 'letter_jumble',
  category: 'algorithmic',
  summary: 'Unscramble the words of a sentence',
  answerFormat: 'the words in the order given',
  partial: 'half of the share of the mixed words that are put right',
  config,
  metadata,
  curriculum: [
    {
      kind: 'range',
      name: 'word_len',
      fields: ['min_word_len', 'max_word_len'],
      levels: [5, 10, 15, 30, 50],
      interval: true,
    },
    {
      kind: 'range',
      name: 'words',
      fields: ['min_words', 'max_words'],
      levels: [5, 10, 25, 50, 100],
      interval: true,
    },
    {
      kind: 'range',
      name: 'corruption_level',
      fields: ['min_corruption_level', 'max_corruption_level'],
      levels: [0.1, 0.3, 0.6, 0.9],
      interval: true,
    },
  ],

  generate(rng, c) {
    const count = rng.randint(c.min_words, c.max_words);
    const level = rng.uniform(c.min_corruption_level, c.max_corruption_level);
    const words = drawWords(rng, c, count);
    if (!c.consecutive_words) rng.shuffle(words);
    const scrambled = words.map((word) => scramble(rng, word, level));
    return {
      question: `Each word of this text keeps its place, but its letters were mixed. Put the letters of every word in order again so that it is an English word.\n\n${scrambled.join(' ')}\n\nAnswer with the words in the same order.`,
      answer: words.join(' '),
      metadata: {
        num_words: words.length,
        corruption_level: level,
        scrambled_words: scrambled,
        original_words: words,
      },
      difficulty: {
        word_len: [c.min_word_len, c.max_word_len],
        words: [c.min_words, c.max_words],
        corruption_level: [c.min_corruption_level, c.max_corruption_level],
      },
    };
  },

  score(answer, { entry, mode, budget }) {
    budget.spend(answer.length);
    return mode === 'compat' ? compat(answer, entry.answer ?? '') : strict(answer, entry.metadata);
  },
});

/**
 * Full marks when every word is right. Else up to a half by the share of the mixed words that were
 * put right, less those that were spoilt; a word that was not mixed earns nothing.
 */
function strict(answer: string, { scrambled_words: given, original_words: words }: Metadata): Mark {
  const got = unwrap(answer)
    .toLowerCase()
    .split(/[\s,;"'[\]]+/)
    .map((word) => word.replace(/^[^\p{L}\p{N}]+|[^\p{L}\p{N}]+$/gu, ''))
    .filter((word) => word !== '');
  if (got.length !== words.length)
    return wrong(`Expected ${words.length} words, got ${got.length}`);
  let mixed = 0;
  let solved = 0;
  let spoilt = 0;
  for (const [i, word] of words.entries()) {
    const [wanted, shown] = [word.toLowerCase(), (given[i] ?? '').toLowerCase()];
    const fits = got[i] === wanted || isOtherWord(got[i] as string, wanted, shown);
    if (wanted !== shown) {
      mixed++;
      if (fits) solved++;
    } else if (!fits) spoilt++;
  }
  if (solved === mixed && spoilt === 0) return right;
  const message = `${solved} of ${mixed} mixed words are right`;
  const progress = (solved - spoilt) / Math.max(1, mixed);
  return progress > 0 ? graded(progress / 2, message) : wrong(message);
}

/** Another common word with the same letters; the word as shown is none, or a copy would do. */
function isOtherWord(got: string, wanted: string, shown: string): boolean {
  if (got === shown || got.length !== wanted.length) return false;
  const letters = (word: string) => [...word].sort().join('');
  return letters(got) === letters(wanted) && vocabulary(got.length).common.includes(got);
}

/** The reference: the share of words that are right by position; case does not count. */
function compat(answer: string, oracle: string): Mark {
  const [wanted, got] = [strip(oracle).toLowerCase(), strip(answer).toLowerCase()];
  if (wanted === got) return right;
  const words = splitSpaces(wanted);
  const mine = splitSpaces(got);
  const hits = words.filter((word, i) => word === mine[i]).length;
  return graded(words.length === 0 ? 0 : hits / words.length);
}

/** Words of our sentences; of the wanted lengths where they can be had. */
function drawWords(rng: Rng, c: z.infer<typeof config>, count: number): string[] {
  const words: string[] = [];
  for (let draw = 0; words.length < count && draw < 8 + count; draw++) {
    const found = sentence(rng, Math.max(4, Math.min(count, 30))).match(/[A-Za-z]+/g) ?? [];
    const kept = found.filter((w) => w.length >= c.min_word_len && w.length <= c.max_word_len);
    words.push(...(draw < 4 + count ? kept : found));
  }
  return words.slice(0, count);
}

/** Swaps pairs of letters; the word comes out changed if any order of its letters differs. */
function scramble(rng: Rng, word: string, level: number): string {
  const letters = [...word];
  if (new Set(word.toLowerCase()).size < 2) return word;
  const swaps = Math.max(1, Math.floor(word.length * level));
  for (
    let done = 0;
    done < swaps || letters.join('').toLowerCase() === word.toLowerCase();
    done++
  ) {
    const [a, b] = [rng.below(letters.length), rng.below(letters.length)];
    [letters[a], letters[b]] = [letters[b] as string, letters[a] as string];
    if (done > 100) return [...word].reverse().join('');
  }
  return letters.join('');
}
