/**
 * Reads one answer, a reference or what was extracted from a response, into everything it can be
 * compared by: trees (more than one where a comma is ambiguous), words, a multiple-choice letter.
 */
import { StepLimitError } from '../budget.ts';
import type { Commas } from './parse/numbers.ts';
import { inBase } from './parse/operands.ts';
import { parse } from './parse/parser.ts';
import { ParseError } from './parse/tokens.ts';
import { plainSpelling } from './parse/unicode.ts';
import type { Tree } from './tree.ts';
import {
  type Choice,
  canonicalWords,
  flatten,
  isTextual,
  isWordy,
  phrase,
  readChoice,
} from './words.ts';

/** Longest answer that is read, UTF-16 units. */
export const maxAnswerLength = 20_000;

export interface Answer {
  /** The cleaned text. */
  readonly text: string;
  /** Ways to read it as mathematics, likeliest first; empty when it is none. */
  readonly trees: readonly Tree[];
  readonly words: string;
  /** Whether it is words and not a formula. */
  readonly wordy: boolean;
  /** Whether it may be compared as words: it has some, and no operator. */
  readonly textual: boolean;
  readonly choice: Choice | null;
  /** Whether it offers alternatives: "3 or 4". */
  readonly alternatives: boolean;
  /** Why it is no mathematics; absent when it is. */
  readonly problem?: string;
}

export function readAnswer(raw: string): Answer {
  const text = clean(raw);
  const words = canonicalWords(text);
  const wordy = isWordy(text);
  const textual = isTextual(text);
  const choice = readChoice(text);
  const shared = { text, words, wordy, textual, choice };
  const meant = phrase(text);
  if (meant) return { ...shared, trees: [meant], alternatives: false };

  const trees: Tree[] = [];
  let alternatives = /(?:^|[^a-z])or(?:[^a-z]|$)/.test(words);
  let problem: string | undefined;
  for (const commas of readings(text)) {
    try {
      const parsed = parse(text, commas);
      if (commas === 'thousands' || parsed.commaRead || /\d,\d/.test(text)) trees.push(parsed.tree);
      alternatives ||= parsed.alternatives;
    } catch (error) {
      if (error instanceof StepLimitError || !(error instanceof ParseError)) throw error;
      problem ??= error.message;
    }
  }
  const based = /^([0-9A-Fa-f]+)\s*_\s*\{?\s*(\w+)\s*\}?$/.exec(
    flatten(text).replace(/\s*_\s*/, '_'),
  );
  if (based?.[1] && based[2] && /\d/.test(based[1])) {
    try {
      trees.unshift(inBase(based[1], based[2]));
    } catch (error) {
      if (!(error instanceof ParseError)) throw error;
    }
  }
  return {
    ...shared,
    trees,
    alternatives,
    ...(trees.length === 0 && problem !== undefined ? { problem } : {}),
  };
}

/** A reference is trusted: of one that is no mathematics, what its last equals sign gives counts. */
export function readReference(raw: string): Answer {
  const answer = readAnswer(raw);
  const end = answer.text.lastIndexOf('=');
  if (answer.trees.length > 0 || answer.problem === undefined || end < 0) return answer;
  const { trees } = readAnswer(answer.text.slice(end + 1));
  return { ...answer, trees };
}

/** How the commas of the text may read: 1,234 is a number or a list, 2,74 a decimal or a list. */
function readings(text: string): Commas[] {
  if (!/\d,\s?\d/.test(text)) return ['thousands'];
  const flat = flatten(text);
  const decimal = /^[-+]?\d+,\d+\s*(?:\\?%)?$/.test(flat);
  return decimal ? ['thousands', 'list', 'decimal'] : ['thousands', 'list'];
}

const layoutEnvironment = /\\(?:begin|end)\{(?:align|equation|gather|displaymath|center)\*?\}/g;
const tabular = /\\begin\{(?:[pbvBV]?matrix|smallmatrix|array|cases|aligned|split)\}|&/;

/** Undoes escapes, strips delimiters and trailing punctuation. */
function clean(raw: string): string {
  let text = undoEscapes(raw.slice(0, maxAnswerLength));
  text = plainSpelling(text).replace(layoutEnvironment, ' ');
  text = text.replace(/(?<![\w)])\*\*(?=\S)([^*]+)\*\*(?![\w(])/g, (whole, inner: string) =>
    /[A-Za-z]/.test(inner) && !/[\d^+=]/.test(inner) ? inner : whole,
  );
  text = text
    .replace(/<\/?su[bp]>/g, '')
    .replace(/\b([ap])\.m\.?/gi, '$1m')
    // \text{The answer is }7
    .replace(/^\s*\\text\{[^{}]*(?:\bis|\bare|:)\s*\}(?=\s*\S)/, '');
  // Delimiters nest a little: \[ $ … $ \].
  for (let layer = 0; layer < 8; layer++) {
    const before = text;
    text = withoutEnding(text.trim()).replace(/^\$+|^\*\*|\*\*$/g, '');
    if (text.startsWith('\\[') || text.startsWith('\\(')) text = text.slice(2);
    if (text.endsWith('\\]') || text.endsWith('\\)')) text = text.slice(0, -2);
    if (text === before) break;
  }
  return text;
}

/** Drops full stops, commas, dollars, spacing commands and stray backslashes from the end. */
function withoutEnding(text: string): string {
  let end = text.length;
  while (end > 0) {
    if (/[\s.,;:。$\\]/.test(text[end - 1] ?? '')) end--;
    else if (text[end - 1] === '!' && text[end - 2] === '\\') end -= 2;
    else break;
  }
  return text.slice(0, end);
}

/** Backslashes doubled, or turned into control characters, by a layer of JSON too many. */
function undoEscapes(raw: string): string {
  let text = raw
    .replace(/\f(?=[a-z])/g, '\\f')
    .replace(/\t(?=ext|imes|heta|an\W|frac)/g, '\\t')
    .replace(/\r(?=ight|angle)/g, '\\r')
    .replace(/[\b](?=inom|oxed|egin|ar|eta|f\W)/g, '\\b');
  if (!tabular.test(text)) text = text.replace(/\\\\(?=[a-zA-Z({[\])}])/g, '\\');
  return text;
}
