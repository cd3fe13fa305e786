/**
 * Finds the assertions of JavaScript test code, the constants that only they use, and the lines
 * that fetch the assertion library. Null where something is not understood: assert.throws, say.
 */
import type { Split } from '../split.ts';
import { assertions, splitAt, splitCondition, splitPair, type TestSource } from './assertion.ts';
import {
  type Declared,
  findConstants,
  findEquality,
  findImports,
  matchBrackets,
  type Range,
} from './declarations.ts';
import { lodashEqual } from './equal.ts';
import { type Token, tokenize } from './tokens.ts';

export interface Site extends Range {
  readonly kind: 'assert' | 'throw';
  readonly split: Split;
  /** In a loop, a branch or a callback: reached any number of times. */
  readonly looped: boolean;
}

export interface TestCode {
  readonly source: string;
  readonly sites: readonly Site[];
  /** Text that must not go to the sandbox, or is of no use there. */
  readonly removed: readonly Range[];
  /** The observed expressions use variables of the test code: earlier assertions may matter. */
  readonly stateful: boolean;
}

/** Longer test code, UTF-16 units, runs whole: each of its assertions would carry all of it. */
const maxSource = 128 << 10;

export function findSites(source: string): TestCode | null {
  const tokens = source.length > maxSource ? null : tokenize(source);
  if (!tokens || tokens.some(({ text }) => text === 'try' || text === 'async')) return null;
  const partner = matchBrackets(tokens);
  const imports = findImports(tokens);
  const equality = findEquality(tokens, partner);
  const declared = findConstants(tokens);
  const test: TestSource = {
    source,
    constants: declared.constants,
    equalities: ['_.isEqual', ...(equality ? [equality.name] : [])],
  };
  const fixed = [...imports, ...(equality ? [equality] : [])];
  const sites: Site[] = [];
  for (let i = 0; i < tokens.length; i++) {
    const start = tokens[i]?.start ?? 0;
    if (fixed.some((range) => start >= range.start && start < range.end)) continue;
    const found = readSite(tokens, i, partner, test);
    if (found === 'unknown') return null;
    if (found === null) continue;
    const end = tokens[found.last]?.end ?? 0;
    sites.push({ ...found.site, start, end, looped: isLooped(tokens, i, partner) });
    i = found.last;
  }
  if (sites.length === 0) return null;
  return settle(source, tokens, sites, fixed, declared);
}

/** Decides which constants can be taken out: those that nothing left in the code refers to. */
function settle(
  source: string,
  tokens: readonly Token[],
  sites: readonly Site[],
  fixed: readonly Range[],
  declared: Declared,
): TestCode {
  const inside = (ranges: readonly Range[], { start }: Token) =>
    ranges.some((range) => start >= range.start && start < range.end);
  const outer = tokens.filter((token) => !inside(sites, token) && !inside(fixed, token));
  const observed = sites.flatMap(({ split }) =>
    split.observe.flatMap((text) => tokenize(text) ?? []),
  );
  const used = countNames([...outer, ...observed]);
  const removed = [...fixed];
  for (const [name, range] of declared.ranges) {
    if ((used.get(name) ?? 0) <= 1) removed.push(range); // only its own declaration
  }
  const names = new Set(observed.map(({ text }) => text));
  const stateful = [...declared.variables].some((name) => names.has(name));
  return { source, sites, removed, stateful };
}

function countNames(tokens: readonly Token[]): Map<string, number> {
  const counts = new Map<string, number>();
  for (const { type, text } of tokens) {
    if (type === 'name') counts.set(text, (counts.get(text) ?? 0) + 1);
  }
  return counts;
}

// --- assertions -------------------------------------------------------------------------------

interface Found {
  readonly site: Pick<Site, 'kind' | 'split'>;
  /** Index of the last token that is replaced. */
  readonly last: number;
}

function readSite(
  tokens: readonly Token[],
  at: number,
  partner: ReadonlyMap<number, number>,
  test: TestSource,
): Found | null | 'unknown' {
  const text = (i: number) => tokens[at + i]?.text;
  if (tokens[at]?.type !== 'name' || tokens[at - 1]?.text === '.') return null;
  if (text(0) === 'if') return readThrow(tokens, at, partner, test);
  if (text(0) === 'console' && text(2) === 'assert')
    return readCall(tokens, at, 3, 'ok', partner, test);
  if (text(0) !== 'assert') return null;
  if (text(1) === '(') return readCall(tokens, at, 1, 'ok', partner, test);
  return text(1) === '.' ? readCall(tokens, at, 3, text(2) ?? '', partner, test) : 'unknown';
}

/** `name(arguments)`, whose bracket is `offset` tokens after `at`. */
function readCall(
  tokens: readonly Token[],
  at: number,
  offset: number,
  name: string,
  partner: ReadonlyMap<number, number>,
  test: TestSource,
): Found | 'unknown' {
  const open = at + offset;
  const close = partner.get(open);
  if (tokens[open]?.text !== '(' || close === undefined) return 'unknown';
  const args = splitAt(tokens.slice(open + 1, close), ',');
  const equality = assertions.get(name);
  const [condition] = args;
  if (!condition?.length) return 'unknown';
  if (name === 'ok') {
    return { site: { kind: 'assert', split: splitCondition(condition, test) }, last: close };
  }
  const split = equality && splitPair(args, equality, test);
  return split ? { site: { kind: 'assert', split }, last: close } : 'unknown';
}

/** `if (!compare(x, v)) { throw … }`: the whole statement is replaced. */
function readThrow(
  tokens: readonly Token[],
  at: number,
  partner: ReadonlyMap<number, number>,
  test: TestSource,
): Found | null {
  const close = partner.get(at + 1);
  if (
    close === undefined ||
    tokens[close + 1]?.text !== '{' ||
    tokens[close + 2]?.text !== 'throw'
  ) {
    return null;
  }
  const [not, ...rest] = tokens.slice(at + 2, close);
  const last = partner.get(close + 1);
  if (not?.text !== '!' || last === undefined) return null;
  const callee = rest.slice(
    0,
    rest.findIndex(({ text }) => text === '('),
  );
  if (!test.equalities.includes(callee.map(({ text }) => text).join(''))) return null;
  const split = splitPair(splitAt(rest.slice(callee.length + 1, -1), ','), lodashEqual, test);
  return split && { site: { kind: 'throw', split }, last };
}

// --- what surrounds them ------------------------------------------------------------------------

const branching = new Set(['for', 'while', 'if', 'switch', 'with', 'catch']);

/** Is the token in the body of a loop or branch, or in a function given to a call? */
function isLooped(
  tokens: readonly Token[],
  at: number,
  partner: ReadonlyMap<number, number>,
): boolean {
  if (followsBranch(tokens, at, partner)) return true;
  for (let i = at - 1; i >= 0; i--) {
    const text = tokens[i]?.text ?? '';
    if (')]}'.includes(text) && tokens[i]?.type === 'op') i = partner.get(i) ?? -1;
    else if (text === '(' || text === '[') return true;
    else if (text === '{' && followsBranch(tokens, i, partner)) return true;
  }
  return false;
}

/** Does a `for (…)`, an `else`, or the like end right before the token? */
function followsBranch(
  tokens: readonly Token[],
  at: number,
  partner: ReadonlyMap<number, number>,
): boolean {
  const before = tokens[at - 1]?.text ?? '';
  if (before === 'else' || before === 'do' || before === '&&' || before === '||') return true;
  if (before !== ')') return false;
  const open = partner.get(at - 1) ?? 0;
  return branching.has(tokens[open - 1]?.text ?? '');
}
