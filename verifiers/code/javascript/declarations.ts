/** What test code declares: the assertion library, its own equality function, constants. */
import type { Value } from '../values/value.ts';
import { type Constants, readLiteral } from './literal.ts';
import type { Token } from './tokens.ts';

export interface Range {
  /** Offsets into the source, UTF-16 units. */
  readonly start: number;
  readonly end: number;
}

/** The index of each bracket's partner. */
export function matchBrackets(tokens: readonly Token[]): Map<number, number> {
  const partner = new Map<number, number>();
  const open: number[] = [];
  tokens.forEach(({ type, text }, i) => {
    if (type !== 'op') return;
    if ('([{'.includes(text)) open.push(i);
    else if (')]}'.includes(text)) {
      const from = open.pop();
      if (from === undefined) return;
      partner.set(from, i);
      partner.set(i, from);
    }
  });
  return partner;
}

/** `const assert = require('node:assert');`, `import assert from "assert"`, `declare var x: any;` */
export function findImports(tokens: readonly Token[]): Range[] {
  const found: Range[] = [];
  for (let i = 0; i < tokens.length; i++) {
    const words = tokens.slice(i, i + 7).map(({ text }) => text);
    const [keyword = '', name = ''] = words;
    const fetched = ['const', 'let', 'var'].includes(keyword) && words[3] === 'require';
    let last = -1;
    if (fetched && isLibrary(name, words[5])) last = i + 6;
    else if (keyword === 'import' && words[2] === 'from' && isLibrary(name, words[3])) last = i + 3;
    else if (keyword === 'declare' && tokens[i]?.depth === 0) {
      last = tokens.findIndex(({ text }, k) => k > i && text === ';');
    }
    if (last < 0) continue;
    if (tokens[last + 1]?.text === ';') last++;
    found.push({ start: tokens[i]?.start ?? 0, end: tokens[last]?.end ?? 0 });
    i = last;
  }
  return found;
}

function isLibrary(name: string, quoted = ''): boolean {
  const module = quoted.slice(1, -1);
  if (name === 'assert') return /^(?:node:)?assert(?:\/strict)?$/.test(module);
  return name === '_' && /^lodash(?:\.isequal)?$/.test(module);
}

/** `function compare(a, b) { return _.isEqual(a, b) }`, under any name. */
export function findEquality(
  tokens: readonly Token[],
  partner: ReadonlyMap<number, number>,
): (Range & { readonly name: string }) | null {
  for (let i = 0; i < tokens.length; i++) {
    if (tokens[i]?.text !== 'function' || tokens[i]?.depth !== 0) continue;
    const name = tokens[i + 1]?.text ?? '';
    const open = (partner.get(i + 2) ?? -2) + 1;
    const close = partner.get(open);
    if (close === undefined) continue;
    const parameters = tokens
      .slice(i + 3, open - 1)
      .map(({ text }) => text)
      .join('');
    const body = tokens
      .slice(open + 1, close)
      .map(({ text }) => text)
      .join('')
      .replace(/;$/, '');
    if (body !== `return_.isEqual(${parameters})`) continue;
    return { name, start: tokens[i]?.start ?? 0, end: tokens[close]?.end ?? 0 };
  }
  return null;
}

export interface Declared {
  /** Names bound once, to a constant, and never assigned again. */
  readonly constants: Constants;
  readonly ranges: ReadonlyMap<string, Range>;
  /** Other names that the code declares, aliases of functions and functions apart. */
  readonly variables: ReadonlySet<string>;
}

const declaring = new Set(['const', 'let', 'var']);
const assigning = /^(?:[-+*/%&|^]|\*\*|<<|>>>?|&&|\|\||\?\?)?=$|^\+\+$|^--$/;

export function findConstants(tokens: readonly Token[]): Declared {
  const constants = new Map<string, Value>();
  const ranges = new Map<string, Range>();
  const variables = new Set<string>();
  const assigned = new Map<string, number>();
  tokens.forEach(({ type, text }, i) => {
    const next = tokens[i + 1]?.text ?? '';
    const before = tokens[i - 1]?.text ?? '';
    if (type !== 'name' || before === '.') return;
    if (assigning.test(next) || before === '++' || before === '--') {
      assigned.set(text, (assigned.get(text) ?? 0) + 1);
    }
    if (!declaring.has(before)) return;
    const value = next === '=' ? tokens.slice(i + 2, statementEnd(tokens, i)) : [];
    const literal = readLiteral(value, new Map());
    const end = tokens[i + 1 + value.length + 1];
    if (literal) {
      constants.set(text, literal.value);
      const last = end?.text === ';' ? end : value.at(-1);
      ranges.set(text, { start: tokens[i - 1]?.start ?? 0, end: last?.end ?? 0 });
    } else if (value.length !== 1 && !value.some((token) => token.text === '=>')) {
      variables.add(text);
    }
  });
  for (const [name, times] of assigned) {
    if (times === 1 || !constants.has(name)) continue;
    constants.delete(name);
    ranges.delete(name);
    variables.add(name);
  }
  return { constants, ranges, variables };
}

/** Where the declaration at `at` ends: at a semicolon, or before the next statement's keyword. */
function statementEnd(tokens: readonly Token[], at: number): number {
  const depth = tokens[at]?.depth ?? 0;
  let end = at + 1;
  for (; end < tokens.length; end++) {
    const token = tokens[end] as Token;
    if (token.depth < depth) break;
    if (token.depth === depth && (token.text === ';' || statementWords.has(token.text))) break;
  }
  return end;
}

const statementWords = new Set(['const', 'let', 'var', 'if', 'for', 'while', 'console', 'assert']);
