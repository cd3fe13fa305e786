/** Can a note be put together from the letters of a magazine? */
import { z } from 'zod';
import type { Rng } from '../../../random.ts';
import { containsOracle, faultyEntry, malformed, right, wrong } from '../../mark.ts';
import { defineTask, ordered, perEntry } from '../../task.ts';
import { readTruth } from '../../text/truth.ts';

const length = z.int().min(1).max(10_000);
const config = z
  .strictObject({
    min_note_length: length.default(1),
    max_note_length: length.default(10),
    min_magazine_length: z.int().min(2).max(10_000).default(2),
    max_magazine_length: z.int().min(2).max(10_000).default(30),
    p_solvable: z.number().min(0).max(1).default(0.5),
  })
  .superRefine(
    ordered(
      ['min_note_length', 'max_note_length'],
      ['min_magazine_length', 'max_magazine_length'],
      ['max_note_length', 'max_magazine_length'],
    ),
  );

const metadata = z.looseObject({
  ransom_note: z.string(),
  magazine: z.string(),
  solution: z.boolean(),
});

const alphabet = [...'abcdefghijklmnopqrstuvwxyz'];

const enoughIn = perEntry(({ magazine, ransom_note }: z.infer<typeof metadata>) =>
  isEnough(magazine, ransom_note),
);

export const ransomNote = defineTask({
  name: 'ransom_note',
  category: 'algorithmic',
  summary: 'Tell whether a note can be cut out of the letters of a magazine',
  answerFormat: 'True or False',
  config,
  metadata,
  curriculum: [
    {
      kind: 'range',
      name: 'note_length',
      fields: ['min_note_length', 'max_note_length'],
      levels: [10, 50, 100, 500],
    },
    {
      kind: 'range',
      name: 'magazine_length',
      fields: ['min_magazine_length', 'max_magazine_length'],
      levels: [50, 100, 500, 1000],
    },
  ],

  generate(rng, c) {
    const solvable = rng.random() < c.p_solvable;
    const { note, magazine } = draw(rng, c, solvable);
    return {
      question: `Someone cuts letters out of a magazine to glue them onto a note. Each letter of the magazine can be used once. Are the letters enough for the note?\n\nMagazine: ${magazine}\nNote: ${note}\n\nAnswer True or False.`,
      answer: solvable ? 'True' : 'False',
      metadata: {
        ransom_note: note,
        magazine,
        solution: solvable,
        solvable,
        note_length: note.length,
        magazine_length: magazine.length,
      },
      difficulty: {
        note_length: [c.min_note_length, c.max_note_length],
        magazine_length: [c.min_magazine_length, c.max_magazine_length],
      },
    };
  },

  score(answer, { entry, mode }) {
    if (mode === 'compat') return containsOracle(answer, (entry.answer ?? '').trim());
    const { solution } = entry.metadata;
    if (enoughIn(entry.metadata) !== solution) {
      return faultyEntry('The solution does not fit note and magazine');
    }
    const got = readTruth(answer);
    if (got === null) return malformed('Expected True or False');
    return got === solution ? right : wrong(`Expected ${solution ? 'True' : 'False'}`);
  },
});

function isEnough(magazine: string, note: string): boolean {
  const left = new Map<string, number>();
  for (const letter of magazine) left.set(letter, (left.get(letter) ?? 0) + 1);
  for (const letter of note) {
    const count = left.get(letter) ?? 0;
    if (count === 0) return false;
    left.set(letter, count - 1);
  }
  return true;
}

/**
 * One letter of the note is there exactly often enough, or once too little; the others as often as
 * it falls out. So neither lengths nor the number of different letters tell the answer.
 */
function draw(rng: Rng, c: z.infer<typeof config>, solvable: boolean) {
  const length = rng.randint(c.min_note_length, c.max_note_length);
  const room = rng.randint(Math.max(length, c.min_magazine_length), c.max_magazine_length);
  const letters = rng.sample(alphabet, Math.min(26, Math.max(3, Math.ceil(length * 0.8))));
  const note = Array.from({ length }, () => rng.choice(letters));
  const scarce = rng.choice(note);
  const others = alphabet.filter((letter) => letter !== scarce);
  const magazine = [...note];
  if (!solvable) magazine[magazine.indexOf(scarce)] = rng.choice(others);
  while (magazine.length < room) magazine.push(rng.choice(others));
  rng.shuffle(magazine);
  return { note: note.join(''), magazine: magazine.join('') };
}
