/**
 * JSON without loss: integers of any size survive (as BigInt beyond 2^53), NaN and Infinity are
 * read where asked, a key `__proto__` is only a key, and depth, length and digits are capped.
 * One linear pass; of duplicate keys the last wins, as in JSON.parse.
 *
 * JavaScript cannot tell 1.0 from 1, other languages can: where the text said `1.0`, the container
 * is remembered in a side table, `wroteFloat` answers from it and `stringifyJson` writes it back.
 */

export interface JsonLimits {
  /** Read NaN, Infinity and -Infinity, as Python writes them. Default false. */
  readonly nonFinite?: boolean;
  /** Deepest nesting. Default 512. */
  readonly maxDepth?: number;
  /** Longest text, UTF-16 units. Default 256 Mi. */
  readonly maxLength?: number;
}

/** Malformed or oversized JSON. `position` counts UTF-16 units from 0. */
export class JsonError extends Error {
  readonly position: number;
  constructor(message: string, position: number) {
    super(`${message} at position ${position}`);
    this.name = 'JsonError';
    this.position = position;
  }
}

const defaultDepth = 512;
const defaultLength = 256 << 20;
/** Longest integer: reading digits into a BigInt is not linear, so it is bounded. */
const maxDigits = 100_000;

/** Makes the values while the text is read; `T` is what one value becomes. */
export interface JsonBuilder<T> {
  literal(value: null | boolean): T;
  string(value: string): T;
  /** The number as written; `integer` when it has neither point nor exponent nor is non-finite. */
  number(text: string, integer: boolean): T;
  /** Called with the elements complete, in order. */
  array(items: T[]): T;
  /** Called with the fields complete, in order, duplicates included. */
  object(fields: [string, T][]): T;
}

const marks = new WeakMap<object, Set<string | number>>();

/** Was the number at `key` of this parsed array or object written with a point or exponent? */
export function wroteFloat(container: object, key: string | number): boolean {
  return marks.get(container)?.has(key) ?? false;
}

/** A number copied from one container to another goes on being a float where it was one. */
export function copyFloat(from: object, key: string, to: object, name = key): void {
  if (wroteFloat(from, key)) marks.set(to, (marks.get(to) ?? new Set()).add(name));
}

/** An integral number that was written as a float, on its way into its container. */
class Float {
  readonly value: number;
  constructor(value: number) {
    this.value = value;
  }
}

const plain: JsonBuilder<unknown> = {
  literal: (value) => value,
  string: (value) => value,
  number(text, integer) {
    const value = Number(text);
    if (integer) return Number.isSafeInteger(value) ? value : BigInt(text);
    return Number.isInteger(value) ? new Float(value) : value;
  },
  array(items) {
    for (let i = 0; i < items.length; i++) {
      const item = items[i];
      if (item instanceof Float) items[i] = unwrap(items, i, item);
    }
    return items;
  },
  object(fields) {
    const made: Record<string, unknown> = {};
    for (const [key, field] of fields) {
      const value = field instanceof Float ? unwrap(made, key, field) : field;
      if (!(field instanceof Float)) marks.get(made)?.delete(key);
      if (key === '__proto__') {
        const own = { value, enumerable: true, configurable: true, writable: true };
        Object.defineProperty(made, key, own);
      } else made[key] = value;
    }
    return made;
  },
};

function unwrap(container: object, key: string | number, float: Float): number {
  const set = marks.get(container) ?? new Set();
  marks.set(container, set.add(key));
  return float.value;
}

/**
 * Parses JSON text to plain data; integers beyond 2^53 become BigInt.
 * @throws JsonError
 */
export function parseJson(text: string, limits: JsonLimits = {}): unknown {
  const value = readJson(text, plain, limits);
  return value instanceof Float ? value.value : value;
}

/** Parses JSON text with a builder of one's own. @throws JsonError */
export function readJson<T>(text: string, build: JsonBuilder<T>, limits: JsonLimits = {}): T {
  const { nonFinite = false, maxDepth = defaultDepth, maxLength = defaultLength } = limits;
  if (text.length > maxLength) throw new JsonError(`Expected at most ${maxLength} units`, 0);
  let at = 0;

  const skip = (): number => {
    for (;;) {
      const c = text.charCodeAt(at);
      if (c !== 32 && c !== 10 && c !== 13 && c !== 9) return c;
      at++;
    }
  };
  const fail = (expected: string): never => {
    const got = at < text.length ? JSON.stringify(text[at]) : 'the end';
    throw new JsonError(`Expected ${expected}, got ${got}`, at);
  };

  const word = (name: string): boolean => {
    if (!text.startsWith(name, at)) return false;
    at += name.length;
    return true;
  };

  const readString = (): string => {
    const start = ++at;
    let plainUntil = start;
    let made = '';
    for (;;) {
      const c = text.charCodeAt(at);
      if (c === 34) {
        made += text.slice(plainUntil, at++);
        return made;
      }
      if (c === 92) {
        made += text.slice(plainUntil, at) + readEscape();
        plainUntil = at;
      } else if (c < 32) fail('no control character in a string');
      else if (at >= text.length) fail('the end of the string');
      else at++;
    }
  };
  const readEscape = (): string => {
    const c = text[++at] ?? '';
    const simple = escapes[c];
    if (simple !== undefined) {
      at++;
      return simple;
    }
    const hex = text.slice(at + 1, at + 5);
    if (c !== 'u' || !/^[0-9a-fA-F]{4}$/.test(hex)) fail('an escape');
    at += 5;
    return String.fromCharCode(Number.parseInt(hex, 16));
  };

  const digits = (): number => {
    const start = at;
    for (let c = text.charCodeAt(at); c >= 48 && c <= 57; c = text.charCodeAt(at)) at++;
    if (at === start) fail('a digit');
    return at - start;
  };
  const readNumber = (): T => {
    const start = at;
    if (text[at] === '-') at++;
    if (nonFinite && word('Infinity')) return build.number(text.slice(start, at), false);
    const zero = text[at] === '0';
    const count = digits();
    if (zero && count > 1) throw new JsonError('Expected no leading zero', start);
    if (count > maxDigits) throw new JsonError(`Expected at most ${maxDigits} digits`, start);
    let integer = true;
    if (text[at] === '.') {
      integer = false;
      at++;
      digits();
    }
    if (text[at] === 'e' || text[at] === 'E') {
      integer = false;
      at++;
      if (text[at] === '+' || text[at] === '-') at++;
      digits();
    }
    const written = text.slice(start, at);
    // -0 is a float in every language that tells the two apart
    return build.number(written, integer && written !== '-0');
  };

  const readArray = (depth: number): T => {
    const items: T[] = [];
    at++;
    if (skip() === 93) {
      at++;
      return build.array(items);
    }
    for (;;) {
      items.push(readValue(depth));
      const c = skip();
      if (c === 44) at++;
      else if (c === 93) {
        at++;
        return build.array(items);
      } else fail(`',' or ']'`);
    }
  };
  const readObject = (depth: number): T => {
    const fields: [string, T][] = [];
    at++;
    if (skip() === 125) {
      at++;
      return build.object(fields);
    }
    for (;;) {
      if (skip() !== 34) fail('a field name');
      const key = readString();
      if (skip() !== 58) fail(`':'`);
      at++;
      fields.push([key, readValue(depth)]);
      const c = skip();
      if (c === 44) at++;
      else if (c === 125) {
        at++;
        return build.object(fields);
      } else fail(`',' or '}'`);
    }
  };

  const readValue = (depth: number): T => {
    const c = skip();
    if (c === 34) return build.string(readString());
    if (c === 91 || c === 123) {
      if (depth >= maxDepth) throw new JsonError(`Expected at most ${maxDepth} levels`, at);
      return c === 91 ? readArray(depth + 1) : readObject(depth + 1);
    }
    if (c === 45 || (c >= 48 && c <= 57)) return readNumber();
    if (word('true')) return build.literal(true);
    if (word('false')) return build.literal(false);
    if (word('null')) return build.literal(null);
    if (nonFinite && word('NaN')) return build.number('NaN', false);
    if (nonFinite && word('Infinity')) return build.number('Infinity', false);
    return fail('a JSON value');
  };

  const value = readValue(0);
  skip();
  if (at < text.length) fail('the end of the text');
  return value;
}

const escapes: Record<string, string> = {
  '"': '"',
  '\\': '\\',
  '/': '/',
  b: '\b',
  f: '\f',
  n: '\n',
  r: '\r',
  t: '\t',
};

export interface StringifyOptions {
  /** Write NaN and Infinity as such; otherwise they become null, as in JSON.stringify. */
  readonly nonFinite?: boolean;
  readonly maxDepth?: number;
}

/**
 * Writes plain data as JSON on one line; BigInt as digits, floats read by `parseJson` as floats.
 * As JSON.stringify does, fields that are undefined are left out and undefined elements are null.
 * @throws JsonError when the data is deeper than `maxDepth` (a cycle always is).
 */
export function stringifyJson(value: unknown, options: StringifyOptions = {}): string {
  const { nonFinite = false, maxDepth = defaultDepth } = options;

  const write = (item: unknown, container: object | null, key: string | number, depth: number) => {
    switch (typeof item) {
      case 'string':
        return JSON.stringify(item);
      case 'boolean':
        return String(item);
      case 'bigint':
        return item.toString();
      case 'number':
        return writeNumber(item, container !== null && wroteFloat(container, key));
      case 'object':
        return item === null ? 'null' : writeContainer(item, depth);
      default:
        return 'null';
    }
  };
  const writeNumber = (n: number, float: boolean): string => {
    if (!Number.isFinite(n)) return nonFinite ? String(n) : 'null';
    if (Object.is(n, -0)) return '-0.0';
    const text = String(n);
    return float && !/[.e]/.test(text) ? `${text}.0` : text;
  };
  const writeContainer = (item: object, depth: number): string => {
    if (depth >= maxDepth) throw new JsonError(`Expected at most ${maxDepth} levels`, 0);
    if (Array.isArray(item)) {
      return `[${item.map((element, i) => write(element, item, i, depth + 1)).join(',')}]`;
    }
    const fields: string[] = [];
    for (const [name, field] of Object.entries(item)) {
      if (field === undefined || typeof field === 'function' || typeof field === 'symbol') continue;
      fields.push(`${JSON.stringify(name)}:${write(field, item, name, depth + 1)}`);
    }
    return `{${fields.join(',')}}`;
  };

  return write(value, null, '', 0);
}
