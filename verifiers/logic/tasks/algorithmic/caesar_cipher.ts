/** Decipher a text whose letters were all shifted by the same amount. */
import { z } from 'zod';
import { containsOracle, faultyEntry, right, wrong } from '../../mark.ts';
import { defineTask, ordered, perEntry } from '../../task.ts';
import { unwrap } from '../../text/unwrap.ts';
import { sentence } from '../../words/tale.ts';

const config = z
  .strictObject({
    /** Cuts the reference's source text into sentences; ours are made one by one. */
    delimiter: z.string().default('.'),
    min_words: z.int().min(1).max(500).default(3),
    max_words: z.int().min(1).max(500).default(20),
    min_rotation: z.int().min(1).max(25).default(1),
    max_rotation: z.int().min(1).max(25).default(25),
  })
  .superRefine(ordered(['min_words', 'max_words'], ['min_rotation', 'max_rotation']));

const metadata = z.looseObject({
  rotation: z.int(),
  cipher_text: z.string(),
  clear_text: z.string(),
});

/** The clear text as it is compared; null where the cipher is not of it. */
const clearOf = perEntry(
  ({ clear_text: clear, cipher_text: cipher, rotation }: z.infer<typeof metadata>) =>
    rotate(clear, rotation) === cipher ? plain(clear) : null,
);

export const caesarCipher = defineTask({
  name: 'caesar_cipher',
  category: 'algorithmic',
  summary: 'Decipher a text whose letters were all shifted by the same amount',
  answerFormat: 'the clear text',
  config,
  metadata,
  curriculum: [
    {
      kind: 'range',
      name: 'rotation',
      fields: ['min_rotation', 'max_rotation'],
      levels: [5, 15, 20, 25], // the reference goes to 50, which its own config refuses
      interval: true,
    },
    {
      kind: 'range',
      name: 'words',
      fields: ['min_words', 'max_words'],
      levels: [5, 15, 25, 50],
      interval: true,
    },
  ],

  generate(rng, c) {
    const words = rng.randint(c.min_words, c.max_words);
    const clear = sentence(rng, words)
      .replace(/[^A-Za-z ]+/g, '')
      .toUpperCase();
    const rotation = rng.randint(c.min_rotation, c.max_rotation);
    const cipher = rotate(clear, rotation);
    return {
      question: `Every letter of an English text was moved the same number of places along the alphabet, Z being followed by A. The result is:\n\n${cipher}\n\nWhat was the text? Answer with the text only.`,
      answer: clear,
      metadata: { rotation, cipher_text: cipher, clear_text: clear, num_words: words },
      difficulty: {
        words: [c.min_words, c.max_words],
        rotation: [c.min_rotation, c.max_rotation],
      },
    };
  },

  /** Strict: the letters and the gaps between words count; case and punctuation do not. */
  score(answer, { entry, mode }) {
    if (mode === 'compat') return containsOracle(answer, (entry.answer ?? '').trim());
    const clear = clearOf(entry.metadata);
    if (clear === null) return faultyEntry('The cipher is not of the text');
    return plain(unwrap(answer)) === clear ? right : wrong('Expected the clear text');
  },
});

function rotate(text: string, by: number): string {
  return text.replace(/[A-Za-z]/g, (letter) => {
    const base = letter <= 'Z' ? 65 : 97;
    return String.fromCharCode(base + ((letter.charCodeAt(0) - base + (by % 26) + 26) % 26));
  });
}

function plain(text: string): string {
  return text
    .toUpperCase()
    .replace(/[^\p{L}\p{N}]+/gu, ' ')
    .trim();
}
