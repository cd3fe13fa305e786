/**
 * JSON as Python's json module reads and writes it: integers of any size stay apart from floats,
 * NaN is a number, of duplicate keys the last one wins.
 */
import { JsonError, readJson } from '../../json.ts';
import { type Literal, readLiteral } from '../python/literal.ts';
import { reprFloat } from '../python/number.ts';

/** bigint for an int, number for a float. */
export type Value =
  | null
  | boolean
  | string
  | bigint
  | number
  | readonly Value[]
  | ReadonlyMap<string, Value>;

const limits = { nonFinite: true, maxDepth: 200 };

/** json.loads(text); undefined where it raises. `unique`: duplicate keys are refused as well. */
export function loads(text: string, { unique = false } = {}): Value | undefined {
  let isTwice = false;
  try {
    const value = readJson<Value>(
      text,
      {
        literal: (value) => value,
        string: (value) => value,
        number: (written, integer) => (integer ? BigInt(written) : Number(written)),
        array: (items) => items,
        object(fields) {
          const made = new Map(fields);
          if (made.size < fields.length) isTwice = true;
          return made;
        },
      },
      limits,
    );
    return unique && isTwice ? undefined : value;
  } catch (error) {
    if (error instanceof JsonError) return undefined;
    throw error;
  }
}

/** A value written as JSON, or as a literal of Python; undefined for anything else. */
export function readValue(text: string): Value | undefined {
  const value = loads(text, { unique: true });
  if (value !== undefined) return value;
  const literal = readLiteral(text, { json: true });
  return literal === null ? undefined : fromLiteral(literal);
}

function fromLiteral(literal: Literal): Value | undefined {
  switch (literal.kind) {
    case 'none':
      return null;
    case 'set':
      return undefined;
    case 'list':
    case 'tuple': {
      const items = literal.items.map(fromLiteral);
      return items.every((item) => item !== undefined) ? items : undefined;
    }
    case 'dict': {
      const made = new Map<string, Value>();
      for (const [key, field] of literal.fields) {
        const value = fromLiteral(field);
        if (key.kind !== 'string' || value === undefined || made.has(key.value)) return undefined;
        made.set(key.value, value);
      }
      return made;
    }
    default:
      return literal.value;
  }
}

/** Plain data of an entry, numbers without a fraction as ints; null for what is no JSON. */
export function fromPlain(data: unknown): Value {
  if (typeof data === 'number') return Number.isSafeInteger(data) ? BigInt(data) : data;
  if (Array.isArray(data)) return data.map(fromPlain);
  if (typeof data === 'object' && data !== null) {
    return new Map(Object.entries(data).map(([key, value]) => [key, fromPlain(value)]));
  }
  return typeof data === 'string' || typeof data === 'boolean' ? data : null;
}

/**
 * Whether the values are the same: 1 and 1.0 are, and the order of the keys is free. `python`: True
 * and 1 are as well, as a == b of Python has it.
 */
export function isSame(a: Value, b: Value, { python = false } = {}): boolean {
  if (Array.isArray(a) || Array.isArray(b)) {
    if (!Array.isArray(a) || !Array.isArray(b) || a.length !== b.length) return false;
    return a.every((item, i) => isSame(item, b[i], { python }));
  }
  if (a instanceof Map || b instanceof Map) {
    if (!(a instanceof Map && b instanceof Map) || a.size !== b.size) return false;
    for (const [key, value] of a) {
      const other = b.get(key);
      if (other === undefined || !isSame(value, other, { python })) return false;
    }
    return true;
  }
  const [x, y] = python ? [withoutBool(a), withoutBool(b)] : [a, b];
  if (isNumber(x) && isNumber(y)) {
    if (Number.isNaN(x) || Number.isNaN(y)) return Number.isNaN(x) && Number.isNaN(y);
    return !(x < y || x > y); // exact between a bigint and a number
  }
  return x === y;
}

function isNumber(value: Value): value is number | bigint {
  return typeof value === 'number' || typeof value === 'bigint';
}

function withoutBool(value: Value): Value {
  return typeof value === 'boolean' ? BigInt(value) : value;
}

/** str(value) of a leaf. */
export function pythonText(value: null | boolean | string | bigint | number): string {
  if (value === null) return 'None';
  if (typeof value === 'boolean') return value ? 'True' : 'False';
  return typeof value === 'number' ? reprFloat(value) : String(value);
}

/** json.dumps(value). */
export function dumps(value: Value): string {
  if (typeof value === 'string') return dumpText(value);
  if (value instanceof Map) {
    return `{${[...value].map(([key, field]) => `${dumpText(key)}: ${dumps(field)}`).join(', ')}}`;
  }
  if (Array.isArray(value)) return `[${value.map(dumps).join(', ')}]`;
  if (typeof value !== 'number') return String(value);
  if (Number.isFinite(value)) return reprFloat(value);
  return Number.isNaN(value) ? 'NaN' : value > 0 ? 'Infinity' : '-Infinity';
}

/** ASCII only. */
function dumpText(text: string): string {
  return JSON.stringify(text).replace(
    /[\x7f-\uffff]/g,
    (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
}

/** As plain data for an entry. */
export function toPlain(value: Value): unknown {
  if (typeof value === 'bigint') return Number(value);
  if (value instanceof Map) {
    return Object.fromEntries([...value].map(([key, field]) => [key, toPlain(field)]));
  }
  return Array.isArray(value) ? value.map(toPlain) : value;
}
