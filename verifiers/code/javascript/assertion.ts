/**
 * Takes a JavaScript assertion apart: of `assert.deepEqual(candidate(2), [1, 3])` the expression
 * `candidate(2)` goes to the sandbox, and the array is compared out here.
 *
 * Understood: comparisons with constants, `&&`, `!`, `||` over one expression, the assert functions
 * of Node, `_.isEqual`, `Math.abs(f(x) - 0.3) < 1e-6`, and the bare truth of a call. Any other
 * condition is evaluated whole in the sandbox and trusted weakly.
 */
import { allOf, anyOf, negate, type Split } from '../split.ts';
import { isNumeric, type Value } from '../values/value.ts';
import {
  deepEqual,
  deepStrictEqual,
  type Equality,
  lodashEqual,
  looseEqual,
  sameValue,
  strictEqual,
} from './equal.ts';
import { type Constants, readLiteral } from './literal.ts';
import type { Token } from './tokens.ts';

/** The source of a test, what its names stand for, and its own deep equality functions. */
export interface TestSource {
  readonly source: string;
  readonly constants: Constants;
  readonly equalities: readonly string[];
}

/** The functions of node:assert that compare two values. */
export const assertions: ReadonlyMap<string, Equality> = new Map([
  ['equal', looseEqual],
  ['strictEqual', sameValue],
  ['deepEqual', deepEqual],
  ['deepStrictEqual', deepStrictEqual],
  ['notEqual', opposite(looseEqual)],
  ['notStrictEqual', opposite(sameValue)],
  ['notDeepEqual', opposite(deepEqual)],
  ['notDeepStrictEqual', opposite(deepStrictEqual)],
]);

function opposite(same: Equality): Equality {
  return (a, b) => !same(a, b);
}

/** Two expressions that an equality must find equal; null when one is missing. */
export function splitPair(
  parts: readonly (readonly Token[])[],
  same: Equality,
  test: TestSource,
): Split | null {
  const [a, b] = parts;
  if (!a?.length || !b?.length) return null;
  return compareSides(readSide(a, test), readSide(b, test), same);
}

/** Any condition: what console.assert is given. */
export function splitCondition(tokens: readonly Token[], test: TestSource): Split {
  return splitLogic(tokens, test) ?? truth(tokens, test);
}

function splitLogic(tokens: readonly Token[], test: TestSource): Split | null {
  const inner = withoutParentheses(tokens);
  if (inner !== tokens) return splitCondition(inner, test);
  if (atLevel(tokens).some(({ text }) => unsplittable.has(text))) return null;
  const alternatives = splitAt(tokens, '||');
  if (alternatives.length > 1) return anyOf(alternatives.map((part) => splitCondition(part, test)));
  const conjuncts = splitAt(tokens, '&&');
  if (conjuncts.length > 1) return allOf(conjuncts.map((part) => splitCondition(part, test)));
  const compared = splitComparison(tokens, test);
  if (compared) return compared;
  const nots = tokens.findIndex(({ text }) => text !== '!');
  if (nots > 0 && isOperand(tokens.slice(nots))) {
    const inverse = splitCondition(tokens.slice(nots), test);
    return nots % 2 === 1 ? negate(inverse) : inverse;
  }
  const [callee, args] = callOf(tokens) ?? [];
  return callee && args && test.equalities.includes(callee)
    ? splitPair(args, lodashEqual, test)
    : null;
}

const unsplittable = new Set([
  '=>',
  '?',
  ':',
  '=',
  ',',
  '??',
  'await',
  'yield',
  'in',
  'instanceof',
]);

/** A call or brackets, without an operator around it. */
function isOperand(tokens: readonly Token[]): boolean {
  return withoutParentheses(tokens) !== tokens || callOf(tokens) !== null;
}

const order =
  (accept: (a: number | string, b: number | string) => boolean): Equality =>
  (a, b) => {
    if (isNumeric(a) && isNumeric(b)) return accept(Number(a), Number(b));
    return typeof a === 'string' && typeof b === 'string' && accept(a, b);
  };

const comparisons: ReadonlyMap<string, Equality> = new Map([
  ['===', strictEqual],
  ['!==', opposite(strictEqual)],
  ['==', looseEqual],
  ['!=', opposite(looseEqual)],
  ['<', order((a, b) => a < b)],
  ['<=', order((a, b) => a <= b)],
  ['>', order((a, b) => a > b)],
  ['>=', order((a, b) => a >= b)],
]);

function splitComparison(tokens: readonly Token[], test: TestSource): Split | null {
  const operators = atLevel(tokens).filter(
    ({ type, text }) => type === 'op' && comparisons.has(text),
  );
  const [operator] = operators;
  if (!operator || operators.length > 1) return null;
  const at = tokens.indexOf(operator);
  const sides = [tokens.slice(0, at), tokens.slice(at + 1)];
  return splitPair(sides, comparisons.get(operator.text) as Equality, test);
}

type Side =
  | { readonly kind: 'known'; readonly value: Value }
  | { readonly kind: 'seen'; readonly text: string; readonly adjust?: (value: Value) => Value };

function compareSides(a: Side, b: Side, same: Equality): Split {
  const sides = [a, b];
  return {
    observe: sides.flatMap((side) => (side.kind === 'seen' ? [side.text] : [])),
    holds(values) {
      let next = 0;
      const [x, y] = sides.map((side) => {
        if (side.kind === 'known') return side.value;
        const value = values[next++];
        return side.adjust ? side.adjust(value) : value;
      });
      return same(x, y);
    },
    ...(sides.every(({ kind }) => kind === 'seen') && { trust: 'weak' as const }),
  };
}

function readSide(tokens: readonly Token[], test: TestSource): Side {
  const literal = readLiteral(tokens, test.constants);
  if (literal) return { kind: 'known', value: literal.value };
  return readDistance(tokens, test) ?? { kind: 'seen', text: textOf(tokens, test) };
}

/** `Math.abs(f(x) - 0.3)`: the call is observed, the number stays here. */
function readDistance(tokens: readonly Token[], test: TestSource): Side | null {
  const [callee, args] = callOf(tokens) ?? [];
  const [argument, ...more] = args ?? [];
  if (callee !== 'Math.abs' || !argument || more.length > 0) return null;
  const inner = withoutParentheses(argument);
  const level = atLevel(inner);
  if (!level.every(({ type, text }) => type !== 'op' || '()[].-*/'.includes(text))) return null;
  const signs = level.filter(({ text }, i) => text === '-' && i > 0 && endsOperand(level[i - 1]));
  const [minus] = signs;
  if (!minus || signs.length > 1) return null;
  const at = inner.indexOf(minus);
  const [left, right] = [inner.slice(0, at), inner.slice(at + 1)];
  const subtrahend = readLiteral(right, test.constants);
  const known = subtrahend ?? readLiteral(left, test.constants);
  if (typeof known?.value !== 'number') return null;
  const target = known.value;
  const adjust = (value: Value): Value =>
    isNumeric(value) ? Math.abs(Number(value) - target) : Number.NaN;
  return { kind: 'seen', text: textOf(subtrahend ? left : right, test), adjust };
}

function endsOperand(token: Token | undefined): boolean {
  return token !== undefined && (token.type !== 'op' || ')]}'.includes(token.text));
}

/** The truth of the whole condition, worked out in the sandbox. */
function truth(tokens: readonly Token[], test: TestSource): Split {
  const [callee] = callOf(tokens) ?? [];
  return {
    observe: [`!!(${textOf(tokens, test)})`],
    holds: ([value]) => value === true,
    // The answer of the program itself is as good as any value that it could return.
    ...(!(callee && /^[\p{L}_$][\p{L}\p{N}_$]*$/u.test(callee)) && { trust: 'weak' as const }),
  };
}

// --- token lists ------------------------------------------------------------------------------

function textOf(tokens: readonly Token[], { source }: TestSource): string {
  return source.slice(tokens[0]?.start ?? 0, tokens.at(-1)?.end ?? 0);
}

/** The tokens that are in no bracket of their own. */
function atLevel(tokens: readonly Token[]): readonly Token[] {
  return tokens.filter(({ depth }) => depth === tokens[0]?.depth);
}

export function splitAt(tokens: readonly Token[], separator: string): (readonly Token[])[] {
  const parts: (readonly Token[])[] = [];
  let from = 0;
  tokens.forEach(({ depth, text, type }, i) => {
    if (depth !== tokens[0]?.depth || type !== 'op' || text !== separator) return;
    parts.push(tokens.slice(from, i));
    from = i + 1;
  });
  parts.push(tokens.slice(from));
  return parts;
}

/** `(condition)` without its brackets; the same tokens when they are no such thing. */
function withoutParentheses(tokens: readonly Token[]): readonly Token[] {
  if (tokens[0]?.text !== '(' || atLevel(tokens).length !== 2) return tokens;
  const inner = tokens.slice(1, -1);
  return inner.length === 0 || atLevel(inner).some(({ text }) => text === ',') ? tokens : inner;
}

/** The dotted name and the arguments when the tokens are one call and nothing more. */
function callOf(
  tokens: readonly Token[],
): readonly [callee: string, args: (readonly Token[])[]] | null {
  const open = tokens.findIndex(({ text }) => text === '(');
  if (open < 1 || tokens.at(-1)?.text !== ')' || atLevel(tokens).length !== open + 2) return null;
  const callee = tokens.slice(0, open);
  if (!callee.every(({ type, text }) => type === 'name' || text === '.')) return null;
  const inner = tokens.slice(open + 1, -1);
  return [callee.map(({ text }) => text).join(''), inner.length === 0 ? [] : splitAt(inner, ',')];
}
