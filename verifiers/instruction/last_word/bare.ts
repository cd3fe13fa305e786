import { space, splitSpaces, word } from '../../text/python.ts';

const marks = new RegExp(`[^${word}${space}]`, 'gu');

/** The last word of a text without its marks, in lower case; null when there is none. */
export function lastBareWord(text: string): string | null {
  return splitSpaces(text).at(-1)?.replace(marks, '').toLowerCase() ?? null;
}
