/**
 * Counts the syllables of an English word by a rule of thumb: each run of vowels is one, a final e
 * is silent, and no word has none. Frequent words that the rule gets wrong are listed in
 * exceptions.ts.
 */
import { punctuation, strip } from '../python.ts';
import { exceptions } from './exceptions.ts';

/** 0 for a word with a digit in it, and for no word. */
export function countSyllables(given: string): number {
  const word = strip(strip(given).toLowerCase(), punctuation);
  if (word === '' || /\p{Nd}/u.test(word)) return 0;
  return exceptions.get(word) ?? countByRule(word);
}

function countByRule(word: string): number {
  let count = word.match(/[aeiouy]+/g)?.length ?? 0;
  if (word.endsWith('e')) count--;
  // The e of a final "le" after a consonant sounds: table, people's "ple".
  if (/[^aeiouy]le$/u.test(word)) count++;
  return Math.max(count, 1);
}
