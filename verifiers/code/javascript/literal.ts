/**
 * The value of a constant JavaScript expression, worked out here: literals, arithmetic on numbers,
 * `JSON.stringify([1, 2])`, `new Set([1])`, and names that are bound to constants. Whatever is not
 * plainly constant is refused with null. Numbers are always of type number.
 */
import { type Entry, isContainer, list, type Value } from '../values/value.ts';
import { stringified } from './equal.ts';
import type { Token } from './tokens.ts';

const maxDepth = 100;

class NotConstant extends Error {}

export type Constants = ReadonlyMap<string, Value>;

/** The value of the tokens when they are one constant expression; null otherwise. */
export function readLiteral(
  tokens: readonly Token[],
  names: Constants,
): { readonly value: Value } | null {
  try {
    const reader = createReader(tokens, names);
    const value = reader.sum(0);
    return reader.done() ? { value } : null;
  } catch (error) {
    if (error instanceof NotConstant) return null;
    throw error;
  }
}

function refuse(): never {
  throw new NotConstant();
}

function createReader(tokens: readonly Token[], names: Constants) {
  let at = 0;
  const is = (text: string) => tokens[at]?.text === text;
  const take = (text: string) => is(text) && ++at > 0;
  const expect = (text: string) => take(text) || refuse();
  const words = (...texts: string[]) => {
    const found = texts.every((text, i) => tokens[at + i]?.text === text);
    if (found) at += texts.length;
    return found;
  };

  const sum = (depth: number): Value => {
    if (depth > maxDepth) refuse();
    let value = product(depth);
    for (;;) {
      if (take('+')) value = add(value, product(depth));
      else if (take('-')) value = numeric(value) - numeric(product(depth));
      else return value;
    }
  };
  const product = (depth: number): Value => {
    let value = signed(depth);
    for (;;) {
      if (take('*')) value = numeric(value) * numeric(signed(depth));
      else if (take('/')) value = numeric(value) / numeric(signed(depth));
      else if (take('%')) value = numeric(value) % numeric(signed(depth));
      else return value;
    }
  };
  const signed = (depth: number): Value => {
    if (depth > maxDepth) refuse();
    if (take('-')) return -numeric(signed(depth + 1));
    if (take('+')) return numeric(signed(depth + 1));
    const base = atom(depth);
    return take('**') ? numeric(base) ** numeric(signed(depth + 1)) : base;
  };
  const atom = (depth: number): Value => {
    const token = tokens[at] ?? refuse();
    switch (token.type) {
      case 'number':
        at++;
        return readNumber(token.text);
      case 'string':
      case 'template':
        at++;
        return readText(token.text);
      case 'name':
        return named(depth);
      default:
    }
    if (take('(')) {
      let value = sum(depth + 1);
      while (take(',')) value = sum(depth + 1); // the comma operator gives its last
      expect(')');
      return value;
    }
    if (take('[')) return list(elements(']', depth));
    return take('{') ? object(depth) : refuse();
  };
  const elements = (close: string, depth: number): Value[] => {
    const items: Value[] = [];
    while (!take(close)) {
      items.push(is(',') ? undefined : sum(depth + 1));
      if (!is(close)) expect(',');
    }
    return items;
  };
  const object = (depth: number): Value => {
    const entries = new Map<string, Value>();
    while (!take('}')) {
      const key = tokens[at++] ?? refuse();
      expect(':');
      entries.set(readKey(key), sum(depth + 1));
      if (!is('}')) expect(',');
    }
    return { kind: 'dict', entries: [...entries] };
  };
  const named = (depth: number): Value => {
    const name = tokens[at]?.text ?? '';
    if (words('JSON', '.', 'stringify', '(')) {
      const value = sum(depth + 1);
      expect(')');
      return stringified(value);
    }
    if (words('new', 'Set', '(')) return { kind: 'set', items: itemsOf(elements(')', depth)) };
    if (words('new', 'Map', '(')) {
      return { kind: 'map', entries: itemsOf(elements(')', depth)).map(pairOf) };
    }
    if (words('Math', '.', 'PI')) return Math.PI;
    if (words('Math', '.', 'E')) return Math.E;
    at++;
    if (fixed.has(name)) return fixed.get(name);
    return names.has(name) ? names.get(name) : refuse();
  };
  return { sum, done: () => at === tokens.length };
}

const fixed = new Map<string, Value>([
  ['null', null],
  ['undefined', undefined],
  ['true', true],
  ['false', false],
  ['NaN', Number.NaN],
  ['Infinity', Infinity],
]);

function numeric(value: Value): number {
  return typeof value === 'number' ? value : refuse();
}

function add(a: Value, b: Value): Value {
  if (typeof a === 'string' && typeof b === 'string') return a + b;
  return numeric(a) + numeric(b);
}

function itemsOf(args: readonly Value[]): readonly Value[] {
  const [from] = args;
  if (args.length === 0) return [];
  return isContainer(from) && from.kind === 'list' && args.length === 1 ? from.items : refuse();
}

function pairOf(value: Value): Entry {
  const pair = itemsOf([value]);
  return pair.length === 2 ? [pair[0], pair[1]] : refuse();
}

function readNumber(text: string): number {
  const digits = text.replaceAll('_', '');
  // 10n is another type, and 010 is octal
  return /n$|^0\d/.test(digits) ? refuse() : Number(digits);
}

function readKey({ type, text }: Token): string {
  if (type === 'name' && text !== '__proto__') return text;
  if (type === 'string') return readText(text);
  return type === 'number' ? String(readNumber(text)) : refuse();
}

const simple: Record<string, string> = { b: '\b', f: '\f', n: '\n', r: '\r', t: '\t', v: '\v' };
const escapes = /\\(?:x([\da-fA-F]{2})|u([\da-fA-F]{4})|u\{([\da-fA-F]{1,6})\}|(\r\n|[\s\S]))/g;

function readText(token: string): string {
  const body = token.slice(1, -1);
  return body.replace(escapes, (_, byte, unit, point, letter: string | undefined) => {
    const hex = byte ?? unit ?? point;
    if (hex !== undefined) {
      const code = Number.parseInt(hex, 16);
      return code > 0x10ffff ? refuse() : String.fromCodePoint(code);
    }
    if (letter === undefined || /[xu1-9]/.test(letter)) return refuse();
    if (letter === '0') return '\0';
    return /[\r\n\u2028\u2029]/.test(letter) ? '' : (simple[letter] ?? letter);
  });
}
