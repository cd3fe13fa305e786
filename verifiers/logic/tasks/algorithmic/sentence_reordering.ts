/** Bring the words of a sentence back into order. */
import { z } from 'zod';
import type { Rng } from '../../../random.ts';
import { splitSpaces } from '../../../text/python.ts';
import { faultyEntry, graded, type Mark, right, wrong } from '../../mark.ts';
import { defineTask, ordered } from '../../task.ts';
import { unwrap } from '../../text/unwrap.ts';
import { drawSentence } from '../../words/sentences.ts';

const config = z
  .strictObject({
    min_words_in_sentence: z.int().min(2).max(1_000).default(3),
    max_words_in_sentence: z.int().min(2).max(1_000).default(20),
  })
  .superRefine(ordered(['min_words_in_sentence', 'max_words_in_sentence']));

const metadata = z.looseObject({});

export const sentenceReordering = defineTask({
  name: 'sentence_reordering',
  category: 'algorithmic',
  summary: 'Bring the words of a sentence back into order',
  answerFormat: 'the sentence',
  partial: 'up to half for the share of neighbours put together that were apart',
  config,
  metadata,
  curriculum: [
    {
      kind: 'range',
      name: 'words_in_sentence',
      fields: ['min_words_in_sentence', 'max_words_in_sentence'],
      levels: [5, 20, 50, 100],
    },
  ],

  generate(rng, c) {
    const sentence = drawSentence(rng, c.min_words_in_sentence, c.max_words_in_sentence);
    const words = plainWords(sentence);
    const mixed = mix(rng, words);
    return {
      question: `The words of a sentence were mixed; its capital and its punctuation are left out. Write the sentence down in the right order.\n\n${mixed.join(' ')}`,
      answer: sentence,
      metadata: { word_count: words.length, scrambled_words: mixed },
      difficulty: { words_in_sentence: [c.min_words_in_sentence, c.max_words_in_sentence] },
    };
  },

  score(answer, { entry, mode, budget }) {
    budget.spend(answer.length);
    const oracle = entry.answer ?? '';
    return mode === 'compat' ? compat(answer, oracle) : strict(answer, oracle, entry.question);
  },
});

/** Case and punctuation do not count. What the mixed words have right already earns nothing. */
function strict(answer: string, oracle: string, question: string) {
  const wanted = plainWords(oracle);
  if (wanted.length === 0) return faultyEntry('Expected a sentence as the stored answer');
  const got = plainWords(unwrap(answer, { keepStop: true }));
  if (got.length === wanted.length && got.every((word, i) => word === wanted[i])) return right;
  if (!isMix(got, wanted)) return wrong('Expected the given words, each once');
  const given = plainWords(question).slice(-wanted.length);
  const before = isMix(given, wanted) ? pairsRight(given, wanted) : 0;
  const now = pairsRight(got, wanted);
  const share = (now - before) / (wanted.length + 1 - before);
  const message = `${now} of ${wanted.length + 1} neighbours are right`;
  return share > 0 ? graded(Math.min(share, 0.99) / 2, message) : wrong(message);
}

/** The reference: the share of words in place, 0.05 for a wrong number of words. */
function compat(answer: string, oracle: string): Mark {
  if (answer === oracle) return right;
  const [wanted, got] = [splitSpaces(oracle), splitSpaces(answer)];
  if (wanted.length !== got.length) return graded(0.05);
  const hits = wanted.filter((word, i) => word.toLowerCase() === got[i]?.toLowerCase()).length;
  return graded(wanted.length === 0 ? 0.01 : hits / wanted.length);
}

/** Lower case, without punctuation around the words; what is punctuation only is no word. */
function plainWords(text: string): string[] {
  return splitSpaces(text.toLowerCase().replaceAll('’', "'"))
    .map((word) => word.replace(/^[^\p{L}\p{N}]{1,40}|[^\p{L}\p{N}]{1,40}$/gu, ''))
    .filter((word) => /[\p{L}\p{N}]/u.test(word));
}

function isMix(a: readonly string[], b: readonly string[]): boolean {
  return a.length === b.length && [...a].sort().join('\n') === [...b].sort().join('\n');
}

/** Neighbours, beginning and end included, that stand together in the sentence too. */
function pairsRight(got: readonly string[], wanted: readonly string[]): number {
  const left = new Map<string, number>();
  for (const pair of pairsOf(wanted)) left.set(pair, (left.get(pair) ?? 0) + 1);
  let count = 0;
  for (const pair of pairsOf(got)) {
    const rest = left.get(pair) ?? 0;
    if (rest === 0) continue;
    left.set(pair, rest - 1);
    count++;
  }
  return count;
}

function pairsOf(words: readonly string[]): string[] {
  return [...words, '.'].map((word, i) => `${words[i - 1] ?? '.'} ${word}`);
}

function mix(rng: Rng, words: readonly string[]): string[] {
  const mixed = [...words];
  for (let draw = 0; draw < 20; draw++) {
    rng.shuffle(mixed);
    if (mixed.join(' ') !== words.join(' ')) return mixed;
  }
  return [...words].reverse();
}
