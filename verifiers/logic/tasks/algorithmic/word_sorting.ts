/** Sort words by the codes of their letters. */
import { z } from 'zod';
import type { Rng } from '../../../random.ts';
import { space, strip } from '../../../text/python.ts';
import { faultyEntry, graded, type Mark, malformed, right, wrong } from '../../mark.ts';
import { defineTask, ordered, perEntry } from '../../task.ts';
import { readList } from '../../text/list.ts';
import { englishWords, wordsOfLength } from '../../words/english.ts';

const config = z
  .strictObject({
    min_words: z.int().min(2).max(2_000).default(3),
    max_words: z.int().min(2).max(2_000).default(10),
    min_word_length: z.int().min(1).max(100).default(3),
    max_word_length: z.int().min(1).max(100).default(12),
    transformation: z
      .enum(['lowercase', 'uppercase', 'original', 'randomcase'])
      .default('original'),
  })
  .superRefine(ordered(['min_words', 'max_words'], ['min_word_length', 'max_word_length']));

const metadata = z.looseObject({
  transformed_words: z.array(z.string()),
  sorted_words: z.array(z.string()),
  direction: z.enum(['ascending', 'descending']),
});
type Metadata = z.infer<typeof metadata>;

const separator = new RegExp(`,[${space}]*`, 'u');

/** The words in order; null where the stored ones are not. */
const wantedOf = perEntry(({ transformed_words: words, sorted_words, direction }: Metadata) => {
  const wanted = sort(words, direction);
  return same(wanted, sorted_words) ? wanted : null;
});

export const wordSorting = defineTask({
  name: 'word_sorting',
  category: 'algorithmic',
  summary: 'Sort words by the codes of their letters',
  answerFormat: 'the words, separated by commas',
  config,
  metadata,
  curriculum: [
    {
      kind: 'range',
      name: 'num_words',
      fields: ['min_words', 'max_words'],
      levels: [5, 10, 25, 50, 100],
    },
    {
      kind: 'range',
      name: 'word_length',
      fields: ['min_word_length', 'max_word_length'],
      levels: [3, 5, 10, 15],
    },
  ],

  generate(rng, c) {
    const count = rng.randint(c.min_words, c.max_words);
    const original = drawWords(rng, count, c.min_word_length, c.max_word_length);
    const words = original.map((word) => transform(rng, word, c.transformation));
    const direction = rng.choice(['ascending', 'descending'] as const);
    const sorted = sort(words, direction);
    const longest = Math.max(...words.map((word) => word.length));
    return {
      question: `Sort these words in ${direction} order of their ASCII codes (in ascending order every capital comes before every small letter) and give them separated by commas:\n\n${words.join(', ')}`,
      answer: sorted.join(', '),
      metadata: {
        original_words: original,
        sorted_words: sorted,
        transformed_words: words,
        direction,
        num_words: count,
        word_length: longest,
      },
      difficulty: {
        num_words: [c.min_words, c.max_words],
        word_length: [c.min_word_length, c.max_word_length],
      },
    };
  },

  score(answer, { entry, mode, budget }) {
    budget.spend(answer.length);
    if (mode === 'compat') return compat(answer, entry.metadata.sorted_words);
    return strict(answer, entry.metadata);
  },
});

function strict(answer: string, metadata: Metadata) {
  const wanted = wantedOf(metadata);
  if (!wanted) return faultyEntry('The solution is not sorted');
  let got = readList(answer);
  if (!got) return malformed('Expected words separated by commas');
  if (got.length === 1) got = (got[0] as string).split(/\s+/);
  return same(got, wanted) ? right : wrong(`Expected the words in ${metadata.direction} order`);
}

/** The reference: the share of words in place, at least 0.2 for the same words. */
function compat(answer: string, wanted: readonly string[]): Mark {
  if (answer === '') return graded(0);
  const got = answer.split(separator).map((word) => strip(word));
  if (same(got, wanted)) return right;
  const hits = wanted.filter((word, i) => word === got[i]).length;
  const share = wanted.length === 0 ? 0 : hits / wanted.length;
  const isMix = same(sort(got, 'ascending'), sort(wanted, 'ascending'));
  return graded(isMix ? Math.max(share, 0.2) : share);
}

function same(a: readonly string[], b: readonly string[]): boolean {
  return a.length === b.length && a.every((word, i) => word === b[i]);
}

function sort(words: readonly string[], direction: Metadata['direction']): string[] {
  const made = [...words].sort(byCode);
  return direction === 'ascending' ? made : made.reverse();
}

/** By code points, which differ in order from UTF-16 units beyond the basic plane. */
function byCode(a: string, b: string): number {
  if (a === b) return 0;
  let i = 0;
  while (i < a.length && a[i] === b[i]) i++;
  if (i >= a.length || i >= b.length) return a.length - b.length;
  const at = i > 0 && /[\ud800-\udbff]/.test(a[i - 1] as string) ? i - 1 : i;
  return (a.codePointAt(at) as number) - (b.codePointAt(at) as number);
}

/** Different words of the wanted lengths; made up of pieces where the list has too few. */
function drawWords(rng: Rng, count: number, shortest: number, longest: number): string[] {
  const known = wordsOfLength(shortest, longest);
  if (known.length >= count) return rng.sample(known, count);
  return Array.from({ length: count }, () => {
    const length = rng.randint(shortest, longest);
    let word = '';
    while (word.length < length) word += rng.choice(englishWords);
    return word.slice(0, length);
  });
}

/** The reference's words come from a text, so some begin with a capital. */
function transform(rng: Rng, word: string, how: z.infer<typeof config>['transformation']): string {
  switch (how) {
    case 'lowercase':
      return word.toLowerCase();
    case 'uppercase':
      return word.toUpperCase();
    case 'randomcase':
      return Array.from(word, (c) => (rng.below(2) === 0 ? c : c.toUpperCase())).join('');
    case 'original':
      return rng.below(4) === 0 ? word.charAt(0).toUpperCase() + word.slice(1) : word;
  }
}
