/**
 * Cuts a text into words and marks the Penn Treebank way (R. MacIntyre's sed script of 1995, as
 * NLTK extended it): sentences first, then blanks are put around marks, quotes and contractions.
 *
 * The rules run in order on the text the one before has left. Every expression reads a bounded
 * number of characters from each start, so each pass is linear.
 */
import type { Budget } from '../budget.ts';
import { isSpace, space, splitSpaces, stripEnd, word } from './python.ts';
import type { Parameters } from './sentences/parameters.ts';
import { splitSentences } from './sentences/split.ts';

type Rule = readonly [pattern: RegExp, replacement: string];

const startingQuotes: readonly Rule[] = [
  [/[«“‘„]|`+/g, ' $& '],
  [/^"/, '``'],
  [/``/g, ' $& '],
  [/([ ([{<])(?:"|'')/g, '$1 `` '],
  // A quote before a one-letter word, unless that letter makes a contraction.
  [new RegExp(`'(?!re|ve|ll|m|t|s|d|n)([${word}])(?![${word}])`, 'giu'), "' $1"],
];

const marks: readonly Rule[] = [
  [/([:,])([^\p{Nd}])/gu, ' $1 $2'],
  [/([:,])(?=\n?$)/, ' $1 '],
  [/\.{2,}/g, ' $& '],
  [/[;@#$%&]/g, ' $& '],
];

const laterMarks: readonly Rule[] = [
  [/[?!]/g, ' $& '],
  [/([^'])' /g, "$1 ' "],
  [/\*/g, ' $& '],
  [/[\][(){}<>]/g, ' $& '],
  [/--/g, ' $& '],
];

const endingQuotes: readonly Rule[] = [
  [/[»”’]/g, ' $& '],
  [/''|"/g, " '' "],
  [/([^' ])('[sSmMdD]|') /g, '$1 $2 '],
  [/([^' ])('ll|'LL|'re|'RE|'ve|'VE|n't|N'T) /g, '$1 $2 '],
];

/** Words that are two: cannot, gimme, 'tis. */
const contractions: readonly Rule[] = [
  ...['can|not', "d|'ye", 'gim|me', 'gon|na', 'got|ta', 'lem|me', "more|'n"].map((pair) =>
    contraction(pair, `(?![${word}])`),
  ),
  contraction('wan|na', `(?=[${space}])`),
  [new RegExp(`(?<= )('t)(is|was)(?![${word}])`, 'giu'), ' $1 $2 '],
];

function contraction(pair: string, after: string): Rule {
  const [first, second] = pair.split('|');
  return [new RegExp(`(?<![${word}])(${first})(${second})${after}`, 'giu'), ' $1 $2 '];
}

/** Steps that one sentence is worth, its length apart. */
const sentenceSteps = 400;
/** What every mark is worth, as blanks are put around it in pass after pass. */
const markSteps = 10;
const isMark = Array.from({ length: 128 }, (_, unit) =>
  /[!-/:-@[-`{-~]/.test(String.fromCharCode(unit)),
);

/**
 * The tokens of a text: words, numbers and marks, in order.
 * @throws StepLimitError when a budget is given and spent
 */
export function tokeniseWords(text: string, budget?: Budget, parameters?: Parameters): string[] {
  return [...tokenLists(text, budget, parameters)].flat();
}

/** The tokens sentence by sentence, for a reader that may stop early. @throws StepLimitError */
export function* tokenLists(
  text: string,
  budget?: Budget,
  parameters?: Parameters,
): Generator<string[]> {
  const options = { ...(budget && { budget }), ...(parameters && { parameters }) };
  for (const sentence of splitSentences(text, options)) {
    budget?.spend(sentenceSteps + sentence.length + markSteps * countMarks(sentence));
    yield tokeniseSentence(sentence);
  }
}

/** The ASCII marks of a text. */
function countMarks(text: string): number {
  let count = 0;
  for (let i = 0; i < text.length; i++) if (isMark[text.charCodeAt(i)]) count++;
  return count;
}

function tokeniseSentence(sentence: string): string[] {
  let text = apply(startingQuotes, sentence);
  text = partFinalPeriod(text, `])}>"'»”’ `, ' ');
  text = apply(marks, text);
  text = partFinalPeriod(text, `])}>"'`, '');
  text = apply(laterMarks, text);
  text = apply(endingQuotes, ` ${text} `);
  return splitSpaces(apply(contractions, text));
}

function apply(rules: readonly Rule[], text: string): string {
  let result = text;
  for (const [pattern, replacement] of rules) result = result.replace(pattern, replacement);
  return result;
}

/** Puts blanks around the period that ends the text, closing marks after it left aside. */
function partFinalPeriod(text: string, closers: string, gap: string): string {
  let at = stripEnd(text).length;
  while (at > 0 && closers.includes(text[at - 1] as string)) at--;
  const period = at - 1;
  if (period < 1 || text[period] !== '.' || text[period - 1] === '.') return text;
  let end = at;
  while (end < text.length && closers.includes(text[end] as string)) end++;
  if (!isBlankFrom(text, end)) return text;
  return `${text.slice(0, period)} .${gap}${text.slice(at, end)} `;
}

function isBlankFrom(text: string, from: number): boolean {
  for (let i = from; i < text.length; i++) if (!isSpace(text.charCodeAt(i))) return false;
  return true;
}
