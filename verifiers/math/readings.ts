/**
 * Conventions that are about how one side is written, not about what two trees mean: code spelling,
 * phrases, decimal commas, numerals in another base, the imaginary unit. Which readings may count,
 * and which of these conventions a pair of readings rests on.
 */
import { keyOf } from './evaluate/key.ts';
import { inBase } from './parse/operands.ts';
import { ParseError } from './parse/tokens.ts';
import type { Conventions } from './presets.ts';
import type { Answer } from './read.ts';
import { mapChildren, some, type Tree } from './tree.ts';
import { flatten, phrase } from './words.ts';

type Writing = 'code_syntax' | 'phrases' | 'decimal_comma' | 'base_value' | 'imaginary';

/** The readings of both sides that the options allow. */
export function treesOf(
  reference: Answer,
  response: Answer,
  options: Conventions,
): readonly [readonly Tree[], readonly Tree[]] {
  const sides = [reference.trees, allowed(response, options)] as const;
  return options.imaginary === 'i' ? sides : sameUnit(...sides);
}

/** A reference is trusted; it is the response that takes liberties. */
function allowed(response: Answer, options: Conventions): readonly Tree[] {
  const { trees } = response;
  if (!options.code_syntax && isCode(response)) return [];
  if (!options.phrases && isPhrase(response)) return [];
  return options.decimal_comma ? trees : trees.filter((tree) => !readsComma(response, tree));
}

/** What the equality of two readings rests on, besides what compared them. */
export function writings(reference: Answer, response: Answer, a: Tree, b: Tree): Writing[] {
  const needed: Writing[] = [];
  if (isCode(response) && !isCode(reference)) needed.push('code_syntax');
  if (isPhrase(response) && !isPhrase(reference)) needed.push('phrases');
  if (readsComma(response, b) && !readsComma(reference, a)) needed.push('decimal_comma');
  if (baseOf(reference) !== baseOf(response)) needed.push('base_value');
  if (!reference.trees.includes(a) || !response.trees.includes(b)) needed.push('imaginary');
  return needed;
}

/** Whether two numerals are written in different bases. */
export const basesDiffer = (a: Answer, b: Answer): boolean => baseOf(a) !== baseOf(b);

const code =
  /\*\*|\*(?!\*)|(?<![\\A-Za-z{])(?:sqrt|cbrt|exp|log|ln|a?sin|a?cos|a?tan|abs|Rational|Abs|pi|oo)(?![A-Za-z])/;

function isCode({ text }: Answer): boolean {
  return code.test(text) && !/^\*\*|\*\*$/.test(text);
}

const isPhrase = ({ text, wordy }: Answer): boolean => wordy && phrase(text) !== null;

const comma = /^[-+]?\d+,\d+\s*(?:\\?%)?$/;

/** Whether the tree is the text with its comma read as a decimal point. */
function readsComma({ text }: Answer, tree: Tree): boolean {
  if (!text.includes(',') || !comma.test(flatten(text))) return false;
  return some(tree, (t) => t.kind === 'number' && t.places !== undefined);
}

/** The base of a numeral; empty when it names none. */
function baseOf({ text }: Answer): string {
  if (!text.includes('_')) return '';
  const base = /^[0-9A-Fa-f]*\d[0-9A-Fa-f]*\s*_\s*(\d{1,2}|[a-z]+)$/.exec(flatten(text))?.[1];
  try {
    return base === undefined ? '' : keyOf(inBase('10', base));
  } catch (error) {
    if (!(error instanceof ParseError)) throw error;
    return '';
  }
}

type Sides = readonly [readonly Tree[], readonly Tree[]];

/** j read as i in trees without i, where the other side has i and no j. */
function sameUnit(left: readonly Tree[], right: readonly Tree[]): Sides {
  const [ofLeft, ofRight] = [unitOf(left), unitOf(right)];
  if (ofLeft === 'i' && ofRight === 'j') return [left, right.map(withI)];
  if (ofLeft === 'j' && ofRight === 'i') return [left.map(withI), right];
  return [left, right];
}

const isI = (t: Tree) => t.kind === 'constant' && t.name === 'i';
const isJ = (t: Tree) => t.kind === 'symbol' && t.name === 'j';

function unitOf(trees: readonly Tree[]): 'i' | 'j' | null {
  const [i, j] = [isI, isJ].map((test) => trees.some((t) => some(t, test)));
  return i === j ? null : i ? 'i' : 'j';
}

function withI(t: Tree): Tree {
  return isJ(t) ? { kind: 'constant', name: 'i' } : mapChildren(t, withI);
}
