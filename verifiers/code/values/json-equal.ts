/**
 * Equality of a function's result with a JSON reference, as if the result had made a round trip
 * through JSON: list = tuple, 3.0 = 3, integer keys = their strings, undefined = null, an undefined
 * field is absent. Integers are exact; true is not 1, "3" is not 3; a set, a Map, bytes or anything
 * opaque equals nothing.
 */
import { type Entry, isContainer, isNumeric, numberEqual, type Value } from './value.ts';

/** How two numbers are compared; see numberEqual and closeTo. */
export type NumberRule = (actual: bigint | number, expected: bigint | number) => boolean;

/**
 * @param actual what the program returned
 * @param expected JSON data; integers beyond 2^53 as BigInt
 * @param numbers the rule for numbers; NaN equals NaN whatever it says
 */
export function jsonEqual(actual: Value, expected: unknown, numbers: NumberRule): boolean {
  if (expected === null || expected === undefined) return actual === null || actual === undefined;
  if (typeof expected === 'number' || typeof expected === 'bigint') {
    if (!isNumeric(actual)) return false;
    return bothNaN(actual, expected) || numbers(actual, expected);
  }
  if (typeof expected !== 'object') return actual === expected;
  if (!isContainer(actual)) return false;
  if (Array.isArray(expected)) {
    if (actual.kind !== 'list' && actual.kind !== 'tuple') return false;
    const { items } = actual;
    return (
      items.length === expected.length &&
      expected.every((element, i) => jsonEqual(items[i], element, numbers))
    );
  }
  if (actual.kind !== 'dict') return false;
  const fields = jsonFields(actual.entries);
  if (fields === null) return false;
  const wanted = Object.entries(expected).filter(([, field]) => field !== undefined);
  return (
    wanted.length === fields.size &&
    wanted.every(([name, field]) => fields.has(name) && jsonEqual(fields.get(name), field, numbers))
  );
}

function bothNaN(a: bigint | number, b: bigint | number): boolean {
  return Number.isNaN(a) && Number.isNaN(b);
}

/** The entries as JSON would name them, the last of equal names; null when a key has no name. */
function jsonFields(entries: readonly Entry[]): Map<string, Value> | null {
  const fields = new Map<string, Value>();
  for (const [key, value] of entries) {
    const name = jsonKey(key);
    if (name === null) return null;
    if (value !== undefined) fields.set(name, value);
  }
  return fields;
}

/** The name that Python's json gives a key. */
function jsonKey(key: Value): string | null {
  if (typeof key === 'string') return key;
  if (typeof key === 'boolean' || typeof key === 'bigint') return String(key);
  if (typeof key === 'number') return Number.isInteger(key) ? `${key}.0` : String(key);
  return key === null ? 'null' : null;
}

/** Integers exactly; floats by their value. */
export const exactNumbers: NumberRule = numberEqual;

/** Within an absolute or a relative tolerance of the expected number. */
export function closeTo(tolerance: { readonly abs: number; readonly rel: number }): NumberRule {
  return (actual, expected) => {
    if (numberEqual(actual, expected)) return true;
    const [a, e] = [Number(actual), Number(expected)];
    if (!Number.isFinite(a) || !Number.isFinite(e)) return false;
    return Math.abs(a - e) <= Math.max(tolerance.abs, tolerance.rel * Math.abs(e));
  };
}
