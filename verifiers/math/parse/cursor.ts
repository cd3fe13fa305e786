/** A position in the tokens and the faces of the parser that its parts call each other through. */
import type { Tree } from '../tree.ts';
import { ParseError, type Token } from './tokens.ts';

/** Deepest nesting of one answer; beyond it the answer is not read as mathematics. */
export const maxDepth = 150;

export interface Parser {
  readonly tokens: readonly Token[];
  at: number;
  depth: number;
  /** Open |…| around the position: the next bar closes one. */
  bars: number;
  /** Whether a bar separates here: inside {x | …}. */
  inSet: boolean;
  /** Whether the position is the bare argument of a function: sin 2x cos y. */
  inArgument: boolean;
  /** Parses an operator expression whose operators bind tighter than `minimum`. */
  expression(minimum: number): Tree;
  /** Parses one operand without what follows it. */
  operand(): Tree;
  /** Parses items with separators up to a closing token or the end. */
  items(): Tree[];
}

export function peek(p: Parser, ahead = 0): Token | undefined {
  return p.tokens[p.at + ahead];
}

export function isOp(p: Parser, text: string, ahead = 0): boolean {
  const t = p.tokens[p.at + ahead];
  return t?.kind === 'op' && t.text === text;
}

/** Takes the operator if it is next. */
export function take(p: Parser, text: string): boolean {
  if (!isOp(p, text)) return false;
  p.at++;
  return true;
}

export function expect(p: Parser, text: string): void {
  if (!take(p, text)) throw unexpected(p, `${text}`);
}

export function unexpected(p: Parser, wanted: string): ParseError {
  const t = p.tokens[p.at];
  return new ParseError(`Expected ${wanted}, got ${t ? t.text : 'the end'}`);
}

/** Runs `parse` inside fresh brackets: bars, sets and bare arguments outside do not reach in. */
export function fresh<T>(p: Parser, parse: () => T, inSet = false): T {
  const { bars, inSet: set, inArgument } = p;
  p.bars = 0;
  p.inSet = inSet;
  p.inArgument = false;
  const result = parse();
  p.bars = bars;
  p.inSet = set;
  p.inArgument = inArgument;
  return result;
}

/** A LaTeX argument: a group in braces, or one token (one digit of a number). */
export function argument(p: Parser): Tree {
  const t = peek(p);
  if (t?.kind === 'number' && /^\d{2,}$/.test(t.text)) {
    // \frac12 takes a digit at a time.
    const digit: Token = { ...t, text: t.text.slice(0, 1) };
    const rest: Token = { ...t, text: t.text.slice(1), spaced: false };
    (p.tokens as Token[]).splice(p.at, 1, digit, rest);
  }
  return p.operand();
}

/** The tokens of a group in braces as plain text, or of one token: subscripts and names. */
export function rawGroup(p: Parser): string {
  if (!take(p, '{')) {
    const t = peek(p);
    if (!t) throw unexpected(p, 'a subscript');
    p.at++;
    return t.text;
  }
  let text = '';
  for (let depth = 1; ; p.at++) {
    const t = peek(p);
    if (!t) throw unexpected(p, '}');
    if (t.kind === 'op' && t.text === '{') depth++;
    if (t.kind === 'op' && t.text === '}' && --depth === 0) break;
    text += t.text;
  }
  p.at++;
  return text;
}

/** Parses the tokens up to `end`, all of them. */
export function within(p: Parser, end: number): Tree {
  const inner: Parser = Object.create(p, {
    tokens: { value: p.tokens.slice(0, end) },
    at: { value: p.at, writable: true },
    depth: { value: p.depth, writable: true },
  });
  const body = fresh(inner, () => inner.expression(0));
  if (inner.at !== end) throw unexpected(inner, 'the end of the part');
  p.at = end;
  return body;
}
