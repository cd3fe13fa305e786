/**
 * Reads results that come out of the sandbox and writes arguments that go in (sandbox/codec.ts).
 * The text of a result is untrusted: whatever it holds, it becomes a Value or null is returned.
 */
import { maxValueBytes, maxValueDepth } from '../../../sandbox/codec.ts';
import { type JsonBuilder, JsonError, readJson, wroteFloat } from '../../json.ts';
import type { Entry, Value } from './value.ts';

type Raw = null | boolean | string | bigint | number | Raw[];

const raw: JsonBuilder<Raw> = {
  literal: (value) => value,
  string: (value) => value,
  number: (text, integer) => (integer ? BigInt(text) : Number(text)),
  array: (items) => items,
  object() {
    throw new JsonError('Expected a tagged array, got an object', 0);
  },
};

/** The decoded result; null when the text is no value. */
export function decodeValue(text: string): { readonly value: Value } | null {
  try {
    // A dictionary takes two levels of brackets, and maxLength counts characters, not bytes.
    const limits = { maxDepth: 2 * maxValueDepth + 4, maxLength: maxValueBytes + 64 };
    return { value: interpret(readJson(text, raw, limits)) };
  } catch (error) {
    if (error instanceof JsonError) return null;
    throw error;
  }
}

function interpret(item: Raw): Value {
  if (!Array.isArray(item)) return item;
  const rest = item.slice(1);
  const [first] = rest;
  switch (item[0]) {
    case 'l':
      return { kind: 'list', items: rest.map(interpret) };
    case 't':
      return { kind: 'tuple', items: rest.map(interpret) };
    case 's':
      return { kind: 'set', items: rest.map(interpret) };
    case 'd':
      return { kind: 'dict', entries: rest.map(entry) };
    case 'm':
      return { kind: 'map', entries: rest.map(entry) };
    case 'u':
      return undefined;
    case 'f':
      return first === 'inf' ? Infinity : first === '-inf' ? -Infinity : Number.NaN;
    case 'b':
      return { kind: 'bytes', hex: typeof first === 'string' ? first.toLowerCase() : '' };
    case 'o':
      return { kind: 'opaque', type: typeof first === 'string' ? first : '' };
    default:
      throw new JsonError('Expected a known tag', 0);
  }
}

function entry(pair: Raw): Entry {
  if (!Array.isArray(pair) || pair.length !== 2) throw new JsonError('Expected a pair', 0);
  return [interpret(pair[0] as Raw), interpret(pair[1] as Raw)];
}

/**
 * The text of an argument list given as JSON data (parseJson's, with its BigInt and floats).
 * @throws JsonError when it is deeper than the codec allows.
 */
export function encodeArguments(args: readonly unknown[]): string {
  return encode(args, args, '', 0);
}

function encode(item: unknown, container: object, key: string | number, depth: number): string {
  if (depth > maxValueDepth) throw new JsonError(`Expected at most ${maxValueDepth} levels`, 0);
  switch (typeof item) {
    case 'string':
      return JSON.stringify(item);
    case 'boolean':
    case 'bigint':
      return item.toString();
    case 'number':
      return encodeNumber(item, wroteFloat(container, key));
    case 'object':
      break;
    default:
      return 'null';
  }
  if (item === null) return 'null';
  if (Array.isArray(item)) {
    const items = item.map((element, i) => `,${encode(element, item, i, depth + 1)}`);
    return `["l"${items.join('')}]`;
  }
  const fields = Object.entries(item).map(
    ([name, field]) => `,[${JSON.stringify(name)},${encode(field, item, name, depth + 1)}]`,
  );
  return `["d"${fields.join('')}]`;
}

function encodeNumber(n: number, float: boolean): string {
  if (Number.isNaN(n)) return '["f","nan"]';
  if (!Number.isFinite(n)) return n > 0 ? '["f","inf"]' : '["f","-inf"]';
  if (Object.is(n, -0)) return '-0.0';
  if (!Number.isInteger(n)) return String(n);
  if (!float) return BigInt(n).toString();
  const text = String(n);
  return text.includes('e') ? text : `${text}.0`;
}
