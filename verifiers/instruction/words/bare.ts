/** Words as several of IFBench's checks cut them. */
import { punctuation, splitSpaces, strip, withoutPunctuation } from '../../text/python.ts';

/** The words between blanks, in lower case, with every ASCII mark taken out. */
export function bareWords(text: string): string[] {
  return splitSpaces(withoutPunctuation(text.toLowerCase()));
}

/** A word without the ASCII marks and the blanks around it. */
export function trimMarks(word: string): string {
  return strip(word, `${punctuation} `);
}

/** The first character, a whole code point; empty for an empty word. */
export function firstLetter(word: string): string {
  const code = word.codePointAt(0);
  return code === undefined ? '' : String.fromCodePoint(code);
}

/** Whether a token has a letter or a digit, and so is not a mark. */
export function isWord(token: string): boolean {
  return /[\p{L}\p{N}]/u.test(token);
}
