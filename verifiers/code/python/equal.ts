/**
 * Python's comparisons on decoded data: 1 == True == 1.0, a tuple is not a list, sets and dicts
 * have no order. An opaque value equals nothing. `null` as an answer means that Python would raise.
 */
import { isContainer, isNumeric, numberEqual, type Value } from '../values/value.ts';

/** `a == b` */
export function pythonEqual(a: Value, b: Value): boolean {
  const [x, y] = [asNumber(a), asNumber(b)];
  if (isNumeric(x) || isNumeric(y)) return isNumeric(x) && isNumeric(y) && numberEqual(x, y);
  if (!isContainer(a) || !isContainer(b)) return a === b;
  if (a.kind === 'bytes') return b.kind === 'bytes' && a.hex === b.hex;
  if (a.kind === 'list' || a.kind === 'tuple') {
    if (b.kind !== a.kind || a.items.length !== b.items.length) return false;
    const { items } = b;
    return a.items.every((item, i) => pythonEqual(item, items[i]));
  }
  if (a.kind === 'set') {
    if (b.kind !== 'set') return false;
    const [left, right] = [keysOf(a.items), keysOf(b.items)];
    return left !== null && right !== null && sameKeys(left, right);
  }
  if (a.kind === 'dict') {
    if (b.kind !== 'dict') return false;
    const [left, right] = [keyed(a.entries), keyed(b.entries)];
    if (left === null || right === null || !sameKeys(left, right)) return false;
    return [...left].every(([key, value]) => pythonEqual(value, right.get(key)));
  }
  return false;
}

/** `a is b`, for None, booleans and what is equal and of one kind. */
export function pythonIs(a: Value, b: Value): boolean {
  return isContainer(a) || isContainer(b) ? false : typeof a === typeof b && a === b;
}

/** `a in b`: members of a container, parts of a text. */
export function pythonIn(a: Value, b: Value): boolean | null {
  if (typeof b === 'string') return typeof a === 'string' ? b.includes(a) : null;
  if (!isContainer(b)) return null;
  if (b.kind === 'dict') return b.entries.some(([key]) => pythonEqual(a, key));
  return 'items' in b ? b.items.some((item) => pythonEqual(a, item)) : null;
}

/** -1, 0 or 1 as `a` is less than, equal to or greater than `b`; NaN is none of them. */
export function pythonOrder(a: Value, b: Value): number | null {
  const [x, y] = [asNumber(a), asNumber(b)];
  if (isNumeric(x) && isNumeric(y))
    return x < y ? -1 : x > y ? 1 : numberEqual(x, y) ? 0 : Number.NaN;
  if (typeof a === 'string' && typeof b === 'string') return textOrder(a, b);
  if (!isContainer(a) || !isContainer(b) || a.kind !== b.kind) return null;
  if ((a.kind !== 'list' && a.kind !== 'tuple') || !('items' in b)) return null;
  for (let i = 0; i < Math.min(a.items.length, b.items.length); i++) {
    if (!pythonEqual(a.items[i], b.items[i])) return pythonOrder(a.items[i], b.items[i]);
  }
  return Math.sign(a.items.length - b.items.length);
}

/** `bool(a)`; null for what is not data. */
export function pythonTruth(a: Value): boolean | null {
  if (!isContainer(a)) return Boolean(a);
  if (a.kind === 'opaque') return null;
  if (a.kind === 'bytes') return a.hex !== '';
  return 'items' in a ? a.items.length > 0 : a.entries.length > 0;
}

function asNumber(value: Value): Value {
  return typeof value === 'boolean' ? BigInt(value) : value;
}

/** By code points, as Python orders texts; UTF-16 units differ beyond U+FFFF. */
function textOrder(a: string, b: string): number {
  if (a === b) return 0;
  const [x, y] = [Array.from(a), Array.from(b)];
  for (let i = 0; i < Math.min(x.length, y.length); i++) {
    const difference = (x[i]?.codePointAt(0) ?? 0) - (y[i]?.codePointAt(0) ?? 0);
    if (difference !== 0) return Math.sign(difference);
  }
  return Math.sign(x.length - y.length);
}

/** One text for all values that are equal as keys; null for values that cannot be keys. */
function keyOf(value: Value): string | null {
  const n = asNumber(value);
  if (typeof n === 'bigint') return `n${n}`;
  if (typeof n === 'number') return Number.isInteger(n) ? `n${BigInt(n)}` : `n${n}`;
  if (typeof value === 'string') return `s${JSON.stringify(value)}`;
  if (value === null || value === undefined) return String(value);
  if (!isContainer(value)) return null;
  if (value.kind === 'bytes') return `b${value.hex}`;
  if (value.kind !== 'tuple' && value.kind !== 'set') return null;
  const keys = keysOf(value.items);
  if (keys === null) return null;
  if (value.kind === 'tuple') return `(${value.items.map(keyOf).join(',')})`;
  return `{${[...keys.keys()].sort().join(',')}}`;
}

function keysOf(items: readonly Value[]): Map<string, Value> | null {
  return keyed(items.map((item) => [item, true]));
}

function keyed(entries: readonly (readonly [Value, Value])[]): Map<string, Value> | null {
  const keys = new Map<string, Value>();
  for (const [item, value] of entries) {
    const key = keyOf(item);
    if (key === null) return null;
    keys.set(key, value);
  }
  return keys;
}

function sameKeys(a: ReadonlyMap<string, Value>, b: ReadonlyMap<string, Value>): boolean {
  return a.size === b.size && [...a.keys()].every((key) => b.has(key));
}
