/**
 * The tokens the sentence splitter thinks in: words that keep their final period, and marks. After
 * Kiss and Strunk, "Unsupervised Multilingual Sentence Boundary Detection" (2006), with the
 * tokenisation of NLTK's implementation.
 */
import { isBlank, space } from '../python.ts';

export interface Token {
  readonly text: string;
  /** Lower case, with every number as `##number##`. */
  readonly type: string;
  readonly endsInPeriod: boolean;
}

/** Marks that end a word when they follow it. */
const closing = `[)";}\\]*:@'({[?!]`;
const longMark = `-{2}|\\.{2}|\\.[${space}]\\.[${space}]\\.`;

/** A long mark; or a word up to white space, a closing mark or a final comma; or any character. */
const token = new RegExp(
  `-{2,}|\\.{2,}|(?:\\.[${space}]){2,}\\.` +
    `|(?=[^("\`{[:;&#*@)}\\]\\-,])[^${space}]+?` +
    `(?=[${space}]|$|${closing}|${longMark}|,(?:$|[${space}]|${closing}|${longMark}))` +
    `|[^${space}]`,
  'gu',
);

const numeric = /^-?[.,]?\p{Nd}[\p{Nd},.-]*$/u;

/** The tokens of a text, line by line. */
export function* tokenise(text: string): Generator<Token> {
  for (const line of text.split('\n')) {
    if (isBlank(line)) continue;
    for (const [found] of line.matchAll(token)) yield createToken(found);
  }
}

function createToken(text: string): Token {
  const lower = text.toLowerCase();
  return {
    text,
    type: numeric.test(lower) ? '##number##' : lower,
    endsInPeriod: text.endsWith('.'),
  };
}

/** True for a mark that closes or opens something right after a sentence's end. */
export function isClosingMark(character: string): boolean {
  return `)";}]*:@'({[?!`.includes(character);
}
