/**
 * Takes the condition of a Python assert apart: `candidate(2) == [1, 3]` becomes the expression
 * `candidate(2)`, to be evaluated in the sandbox, and the list, which is compared out here.
 *
 * Understood: comparisons and chains of them with constants, `and`, `not`, `or` over one expression,
 * `abs(f(x) - 0.3) < 1e-6`, `math.isclose`, `math.isnan`, `pytest.approx`, `in`, `is`, and the bare
 * truth of a call. Anything else is evaluated whole in the sandbox and trusted weakly.
 */
import { allOf, anyOf, negate, type Split } from '../split.ts';
import { isNumeric, type Value } from '../values/value.ts';
import { pythonEqual, pythonIn, pythonIs, pythonOrder } from './equal.ts';
import { readLiteral } from './literal.ts';
import {
  argumentsOf,
  atLevel,
  splitAt,
  type TestSource,
  textOf,
  withoutParentheses,
} from './ranges.ts';
import type { Token } from './tokens.ts';
import {
  nearly,
  type Operand,
  readApprox,
  readDistance,
  type Side,
  splitClose,
} from './tolerance.ts';

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
      const operands = sides.map((side): Operand => {
        if (side.kind === 'known') return side.operand;
        const value = values[next++];
        return { value: side.adjust ? side.adjust(value) : value };
      });
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
  const adjusted = sides.some((side) => side.kind === 'seen' && side.adjust);
  if (names.length !== 1 || (name !== '==' && name !== '!=') || adjusted) return null;
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

function readSide(tokens: readonly Token[], test: TestSource): Side {
  const literal = readLiteral(tokens);
  if (literal) return { kind: 'known', operand: literal };
  const approx = readApprox(tokens);
  if (approx) return { kind: 'known', operand: approx };
  return readDistance(tokens, test) ?? { kind: 'seen', text: textOf(tokens, test) };
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

/** The truth of the whole condition, worked out in the sandbox. */
function truth(tokens: readonly Token[], test: TestSource): Split {
  const call = argumentsOf(tokens, test.entries) !== null;
  return {
    observe: [`not not (${textOf(tokens, test)})`],
    holds: ([value]) => value === true,
    ...(!call && { trust: 'weak' as const }),
  };
}
