/**
 * English words of three to five letters, in two tiers: common words, from which puzzles are made,
 * and all words, which answers may use.
 *
 * Source: SCOWL, the Spell Checker Oriented Word Lists (Copyright 2000-2020 by Kevin Atkinson and
 * the authors named there; permission to use, copy, modify, distribute and sell the word lists is
 * granted for any purpose provided this notice stays with them; provided as is, without warranty).
 * All = American and common English up to size 80 without proper names; common = up to size 50
 * without offensive words.
 */
import { fiveLetters } from './five.ts';
import { fourLetters } from './four.ts';
import { threeLetters } from './three.ts';

export interface Vocabulary {
  /** Lower case. */
  readonly all: ReadonlySet<string>;
  /** Lower case, in alphabetical order. */
  readonly common: readonly string[];
}

const sources: ReadonlyMap<number, string> = new Map([
  [3, threeLetters],
  [4, fourLetters],
  [5, fiveLetters],
]);
const loaded = new Map<number, Vocabulary>();

/** The words of this length; empty for lengths other than 3, 4 and 5. Read on first use. */
export function vocabulary(length: number): Vocabulary {
  const known = loaded.get(length);
  if (known) return known;
  const letters = (sources.get(length) ?? '').replaceAll('\n', '');
  const all = new Set<string>();
  const common: string[] = [];
  for (let i = 0; i < letters.length; i += length) {
    const word = letters.slice(i, i + length);
    const lower = word.toLowerCase();
    all.add(lower);
    if (word !== lower) common.push(lower);
  }
  const made = { all, common };
  loaded.set(length, made);
  return made;
}
