/**
 * Values of Parquet columns as JSON data: whole numbers as numbers where they are exact and BigInt
 * beyond, times as ISO text, bytes as text or base64, typed arrays as lists. What cannot be data is
 * left where it stands and told with its column.
 */
import { isUtf8 } from 'node:buffer';
import { JsonError, parseJson } from '../../verifiers/json.ts';
import { type Fault, maxRowBytes } from './fault.ts';

/** A value that cannot be read; it takes the value's place until its row is looked at. */
class Unreadable {
  readonly code: 'invalid_utf8' | 'invalid_json';
  readonly message: string;
  constructor(code: 'invalid_utf8' | 'invalid_json', message: string) {
    this.code = code;
    this.message = message;
  }
}

const view = (bytes: Uint8Array) => Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length);

function textOf(bytes: Uint8Array | undefined): unknown {
  if (!bytes) return undefined;
  if (isUtf8(bytes)) return view(bytes).toString('utf8');
  return new Unreadable('invalid_utf8', 'Expected UTF-8 in a text column, got other bytes');
}

/** How hyparquet is to read annotated columns: faults cost a row, not the row group. */
export const parsers = {
  stringFromBytes: textOf,
  jsonFromBytes(bytes: Uint8Array | undefined): unknown {
    const text = textOf(bytes);
    if (typeof text !== 'string') return text;
    try {
      return parseJson(text, { nonFinite: true });
    } catch (error) {
      if (error instanceof JsonError) return new Unreadable('invalid_json', error.message);
      throw error;
    }
  },
};

export type Converted =
  | { readonly value: Record<string, unknown>; readonly bytes: number }
  | { readonly fault: Fault };

/** A row as JSON data; its containers are hyparquet's own, changed in place. */
export function toData(row: Record<string, unknown>): Converted {
  let bytes = 0;
  for (const [column, raw] of Object.entries(row)) {
    const walk: Walk = { bytes: 0, unreadable: null };
    row[column] = convert(raw, walk);
    if (walk.unreadable) {
      const { code, message } = walk.unreadable;
      return { fault: { code, message, column } };
    }
    bytes += walk.bytes;
    if (bytes > maxRowBytes) {
      const message = `Expected a row of at most ${maxRowBytes} bytes, got more`;
      return { fault: { code: 'row_too_large', message, column } };
    }
  }
  return { value: row, bytes };
}

interface Walk {
  bytes: number;
  unreadable: Unreadable | null;
}

function convert(value: unknown, walk: Walk): unknown {
  if (typeof value === 'string') {
    walk.bytes += value.length;
    return value;
  }
  walk.bytes += 8;
  if (value === undefined || value === null) return null;
  if (typeof value === 'bigint') {
    return value >= -9007199254740991n && value <= 9007199254740991n ? Number(value) : value;
  }
  if (typeof value !== 'object') return value;
  if (value instanceof Unreadable) {
    walk.unreadable = value;
    return null;
  }
  if (value instanceof Date) return Number.isNaN(value.getTime()) ? null : value.toISOString();
  if (value instanceof Uint8Array) {
    walk.bytes += value.length;
    return view(value).toString(isUtf8(value) ? 'utf8' : 'base64');
  }
  if (ArrayBuffer.isView(value)) {
    return Array.from(value as unknown as ArrayLike<unknown>, (one) => convert(one, walk));
  }
  if (Array.isArray(value)) {
    for (let i = 0; i < value.length; i++) value[i] = convert(value[i], walk);
    return value;
  }
  const fields = value as Record<string, unknown>;
  for (const key of Object.keys(fields)) fields[key] = convert(fields[key], walk);
  return fields;
}
