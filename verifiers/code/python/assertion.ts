/**
 * Takes the condition of a Python assert apart: `candidate(2) == [1, 3]` becomes the expression
 * `candidate(2)`, to be evaluated in the sandbox, and the list, which is compared out here.
 *
 * Understood: comparisons and chains of them with constants, `and`, `not`, `or` over one expression,
 * `abs(f(x) - 0.3) < 1e-6`, `math.isclose`, `math.isnan`, `pytest.approx`, `in`, `is`, and the bare
 * truth of a call. Anything else is evaluated whole in the sandbox and trusted weakly.
 */
import { allOf, anyOf, negate, type Split } from '../split.ts';
import { closeTo } from '../values/json-equal.ts';
import { isNumeric, type Value } from '../values/value.ts';
import { pythonEqual, pythonIn, pythonIs, pythonOrder } from './equal.ts';
import { readLiteral } from './literal.ts';
import type { Token } from './tokens.ts';

/** The source of a test and the names by which it calls the program. */
export interface TestSource {
  readonly source: string;
  readonly entries: readonly string[];
}

/** The condition of an assert, without its message. `tokens` are those of the whole condition. */
export function splitCondition(tokens: readonly Token[], test: TestSource): Split {
  return splitLogic(tokens, test) ?? truth(tokens, test);
}

function splitLogic(tokens: readonly Token[], test: TestSource): Split | null {
  const inner = withoutParentheses(tokens);
  if (inner !== tokens) return splitCondition(inner, test);
  const words = atLevel(tokens).map(({ text }) => text);
  if (words.some((word) => unsplittable.has(word))) return null;
  const alternatives = splitAt(tokens, 'or');
  if (alternatives.length > 1) return anyOf(alternatives.map((part) => splitCondition(part, test)));
  const conjuncts = splitAt(tokens, 'and');
  if (conjuncts.length > 1) return allOf(conjuncts.map((part) => splitCondition(part, test)));
  const nots = tokens.findIndex(({ text }) => text !== 'not');
  if (nots > 0) {
    const inverse = splitCondition(tokens.slice(nots), test);
    return nots % 2 === 1 ? negate(inverse) : inverse;
  }
  return splitComparison(tokens, test) ?? splitPredicate(tokens, test);
}

const unsplittable = new Set(['lambda', 'if', 'else', ':=', 'await', 'yield', 'for', ',', '=']);

// --- comparisons ----------------------------------------------------------------------------

type Compare = (a: Operand, b: Operand) => boolean | null;

/** A side of a comparison: its value, and the tolerance that pytest.approx gives it. */
interface Operand {
  readonly value: Value;
  readonly tolerance?: Tolerance;
}

interface Tolerance {
  readonly abs: number;
  readonly rel: number;
}

const equal: Compare = (a, b) => {
  const tolerance = a.tolerance ?? b.tolerance;
  if (tolerance === undefined) return pythonEqual(a.value, b.value);
  const [actual, expected] = b.tolerance ? [a.value, b.value] : [b.value, a.value];
  return nearly(actual, expected, tolerance);
};
const order =
  (accept: (sign: number) => boolean): Compare =>
  (a, b) => {
    const sign = pythonOrder(a.value, b.value);
    return sign === null ? null : accept(sign);
  };
const reversed =
  (compare: Compare): Compare =>
  (a, b) => {
    const answer = compare(a, b);
    return answer === null ? null : !answer;
  };
const contains: Compare = (a, b) => pythonIn(a.value, b.value);
const identical: Compare = (a, b) => pythonIs(a.value, b.value);

const comparisons: ReadonlyMap<string, Compare> = new Map([
  ['==', equal],
  ['!=', reversed(equal)],
  ['<', order((sign) => sign < 0)],
  ['<=', order((sign) => sign <= 0)],
  ['>', order((sign) => sign > 0)],
  ['>=', order((sign) => sign >= 0)],
  ['in', contains],
  ['not in', reversed(contains)],
  ['is', identical],
  ['is not', reversed(identical)],
]);

/** One side as it is treated: known out here, or observed in the sandbox and then adjusted. */
type Side =
  | { readonly kind: 'known'; readonly operand: Operand }
  | { readonly kind: 'seen'; readonly text: string; readonly adjust: (value: Value) => Value };

function splitComparison(tokens: readonly Token[], test: TestSource): Split | null {
  const operators: Compare[] = [];
  const names: string[] = [];
  const sides: Side[] = [];
  let from = 0;
  for (let i = 0; i < tokens.length; i++) {
    if (tokens[i]?.depth !== tokens[0]?.depth) continue;
    const pair = `${tokens[i]?.text} ${tokens[i + 1]?.text}`;
    const two = comparisons.get(pair);
    const compare = two ?? comparisons.get(tokens[i]?.text ?? '');
    if (compare === undefined) continue;
    operators.push(compare);
    names.push(two ? pair : (tokens[i]?.text ?? ''));
    sides.push(readSide(tokens.slice(from, i), test));
    if (two) i++;
    from = i + 1;
  }
  if (operators.length === 0) return null;
  sides.push(readSide(tokens.slice(from), test));
  if (sides.every(({ kind }) => kind === 'seen')) return splitUnknown(sides, names);
  return {
    observe: sides.flatMap((side) => (side.kind === 'seen' ? [side.text] : [])),
    holds(values) {
      let next = 0;
      const operands = sides.map((side) =>
        side.kind === 'known' ? side.operand : { value: side.adjust(values[next++]) },
      );
      const answers = operators.map((compare, i) =>
        compare(operands[i] as Operand, operands[i + 1] as Operand),
      );
      return answers.includes(null) ? null : answers.every((answer) => answer === true);
    },
  };
}

/**
 * `f(x) == g(y)`: the program works out both sides. They are still compared out here as data;
 * only where both are objects of one type that is not data (a Fraction, say), its own == decides.
 */
function splitUnknown(sides: readonly Side[], names: readonly string[]): Split | null {
  const [name] = names;
  const [a, b] = sides.map((side) => (side.kind === 'seen' && side.text) || '');
  if (names.length !== 1 || (name !== '==' && name !== '!=')) return null;
  return {
    observe: [`(lambda a, b: (a, b, bool(a ${name} b)))(${a}, ${b})`],
    holds([triple]) {
      if (typeof triple !== 'object' || triple?.kind !== 'tuple') return null;
      const [left, right, answer] = triple.items;
      if (sameOpaque(left, right)) return answer === true;
      return pythonEqual(left, right) === (name === '==');
    },
    trust: 'weak',
  };
}

/** Are there opaque parts, of the same types and in the same places? */
function sameOpaque(a: Value, b: Value): boolean {
  if (typeof a !== 'object' || typeof b !== 'object' || !a || !b || a.kind !== b.kind) return false;
  if (a.kind === 'opaque') return b.kind === 'opaque' && a.type === b.type;
  if (!('items' in a) || !('items' in b)) return false;
  const { items } = b;
  return a.items.length === items.length && a.items.some((item, i) => sameOpaque(item, items[i]));
}

const unchanged = (value: Value) => value;

function readSide(tokens: readonly Token[], test: TestSource): Side {
  const literal = readLiteral(tokens);
  if (literal) return { kind: 'known', operand: literal };
  const approx = readApprox(tokens);
  if (approx) return { kind: 'known', operand: approx };
  return (
    readDistance(tokens, test) ?? { kind: 'seen', text: textOf(tokens, test), adjust: unchanged }
  );
}

/** `abs(f(x) - 0.3)`: the call is observed, the number stays here. */
function readDistance(tokens: readonly Token[], test: TestSource): Side | null {
  const [argument, ...more] = argumentsOf(tokens, ['abs', 'math.fabs']) ?? [];
  if (!argument || more.length > 0) return null;
  const inner = withoutParentheses(argument);
  const level = inner[0]?.depth;
  const signs = inner.filter(
    (token, i) =>
      token.depth === level && '+-'.includes(token.text) && i > 0 && endsOperand(inner[i - 1]),
  );
  const [minus] = signs;
  if (signs.length !== 1 || minus?.text !== '-') return null;
  if (inner.some(({ depth, text }) => depth === level && lowerThanMinus.has(text))) return null;
  const at = inner.indexOf(minus);
  const [left, right] = [inner.slice(0, at), inner.slice(at + 1)];
  const known = readLiteral(right) ?? readLiteral(left);
  if (!known || !isNumeric(known.value)) return null;
  const seen = readLiteral(right) ? left : right;
  const target = known.value;
  const adjust = (value: Value): Value => (isNumeric(value) ? distance(value, target) : null);
  return { kind: 'seen', text: textOf(seen, test), adjust };
}

const lowerThanMinus = new Set(
  ['==', '!=', '<', '<=', '>', '>=', 'in', 'is', 'not', 'and', 'or'].concat([
    'if',
    'lambda',
    ':=',
    '&',
    '|',
    '^',
    '<<',
    '>>',
    'for',
  ]),
);

function distance(a: bigint | number, b: bigint | number): bigint | number {
  if (typeof a === 'bigint' && typeof b === 'bigint') return a < b ? b - a : a - b;
  return Math.abs(Number(a) - Number(b));
}

function endsOperand(token: Token | undefined): boolean {
  return token !== undefined && (token.type !== 'op' || ')]}'.includes(token.text));
}

/** `pytest.approx(0.3, rel=…, abs=…)` of a constant. */
function readApprox(tokens: readonly Token[]): Operand | null {
  const found = argumentsOf(tokens, ['pytest.approx', 'approx']);
  if (!found) return null;
  const { positional, named } = readArguments(found);
  const value = positional[0] && readLiteral(positional[0]);
  if (!value || positional.length > 1) return null;
  const tolerance = readTolerance(named, { rel: 'rel', abs: 'abs' }, { rel: 1e-6, abs: 1e-12 });
  return tolerance && { value: value.value, tolerance };
}

function nearly(actual: Value, expected: Value, tolerance: Tolerance): boolean {
  if (isNumeric(actual) && isNumeric(expected)) return closeTo(tolerance)(actual, expected);
  if (typeof actual !== 'object' || typeof expected !== 'object' || !actual || !expected) {
    return pythonEqual(actual, expected);
  }
  if (actual.kind !== expected.kind || !('items' in actual) || !('items' in expected)) return false;
  if (actual.kind === 'set' || actual.items.length !== expected.items.length) return false;
  const { items } = expected;
  return actual.items.every((item, i) => nearly(item, items[i], tolerance));
}

// --- conditions without a comparison ----------------------------------------------------------

/** `math.isclose(f(x), 0.3)`, `math.isnan(f(x))`, `math.isinf(f(x))`. */
function splitPredicate(tokens: readonly Token[], test: TestSource): Split | null {
  const close = argumentsOf(tokens, ['math.isclose', 'isclose']);
  if (close) return splitClose(close, test);
  for (const [name, holds] of floatKinds) {
    const [argument, ...more] = argumentsOf(tokens, [name]) ?? [];
    if (!argument || more.length > 0) continue;
    return {
      observe: [textOf(argument, test)],
      holds: ([value]) => (isNumeric(value) ? holds(Number(value)) : null),
    };
  }
  return null;
}

const floatKinds: readonly (readonly [string, (n: number) => boolean])[] = [
  ['math.isnan', Number.isNaN],
  ['math.isinf', (n) => Math.abs(n) === Infinity],
  ['math.isfinite', Number.isFinite],
];

function splitClose(found: readonly (readonly Token[])[], test: TestSource): Split | null {
  const { positional, named } = readArguments(found);
  const tolerance = readTolerance(named, { rel: 'rel_tol', abs: 'abs_tol' }, { rel: 1e-9, abs: 0 });
  const [a, b] = positional;
  if (!a || !b || positional.length > 2 || !tolerance) return null;
  const known = readLiteral(b) ?? readLiteral(a);
  if (!known) return null;
  const seen = readLiteral(b) ? a : b;
  return {
    observe: [textOf(seen, test)],
    holds([value]) {
      if (!isNumeric(value) || !isNumeric(known.value)) return null;
      // isclose measures the relative tolerance by the larger of the two
      const largest = Math.max(Math.abs(Number(value)), Math.abs(Number(known.value)));
      const abs = Math.max(tolerance.abs, tolerance.rel * largest);
      return closeTo({ abs, rel: 0 })(value, known.value);
    },
  };
}

/** The truth of the whole condition, worked out in the sandbox. */
function truth(tokens: readonly Token[], test: TestSource): Split {
  const call = argumentsOf(tokens, test.entries) !== null;
  return {
    observe: [`not not (${textOf(tokens, test)})`],
    holds: ([value]) => value === true,
    ...(!call && { trust: 'weak' as const }),
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

function splitAt(tokens: readonly Token[], separator: string): (readonly Token[])[] {
  const parts: (readonly Token[])[] = [];
  let from = 0;
  tokens.forEach(({ depth, text }, i) => {
    if (depth !== tokens[0]?.depth || text !== separator) return;
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
  const text = new Set(atLevel(inner).map((token) => token.text));
  return inner.length === 0 || text.has(',') || text.has('for') ? tokens : inner;
}

/** The arguments when the tokens are one call of one of these functions and nothing more. */
function argumentsOf(
  tokens: readonly Token[],
  names: readonly string[],
): (readonly Token[])[] | null {
  const open = tokens.findIndex(({ text }) => text === '(');
  if (open < 1 || tokens.at(-1)?.text !== ')') return null;
  const callee = tokens
    .slice(0, open)
    .map(({ text }) => text)
    .join('');
  if (!names.includes(callee)) return null;
  if (atLevel(tokens).length !== open + 2) return null;
  const inner = tokens.slice(open + 1, -1);
  if (inner.length === 0) return [];
  const parts = splitAt(inner, ',');
  return parts.at(-1)?.length === 0 ? parts.slice(0, -1) : parts;
}

function readArguments(found: readonly (readonly Token[])[]) {
  const isNamed = (part: readonly Token[]) => part[0]?.type === 'name' && part[1]?.text === '=';
  return {
    positional: found.filter((part) => !isNamed(part)),
    named: new Map(found.filter(isNamed).map((part) => [part[0]?.text ?? '', part.slice(2)])),
  };
}

function readTolerance(
  named: ReadonlyMap<string, readonly Token[]>,
  names: { readonly rel: string; readonly abs: string },
  defaults: Tolerance,
): Tolerance | null {
  const read = (name: string, fallback: number) => {
    const tokens = named.get(name);
    if (!tokens) return fallback;
    const literal = readLiteral(tokens);
    return literal && isNumeric(literal.value) ? Number(literal.value) : Number.NaN;
  };
  const tolerance = { rel: read(names.rel, defaults.rel), abs: read(names.abs, defaults.abs) };
  const known = [...named.keys()].every((name) => name === names.rel || name === names.abs);
  return known && tolerance.rel >= 0 && tolerance.abs >= 0 ? tolerance : null;
}
