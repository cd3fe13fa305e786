/** Turn a list of words around. */
import { z } from 'zod';
import { containsOracle, faultyEntry, right, wrong } from '../../mark.ts';
import { defineTask, ordered, perEntry } from '../../task.ts';
import { unwrap } from '../../text/unwrap.ts';
import { englishWords } from '../../words/english.ts';

const config = z
  .strictObject({
    min_words: z.int().min(2).max(2_000).default(3),
    max_words: z.int().min(2).max(2_000).default(8),
  })
  .superRefine(ordered(['min_words', 'max_words']));

const metadata = z.looseObject({ words: z.array(z.string()) });

const reversedOf = perEntry(({ words }: z.infer<typeof metadata>) =>
  wordsOf([...words].reverse().join(', ')),
);
const storedOf = perEntry(({ answer }: { readonly answer: string | null }) =>
  wordsOf((answer ?? '').trim()),
);

export const wordSequenceReversal = defineTask({
  name: 'word_sequence_reversal',
  category: 'algorithmic',
  summary: 'Turn a list of words around',
  answerFormat: 'the words, separated by commas',
  config,
  metadata,
  curriculum: [
    {
      kind: 'range',
      name: 'words',
      fields: ['min_words', 'max_words'],
      levels: [10, 25, 50, 100],
    },
  ],

  generate(rng, c) {
    const words = rng.sample(englishWords, rng.randint(c.min_words, c.max_words));
    return {
      question: `Give this list of words in reverse order, the last word first, separated by commas:\n\n${words.join(', ')}`,
      answer: [...words].reverse().join(', '),
      metadata: { num_words: words.length, words },
      difficulty: { words: [c.min_words, c.max_words] },
    };
  },

  /** Strict: the words in order; case and what separates them do not count. */
  score(answer, { entry, mode, budget }) {
    const oracle = (entry.answer ?? '').trim();
    if (mode === 'compat') return containsOracle(answer, oracle);
    budget.spend(answer.length);
    const wanted = reversedOf(entry.metadata);
    if (storedOf(entry) !== wanted)
      return faultyEntry('The stored answer is not the list reversed');
    return wordsOf(answer) === wanted ? right : wrong('Expected the words in reverse order');
  },
});

function wordsOf(answer: string): string {
  return unwrap(answer)
    .toLowerCase()
    .split(/[\s,;"`[\]()]+|'(?=\s*(?:[,\]]|$))|(?<=[,[]\s*)'/)
    .filter((word) => word !== '')
    .join(' ');
}
