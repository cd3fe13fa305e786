/**
 * JavaScript's comparisons on decoded data. Numbers are compared as numbers, whichever way they
 * were written; objects are never identical, only deeply equal; an opaque value equals nothing.
 */
import { isContainer, isNumeric, type Value } from '../values/value.ts';

export type Equality = (a: Value, b: Value) => boolean;

/** `===`; objects from the sandbox are identical to nothing out here. */
export const strictEqual: Equality = (a, b) => {
  if (isNumeric(a) && isNumeric(b)) return sameNumber(a, b);
  return !isContainer(a) && !isContainer(b) && a === b;
};

/** `Object.is`, but 0 is -0: the text of results does not tell them apart. */
export const sameValue: Equality = (a, b) =>
  (Number.isNaN(a) && Number.isNaN(b)) || strictEqual(a, b);

/** `==` of primitives. */
export const looseEqual: Equality = (a, b) => {
  if (isContainer(a) || isContainer(b)) return false;
  if (isNumeric(a) && isNumeric(b)) return sameNumber(a, b);
  // biome-ignore lint/suspicious/noDoubleEquals: it is what the test asks for
  return a == b;
};

/** node's legacy `assert.deepEqual`. */
export const deepEqual: Equality = deep(
  (a, b) => (Number.isNaN(a) && Number.isNaN(b)) || looseEqual(a, b),
);
/** node's `assert.deepStrictEqual`, prototypes apart. */
export const deepStrictEqual: Equality = deep(sameValue);
/** lodash's `isEqual`, in whose sets and maps even the arrays have no order. */
export const lodashEqual: Equality = deep(sameValue, true);

function sameNumber(a: bigint | number, b: bigint | number): boolean {
  return typeof a === 'bigint' && typeof b === 'bigint' ? a === b : Number(a) === Number(b);
}

function deep(primitives: Equality, spreads = false): Equality {
  const same = (a: Value, b: Value, unordered: boolean): boolean => {
    if (!isContainer(a) || !isContainer(b)) return primitives(a, b);
    if (a.kind !== b.kind) return false;
    const inner = spreads && (unordered || a.kind === 'set' || a.kind === 'map');
    const within: Equality = (x, y) => same(x, y, inner);
    if ('items' in a && 'items' in b) {
      const { items } = b;
      if (a.kind === 'set' || inner) return sameMembers(a.items, items, within);
      return a.items.length === items.length && a.items.every((item, i) => within(item, items[i]));
    }
    if (!('entries' in a) || !('entries' in b)) return false;
    if (a.entries.length !== b.entries.length) return false;
    const fields = new Map(b.entries.map(([key, value]) => [keyOf(key), value]));
    return a.entries.every(
      ([key, value]) => fields.has(keyOf(key)) && within(value, fields.get(keyOf(key))),
    );
  };
  return (a, b) => same(a, b, false);
}

/** Quadratic, as node's own is for objects; a test's expected set is small. */
function sameMembers(a: readonly Value[], b: readonly Value[], same: Equality): boolean {
  if (a.length !== b.length) return false;
  const left = [...b];
  return a.every((item) => {
    const at = left.findIndex((other) => same(item, other));
    if (at >= 0) left.splice(at, 1);
    return at >= 0;
  });
}

/** The identity of a key among keys; containers as keys are told apart by nothing. */
function keyOf(key: Value): string {
  return isContainer(key) ? 'object' : `${isNumeric(key) ? 'number' : typeof key}:${String(key)}`;
}

/** JavaScript's truth; every object is true. */
export function truthOf(value: Value): boolean {
  return isContainer(value) || Boolean(value);
}

/** What `JSON.stringify` gives for a constant; undefined as there for undefined. */
export function stringified(value: Value): string | undefined {
  return JSON.stringify(native(value));
}

function native(value: Value): unknown {
  if (typeof value === 'bigint') return Number(value);
  if (!isContainer(value)) return value;
  if (value.kind === 'list') return value.items.map(native);
  if (value.kind !== 'dict') return {};
  const object: Record<string, unknown> = Object.create(null);
  for (const [key, field] of value.entries) object[String(key)] = native(field);
  return object;
}
