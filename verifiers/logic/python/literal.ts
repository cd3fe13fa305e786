/**
 * Reads Python literals without running anything: numbers, strings, True, False, None, and lists,
 * tuples, sets and dicts of them; the grammar of ast.literal_eval without bytes and complex numbers.
 */

export type Literal =
  | { readonly kind: 'none' }
  | { readonly kind: 'bool'; readonly value: boolean }
  | { readonly kind: 'int'; readonly value: bigint }
  | { readonly kind: 'float'; readonly value: number }
  | { readonly kind: 'string'; readonly value: string }
  | { readonly kind: 'list' | 'tuple' | 'set'; readonly items: readonly Literal[] }
  | { readonly kind: 'dict'; readonly fields: readonly (readonly [Literal, Literal])[] };

export interface LiteralOptions {
  /** Take true, false and null as well, as JSON writes them. */
  readonly json?: boolean;
}

/** CPython's tokenizer allows 200 open brackets. */
const maxDepth = 200;
/** Longest integer, as in CPython 3.11; longer ones raise there too. */
const maxDigits = 4_300;

const number =
  /(?:0[xX](?:_?[0-9a-fA-F])+|0[oO](?:_?[0-7])+|0[bB](?:_?[01])+|((?:\d(?:_?\d)*)?\.\d(?:_?\d)*(?:[eE][+-]?\d(?:_?\d)*)?|\d(?:_?\d)*\.?[eE][+-]?\d(?:_?\d)*|\d(?:_?\d)*\.)|\d(?:_?\d)*)/y;
const names: ReadonlyMap<string, Literal> = new Map<string, Literal>([
  ['None', { kind: 'none' }],
  ['True', { kind: 'bool', value: true }],
  ['False', { kind: 'bool', value: false }],
]);
const jsonNames: ReadonlyMap<string, Literal> = new Map<string, Literal>([
  ...names,
  ['null', { kind: 'none' }],
  ['true', { kind: 'bool', value: true }],
  ['false', { kind: 'bool', value: false }],
]);
const escapes: Readonly<Record<string, string>> = {
  '\\': '\\', "'": "'", '"': '"', a: '\x07', b: '\b', f: '\f', n: '\n', r: '\r', t: '\t', v: '\v', '\n': '',
}; // biome-ignore format: a table

class Malformed extends Error {}

/** The value of the text; null when it is no literal. */
export function readLiteral(text: string, { json = false }: LiteralOptions = {}): Literal | null {
  const known = json ? jsonNames : names;
  let at = 0;

  const fail = (): never => {
    throw new Malformed();
  };
  const skip = (): string => {
    for (;;) {
      const c = text[at];
      if (c === '#') while (at < text.length && text[at] !== '\n') at++;
      else if (c === ' ' || c === '\t' || c === '\f' || c === '\n' || c === '\r') at++;
      else return c ?? '';
    }
  };

  const readNumber = (): Literal => {
    number.lastIndex = at;
    const match = number.exec(text);
    if (!match) return fail();
    at += match[0].length;
    if (/[\w.]/.test(text[at] ?? '')) fail();
    const digits = match[0].replaceAll('_', '');
    if (match[1] !== undefined) return { kind: 'float', value: Number(digits) };
    if (digits.length > maxDigits || /^0+[1-9]/.test(digits)) fail();
    return { kind: 'int', value: BigInt(digits) };
  };

  const readEscape = (): string => {
    const c = text[at++] ?? fail();
    const simple = escapes[c];
    if (simple !== undefined) return simple;
    if (c >= '0' && c <= '7') {
      const octal = /^[0-7]{1,3}/.exec(text.slice(at - 1, at + 2)) as RegExpExecArray;
      at += octal[0].length - 1;
      return String.fromCharCode(Number.parseInt(octal[0], 8));
    }
    const width = { x: 2, u: 4, U: 8 }[c];
    if (width === undefined) return `\\${c}`;
    const hex = text.slice(at, at + width);
    if (hex.length !== width || !/^[0-9a-fA-F]+$/.test(hex)) fail();
    at += width;
    const code = Number.parseInt(hex, 16);
    return code <= 0x10ffff ? String.fromCodePoint(code) : fail();
  };
  const readString = (): string => {
    const quote = text[at] as string;
    const long = text.startsWith(quote.repeat(3), at);
    const end = long ? quote.repeat(3) : quote;
    at += end.length;
    let made = '';
    while (!text.startsWith(end, at)) {
      const c = text[at++];
      if (c === undefined || (c === '\n' && !long)) fail();
      made += c === '\\' ? readEscape() : c;
    }
    at += end.length;
    return made;
  };

  /** The items up to the closing bracket; `comma` tells whether one was written. */
  const readItems = (close: string, depth: number) => {
    const items: Literal[] = [];
    let comma = false;
    while (skip() !== close) {
      if (items.length > 0 && !comma) fail();
      items.push(readValue(depth));
      comma = skip() === ',';
      if (comma) at++;
    }
    at++;
    return { items, comma };
  };
  const readBraces = (depth: number): Literal => {
    at++;
    if (skip() === '}') {
      at++;
      return { kind: 'dict', fields: [] };
    }
    const first = readValue(depth);
    if (skip() !== ':') {
      if (skip() === ',') at++;
      else if (skip() !== '}') fail();
      return { kind: 'set', items: [first, ...readItems('}', depth).items] };
    }
    const fields: [Literal, Literal][] = [];
    let key = first;
    for (;;) {
      at++;
      fields.push([key, readValue(depth)]);
      if (skip() === ',') at++;
      else if (skip() !== '}') fail();
      if (skip() === '}') break;
      key = readValue(depth);
      if (skip() !== ':') fail();
    }
    at++;
    return { kind: 'dict', fields };
  };

  const readValue = (depth: number): Literal => {
    const c = skip();
    if (depth > maxDepth) fail();
    if (c === '[') {
      at++;
      return { kind: 'list', items: readItems(']', depth + 1).items };
    }
    if (c === '(') {
      at++;
      const { items, comma } = readItems(')', depth + 1);
      return items.length === 1 && !comma ? (items[0] as Literal) : { kind: 'tuple', items };
    }
    if (c === '{') return readBraces(depth + 1);
    if (c === '"' || c === "'") {
      let made = readString();
      for (let next = skip(); next === '"' || next === "'"; next = skip()) made += readString();
      return { kind: 'string', value: made };
    }
    if (c === '-' || c === '+') {
      at++;
      skip();
      const value = readNumber();
      if (c === '+') return value;
      if (value.kind === 'int') return { kind: 'int', value: -value.value };
      return value.kind === 'float' ? { kind: 'float', value: -value.value } : fail();
    }
    if ((c >= '0' && c <= '9') || c === '.') return readNumber();
    const word = /^\w{1,5}(?!\w)/.exec(text.slice(at, at + 6))?.[0] ?? '';
    at += word.length;
    return known.get(word) ?? fail();
  };

  try {
    const first = readValue(0);
    if (skip() !== ',') return at >= text.length ? first : null;
    const items = [first];
    while (skip() === ',') {
      at++;
      if (skip() !== '') items.push(readValue(0));
    }
    return at >= text.length ? { kind: 'tuple', items } : null;
  } catch (error) {
    if (error instanceof Malformed) return null;
    throw error;
  }
}

/** What `for x in value` yields; null where Python raises TypeError. */
export function itemsOf(value: Literal): readonly Literal[] | null {
  switch (value.kind) {
    case 'list':
    case 'tuple':
    case 'set':
      return value.items;
    case 'dict':
      return value.fields.map(([key]) => key);
    case 'string':
      return Array.from(value.value, (c): Literal => ({ kind: 'string', value: c }));
    default:
      return null;
  }
}
