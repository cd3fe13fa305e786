/** A sentence hidden behind an emoji, its bytes written as variation selectors. */
import { z } from 'zod';
import { faultyEntry, graded, type Mark, right, wrong } from '../../mark.ts';
import { defineTask, ordered, perEntry } from '../../task.ts';
import { unwrap } from '../../text/unwrap.ts';
import { sentence } from '../../words/tale.ts';

const config = z
  .strictObject({
    min_words_in_sentence: z.int().min(1).max(1_000).default(3),
    max_words_in_sentence: z.int().min(1).max(1_000).default(35),
  })
  .superRefine(ordered(['min_words_in_sentence', 'max_words_in_sentence']));

const metadata = z.looseObject({});

/** Faces of one code point: some emoji of the reference carry a selector of their own. */
const [firstFace, faces] = [0x1f600, 0x45];

const hiddenIn = perEntry(({ question }: { readonly question: string }) => reveal(question));

export const emojiMystery = defineTask({
  name: 'emoji_mystery',
  category: 'games',
  summary: 'Decode a sentence hidden in the variation selectors after an emoji',
  answerFormat: 'the sentence',
  config,
  metadata,
  curriculum: [
    {
      kind: 'range',
      name: 'num_words_in_sentence',
      fields: ['min_words_in_sentence', 'max_words_in_sentence'],
      levels: [5, 10, 20, 30, 40, 50],
      interval: true,
    },
  ],

  generate(rng, c) {
    const count = rng.randint(c.min_words_in_sentence, c.max_words_in_sentence);
    const secret = sentence(rng, count);
    const emoji = String.fromCodePoint(firstFace + rng.below(faces));
    return {
      question: `A sentence is hidden behind this emoji: ${emoji}${hide(secret)}\n\nThe emoji is followed by one invisible variation selector for every byte of the sentence in UTF-8. A byte b below 16 is the character U+FE00 + b; any other is the character U+E0100 + (b - 16).\n\nWhat is the sentence? Answer with it exactly, with its capitals and punctuation.`,
      answer: secret,
      metadata: { emoji, num_words_in_sentence: count },
      difficulty: { num_words_in_sentence: [c.min_words_in_sentence, c.max_words_in_sentence] },
    };
  },

  score(answer, { entry, mode }) {
    const oracle = entry.answer ?? '';
    if (mode === 'compat') return compat(answer, oracle);
    const hidden = hiddenIn(entry);
    // A selector that belongs to the emoji itself comes before the sentence.
    if (hidden !== '' && hidden !== oracle && hidden !== `\u000f${oracle}`) {
      return faultyEntry('Expected the answer to be hidden in the question');
    }
    const flat = (text: string) => text.replace(/\s+/g, ' ').trim();
    const same = [answer, unwrap(answer, { keepStop: true })].some((t) => flat(t) === flat(oracle));
    return same ? right : wrong('Expected another sentence');
  },
});

/** The reference: the share of equal characters where the length is right, else 0.01. */
function compat(answer: string, oracle: string): Mark {
  if (answer === oracle) return right;
  const [given, wanted] = [[...answer], [...oracle]];
  if (given.length !== wanted.length) return graded(0.01);
  return graded(given.filter((c, i) => c === wanted[i]).length / wanted.length);
}

function hide(text: string): string {
  return Array.from(Buffer.from(text), (byte) =>
    String.fromCodePoint(byte < 16 ? 0xfe00 + byte : 0xe0100 + byte - 16),
  ).join('');
}

function reveal(text: string): string {
  const bytes: number[] = [];
  for (const c of text) {
    const code = c.codePointAt(0) as number;
    if (code >= 0xfe00 && code <= 0xfe0f) bytes.push(code - 0xfe00);
    else if (code >= 0xe0100 && code <= 0xe01ef) bytes.push(code - 0xe0100 + 16);
  }
  return Buffer.from(bytes).toString();
}
