/**
 * The operations of the functions in program.ts, as Python has them: division rounds down, indices
 * count from the end when negative. What Python would refuse, or mean otherwise, is a fault.
 */
import type { Value } from './json-value.ts';

export type Data = number | boolean | string | Data[] | Map<string, Data>;

/** Longest list and string that a function takes or makes. */
export const maxLength = 1_000;

/** Python would raise, or the program is no program, or a number is beyond 2^53. */
export class Fault extends Error {}

export type Operation = (a: Data | undefined, b: Data | undefined, c: Data | undefined) => Data;

const operations: ReadonlyMap<string, Operation> = new Map<string, Operation>([
  [
    '+',
    (a, b) => {
      if (typeof a === 'string' && typeof b === 'string') return capped(a + b);
      if (Array.isArray(a) && Array.isArray(b)) return capped([...a, ...b]);
      return integer(int(a) + int(b));
    },
  ],
  ['-', (a, b) => integer(int(a) - int(b))],
  ['*', (a, b) => integer(int(a) * int(b))],
  ['//', (a, b) => integer((int(a) - modulo(int(a), int(b))) / int(b))],
  ['%', (a, b) => modulo(int(a), int(b))],
  ['==', (a, b) => isEqual(a, b)],
  ['!=', (a, b) => !isEqual(a, b)],
  ['<', (a, b) => int(a) < int(b)],
  ['>', (a, b) => int(a) > int(b)],
  ['in', (a, b) => word(b).includes(word(a))],
  [
    'at',
    (a, b) => {
      const from = cut(a);
      return from[indexIn(from.length, b)] as Data;
    },
  ],
  ['from', (a, b) => cut(a).slice(int(b))], // a[b:]
  ['until', (a, b) => cut(a).slice(0, int(b))], // a[:b]
  ['step', (a, b, c) => everyNth(cut(a), int(b), int(c))], // a[b::c]
  ['reversed', (a) => (typeof a === 'string' ? backwards(a) : [...listOf(a)].reverse())],
  ['len', (a) => cut(a).length],
  ['sum', (a) => integer(numbersOf(a).reduce((total, n) => total + n, 0))],
  ['min', (a, b) => Math.min(...several(a, b))],
  ['max', (a, b) => Math.max(...several(a, b))],
  ['abs', (a) => Math.abs(int(a))],
  ['sorted', (a) => numbersOf(a).sort((x, y) => x - y)],
  ['copy', (a) => [...listOf(a)]], // list(a)
  ['range', (a, b) => (b === undefined ? range(0, int(a)) : range(int(a), int(b)))],
  [
    'ord',
    (a) => {
      if (word(a).length !== 1) throw new Fault();
      return word(a).charCodeAt(0);
    },
  ],
  [
    'chr',
    (a) => {
      if (int(a) < 0 || int(a) > 0x7f) throw new Fault();
      return String.fromCharCode(int(a));
    },
  ],
  ['join', (a) => capped(listOf(a).map(word).join(''))], // "".join(a)
]);

export function operationOf(name: string): Operation {
  const operation = operations.get(name);
  if (!operation) throw new Fault();
  return operation;
}

/** Keys and values in turn; dicts do not nest. */
export function dictOf(values: readonly Data[]): Data {
  const made = new Map<string, Data>();
  for (let i = 0; i < values.length; i += 2) {
    const value = values[i + 1];
    if (value === undefined || value instanceof Map) throw new Fault();
    made.set(word(values[i]), value);
  }
  return made;
}

/** An element of a list; lists do not nest, so what is returned stays small. */
export function single(value: Data): Data {
  if (typeof value === 'object') throw new Fault();
  return value;
}

function isEqual(a: Data | undefined, b: Data | undefined): boolean {
  if (typeof a !== typeof b || typeof a === 'object') throw new Fault();
  return a === b;
}

function several(a: Data | undefined, b: Data | undefined): number[] {
  const numbers = b === undefined ? numbersOf(a) : [int(a), int(b)];
  if (numbers.length === 0) throw new Fault();
  return numbers;
}

function range(low: number, high: number): Data[] {
  const length = Math.max(0, high - low);
  if (length > maxLength) throw new Fault();
  return Array.from({ length }, (_, i) => low + i);
}

function backwards(text: string): string {
  let made = '';
  for (let i = text.length - 1; i >= 0; i--) made += text[i];
  return made;
}

function word(value: Data | undefined): string {
  if (typeof value !== 'string') throw new Fault();
  return value;
}

export function int(value: Data | undefined): number {
  if (typeof value !== 'number') throw new Fault();
  return value;
}

/** Without the sign of zero. */
export function integer(value: number): number {
  if (!Number.isSafeInteger(value)) throw new Fault();
  return value + 0;
}

function modulo(a: number, b: number): number {
  if (b === 0) throw new Fault();
  const rest = a % b;
  return rest !== 0 && rest < 0 !== b < 0 ? rest + b : rest + 0;
}

export function truth(value: Data): boolean {
  if (typeof value !== 'boolean') throw new Fault();
  return value;
}

export function listOf(value: Data | undefined): Data[] {
  if (!Array.isArray(value)) throw new Fault();
  return value;
}

function numbersOf(value: Data | undefined): number[] {
  return listOf(value).map(int);
}

function cut(value: Data | undefined): string | Data[] {
  return typeof value === 'string' ? value : listOf(value);
}

export function itemsOf(value: Data): readonly Data[] {
  return typeof value === 'string' ? [...value] : listOf(value);
}

export function capped<T extends string | Data[]>(value: T): T {
  if (value.length > maxLength) throw new Fault();
  return value;
}

export function indexIn(length: number, index: Data | undefined): number {
  const at = int(index) < 0 ? int(index) + length : int(index);
  if (at < 0 || at >= length) throw new Fault();
  return at;
}

function everyNth(from: string | Data[], start: number, step: number): string | Data[] {
  if (start < 0 || step < 1) throw new Fault();
  if (typeof from === 'string') {
    return [...from].filter((_, i) => i >= start && (i - start) % step === 0).join('');
  }
  return from.filter((_, i) => i >= start && (i - start) % step === 0);
}

export function toValue(data: Data): Value {
  if (typeof data === 'number') return BigInt(data);
  if (Array.isArray(data)) return data.map(toValue);
  if (data instanceof Map) {
    return new Map([...data].map(([key, value]) => [key, toValue(value)]));
  }
  return data;
}
