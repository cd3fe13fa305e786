/**
 * Assertions about floats: `abs(f(x) - 0.3) < eps`, `math.isclose(f(x), 0.3)` and
 * `f(x) == pytest.approx(0.3)`. The number that is expected stays out here.
 */
import type { Split } from '../split.ts';
import { closeTo } from '../values/json-equal.ts';
import { isNumeric, type Value } from '../values/value.ts';
import { pythonEqual } from './equal.ts';
import { readLiteral } from './literal.ts';
import {
  argumentsOf,
  readArguments,
  type TestSource,
  textOf,
  withoutParentheses,
} from './ranges.ts';
import type { Token } from './tokens.ts';

export interface Tolerance {
  readonly abs: number;
  readonly rel: number;
}

/** A side of a comparison: its value, and the tolerance that pytest.approx gives it. */
export interface Operand {
  readonly value: Value;
  readonly tolerance?: Tolerance;
}

/** One side as it is treated: known out here, or observed in the sandbox and then adjusted. */
export type Side =
  | { readonly kind: 'known'; readonly operand: Operand }
  | { readonly kind: 'seen'; readonly text: string; readonly adjust?: (value: Value) => Value };

/** `abs(f(x) - 0.3)`: the call is observed, the number stays here. */
export function readDistance(tokens: readonly Token[], test: TestSource): Side | null {
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
  '== != < <= > >= in is not and or if for lambda := & | ^ << >>'.split(' '),
);

function distance(a: bigint | number, b: bigint | number): bigint | number {
  if (typeof a === 'bigint' && typeof b === 'bigint') return a < b ? b - a : a - b;
  return Math.abs(Number(a) - Number(b));
}

function endsOperand(token: Token | undefined): boolean {
  return token !== undefined && (token.type !== 'op' || ')]}'.includes(token.text));
}

/** `pytest.approx(0.3, rel=…, abs=…)` of a constant. */
export function readApprox(tokens: readonly Token[]): Operand | null {
  const found = argumentsOf(tokens, ['pytest.approx', 'approx']);
  if (!found) return null;
  const { positional, named } = readArguments(found);
  const value = positional[0] && readLiteral(positional[0]);
  if (!value || positional.length > 1) return null;
  const tolerance = readTolerance(named, { rel: 'rel', abs: 'abs' }, { rel: 1e-6, abs: 1e-12 });
  return tolerance && { value: value.value, tolerance };
}

export function nearly(actual: Value, expected: Value, tolerance: Tolerance): boolean {
  if (isNumeric(actual) && isNumeric(expected)) return closeTo(tolerance)(actual, expected);
  if (typeof actual !== 'object' || typeof expected !== 'object' || !actual || !expected) {
    return pythonEqual(actual, expected);
  }
  if (actual.kind !== expected.kind || !('items' in actual) || !('items' in expected)) return false;
  if (actual.kind === 'set' || actual.items.length !== expected.items.length) return false;
  const { items } = expected;
  return actual.items.every((item, i) => nearly(item, items[i], tolerance));
}

/** `math.isclose(f(x), 0.3, rel_tol=…, abs_tol=…)`, given its arguments. */
export function splitClose(found: readonly (readonly Token[])[], test: TestSource): Split | null {
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
