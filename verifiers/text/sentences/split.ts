/**
 * Splits a text into sentences the Punkt way (Kiss and Strunk, 2006; NLTK's reading of it): every
 * `.`, `?` or `!` is a candidate, judged by the word before it and the word after it.
 *
 * Theory of operation: candidates() finds the marks that may end a sentence, each with the little
 * text around it that decides; breaks() judges that text; realign() hands closing quotes and
 * brackets back to the sentence they close. All of it is linear in the text.
 */
import type { Budget } from '../../budget.ts';
import { isSpace, isUpper, stripEnd } from '../python.ts';
import { english } from './english.ts';
import { lowerCase, type Parameters, seen, upperCase } from './parameters.ts';
import { isClosingMark, type Token, tokenise } from './tokens.ts';

export interface SplitOptions {
  readonly parameters?: Parameters;
  readonly budget?: Budget;
}

/**
 * The sentences of a text, in order, without the white space between them.
 * @throws StepLimitError when a budget is given and spent
 */
export function splitSentences(text: string, options: SplitOptions = {}): string[] {
  return realign(text, cut(text, options));
}

interface Span {
  readonly start: number;
  readonly end: number;
}

/** Steps that judging one candidate is worth, and each character of the text that decides. */
const candidateSteps = 150;
const contextSteps = 10;
/** What finding a mark is worth. */
const markSteps = 20;

function cut(text: string, { parameters = english, budget }: SplitOptions): Span[] {
  const spans: Span[] = [];
  let start = 0;
  for (const candidate of candidates(text, budget)) {
    const context = text.slice(candidate.wordStart, candidate.contextEnd);
    budget?.spend(candidateSteps + contextSteps * context.length);
    if (!breaks(context, parameters)) continue;
    spans.push({ start, end: candidate.at + 1 });
    start = candidate.next;
  }
  spans.push({ start, end: stripEnd(text).length });
  return spans;
}

interface Candidate {
  /** Where the mark stands. */
  readonly at: number;
  /** Where the word before the mark starts. */
  readonly wordStart: number;
  /** Where the deciding text ends: after the closing mark or the next word. */
  readonly contextEnd: number;
  /** Where the next sentence would start. */
  readonly next: number;
}

/** Marks followed by a closing mark or by white space and a word; the last of each cluster. */
function* candidates(text: string, budget: Budget | undefined): Generator<Candidate> {
  let pending: Candidate | undefined;
  let wordStart = 0;
  let wordEnd = 0;
  for (let at = 0; at < text.length; at++) {
    if (!isEnding(text.charCodeAt(at))) continue;
    budget?.spend(markSteps);
    const follow = following(text, at + 1);
    if (!follow) continue;
    const blank = lastAsciiSpace(text, wordEnd, at);
    if (blank > wordEnd) wordStart = blank + 1;
    if (pending && wordEnd <= wordStart) yield pending;
    wordEnd = at;
    pending = { at, wordStart, ...follow };
  }
  if (pending) yield pending;
}

const [dot, question, exclamation] = [46, 63, 33];
const isEnding = (unit: number) => unit === dot || unit === question || unit === exclamation;

function following(text: string, at: number): Pick<Candidate, 'contextEnd' | 'next'> | undefined {
  if (at < text.length && isClosingMark(text[at] as string)) {
    return { contextEnd: at + 1, next: at };
  }
  let next = at;
  while (next < text.length && isSpace(text.charCodeAt(next))) next++;
  if (next === at || next === text.length) return undefined;
  let contextEnd = next;
  while (contextEnd < text.length && !isSpace(text.charCodeAt(contextEnd))) contextEnd++;
  return { contextEnd, next };
}

function lastAsciiSpace(text: string, from: number, to: number): number {
  for (let i = to - 1; i >= from; i--) if (' \t\n\r\v\f'.includes(text[i] as string)) return i;
  return -1;
}

/** True when a token of the context other than its last ends a sentence. */
function breaks(context: string, parameters: Parameters): boolean {
  let previous: Token | undefined;
  for (const token of tokenise(context)) {
    if (previous && endsSentence(previous, token, parameters)) return true;
    previous = token;
  }
  return false;
}

const ellipsis = /^\.\.+$/;
const initial = /^[\p{L}\p{N}_](?<!\p{Nd})\.$/u;

/** Judges the token's final mark, first by the token alone, then by the word after it. */
function endsSentence(token: Token, next: Token, parameters: Parameters): boolean {
  const alone = endsAlone(token, parameters);
  if (!token.endsInPeriod) return alone;
  const isInitial = initial.test(token.text);
  const type = withoutPeriod(token.type);
  const nextType = endsAlone(next, parameters) ? withoutPeriod(next.type) : next.type;
  const nextIsUpper = isFirst(next.text, 'upper');
  const known = parameters.orthography.get(nextType) ?? 0;
  const start = startsSentence(next.text, known);

  if (parameters.collocations.has(`${type} ${nextType}`)) return false;
  if (!isInitial && (ellipsis.test(token.text) || isAbbreviation(token, parameters))) {
    if (start === 'yes') return true;
    if (nextIsUpper && parameters.starters.has(nextType)) return true;
  }
  if (isInitial || type === '##number##') {
    if (start === 'no') return false;
    if (start === 'unknown' && isInitial && nextIsUpper && !(known & lowerCase)) return false; // J. Bach
  }
  return alone;
}

function endsAlone(token: Token, parameters: Parameters): boolean {
  if (token.text === '?' || token.text === '!') return true;
  if (!token.endsInPeriod || token.text.endsWith('..')) return false;
  return !isAbbreviation(token, parameters);
}

function isAbbreviation(token: Token, { abbreviations }: Parameters): boolean {
  if (token.text.endsWith('..')) return false;
  const word = token.text.slice(0, -1).toLowerCase();
  return abbreviations.has(word) || abbreviations.has(word.slice(word.lastIndexOf('-') + 1));
}

/** What the letter case of a word says of whether it starts a sentence. */
function startsSentence(next: string, known: number): 'yes' | 'no' | 'unknown' {
  if (';:,.!?'.includes(next)) return 'no';
  if (isFirst(next, 'upper')) {
    return known & lowerCase && !(known & seen.upperInside) ? 'yes' : 'unknown';
  }
  if (isFirst(next, 'lower')) {
    return known & upperCase || !(known & seen.lowerAtStart) ? 'no' : 'unknown';
  }
  return 'unknown';
}

function isFirst(text: string, wanted: 'upper' | 'lower'): boolean {
  const first = String.fromCodePoint(text.codePointAt(0) as number);
  return wanted === 'upper' ? isUpper(first) : /^\p{Lowercase}$/u.test(first);
}

const withoutPeriod = (type: string) =>
  type.length > 1 && type.endsWith('.') ? type.slice(0, -1) : type;

/** Closing quotes and brackets at the head of a sentence belong to the one before. */
const closers = /["')\]}]+/y;

function realign(text: string, spans: readonly Span[]): string[] {
  const sentences: string[] = [];
  let moved = 0;
  for (const [i, span] of spans.entries()) {
    const start = span.start + moved;
    moved = 0;
    const next = spans[i + 1];
    const taken = next ? closingLength(text, next) : undefined;
    if (next && taken) {
      sentences.push(text.slice(start, next.start + taken.kept));
      moved = taken.all;
    } else if (start < span.end) sentences.push(text.slice(start, span.end));
  }
  return sentences;
}

/** The length of the closing marks that head a span, without and with the white space after. */
function closingLength(text: string, { start, end }: Span) {
  closers.lastIndex = start;
  if (!closers.test(text)) return undefined;
  const marks = Math.min(closers.lastIndex, end);
  let after = marks;
  while (after < end && isSpace(text.charCodeAt(after))) after++;
  const closes = after > marks || after === end || text.startsWith('--', marks);
  return closes ? { kept: marks - start, all: after - start } : undefined;
}
