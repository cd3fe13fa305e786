/**
 * Reads trained parameters in the plain-text form that NLTK gives out as `punkt_tab`: a folder with
 * `abbrev_types.txt`, `collocations.tab`, `sent_starters.txt` and `ortho_context.tab`. None is part
 * of this project; who has them gets the published splits exactly.
 */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Parameters } from './parameters.ts';

/** @throws the system's error for a file that is not there; RangeError for a line that is none of its file's */
export function readPunkt(folder: string): Parameters {
  const lines = (name: string) =>
    readFileSync(join(folder, name), 'utf8')
      .split(/\r?\n/)
      .filter((line) => line !== '');
  const pairs = (name: string) =>
    lines(name).map((line): [string, string] => {
      const [first, second, ...more] = line.split('\t');
      if (first !== undefined && second !== undefined && more.length === 0) return [first, second];
      throw new RangeError(`Expected two words with a tab between in ${name}, got "${line}"`);
    });
  return {
    abbreviations: new Set(lines('abbrev_types.txt')),
    collocations: new Set(pairs('collocations.tab').map(([first, second]) => `${first} ${second}`)),
    starters: new Set(lines('sent_starters.txt')),
    orthography: new Map(
      pairs('ortho_context.tab').map(([word, flags]) => {
        if (/^\d{1,3}$/.test(flags)) return [word, Number(flags)];
        throw new RangeError(`Expected flags in ortho_context.tab, got "${flags}" for ${word}`);
      }),
    ),
  };
}
