/**
 * The value of a constant Python expression, worked out here: literals, displays, arithmetic on
 * constants and a few pure built-ins (`float('inf')`, `set([1, 2])`, `[0] * 3`, `10 ** 9 + 7`).
 * Whatever is not plainly constant is refused with null.
 */
import { type Entry, isContainer, isNumeric, list, type Value } from '../values/value.ts';
import { pythonOrder } from './equal.ts';
import { readPythonNumber, readPythonString } from './scalars.ts';
import type { Token } from './tokens.ts';

const maxDepth = 100;
/** Most elements or characters that a repetition may make. */
const maxLength = 100_000;

class NotConstant extends Error {}

/** The value of the tokens when they are one constant expression; null otherwise. */
export function readLiteral(tokens: readonly Token[]): { readonly value: Value } | null {
  try {
    const reader = createReader(tokens);
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

function createReader(tokens: readonly Token[]) {
  let at = 0;
  const is = (text: string) => tokens[at]?.text === text && tokens[at]?.type === 'op';
  const take = (text: string) => is(text) && ++at > 0;
  const expect = (text: string) => take(text) || refuse();

  const sum = (depth: number): Value => {
    if (depth > maxDepth) refuse();
    let value = product(depth);
    for (;;) {
      if (take('+')) value = add(value, product(depth));
      else if (take('-')) value = arithmetic('-', value, product(depth));
      else return value;
    }
  };
  const product = (depth: number): Value => {
    let value = signed(depth);
    for (;;) {
      const operator = (['*', '/', '//', '%'] as const).find(take);
      if (operator === undefined) return value;
      const right = signed(depth);
      value = operator === '*' ? multiply(value, right) : arithmetic(operator, value, right);
    }
  };
  const signed = (depth: number): Value => {
    if (depth > maxDepth) refuse();
    if (take('-')) {
      const value = signed(depth + 1);
      return isNumeric(value) ? -value : refuse();
    }
    if (take('+')) {
      const value = signed(depth + 1);
      return isNumeric(value) ? value : refuse();
    }
    const base = atom(depth);
    return take('**') ? arithmetic('**', base, signed(depth + 1)) : base;
  };
  const atom = (depth: number): Value => {
    const token = tokens[at] ?? refuse();
    if (token.type === 'number') {
      at++;
      return readPythonNumber(token.text) ?? refuse();
    }
    if (token.type === 'string') return strings();
    if (token.type === 'name') return named(depth);
    if (take('[')) return list(elements(']', depth));
    if (take('(')) return parenthesis(depth);
    if (take('{')) return braces(depth);
    return refuse();
  };

  /** Adjacent strings are one; text and bytes do not mix. */
  const strings = (): Value => {
    let made: Value | null = null;
    for (; tokens[at]?.type === 'string'; at++) {
      const part = readPythonString(tokens[at]?.text ?? '') ?? refuse();
      made = made === null ? part : add(made, part);
    }
    return made ?? refuse();
  };
  const elements = (close: string, depth: number): Value[] => {
    const items: Value[] = [];
    while (!take(close)) {
      items.push(sum(depth + 1));
      if (!is(close)) expect(',');
    }
    return items;
  };
  const parenthesis = (depth: number): Value => {
    if (take(')')) return { kind: 'tuple', items: [] };
    const first = sum(depth + 1);
    if (take(')')) return first;
    expect(',');
    return { kind: 'tuple', items: [first, ...elements(')', depth)] };
  };
  const braces = (depth: number): Value => {
    if (take('}')) return { kind: 'dict', entries: [] };
    const first = sum(depth + 1);
    if (!take(':')) {
      if (!is('}')) expect(',');
      return { kind: 'set', items: [first, ...elements('}', depth)] };
    }
    const entries: Entry[] = [[first, sum(depth + 1)]];
    while (!take('}')) {
      expect(',');
      if (take('}')) break;
      const key = sum(depth + 1);
      expect(':');
      entries.push([key, sum(depth + 1)]);
    }
    return { kind: 'dict', entries };
  };
  const named = (depth: number): Value => {
    let name = tokens[at++]?.text ?? '';
    if (name === 'math' && take('.')) name = `math.${tokens[at++]?.text}`;
    if (constants.has(name)) return constants.get(name);
    const build = builtins[name] ?? refuse();
    expect('(');
    return build(elements(')', depth)) ?? refuse();
  };
  return { sum, done: () => at === tokens.length };
}

const constants = new Map<string, Value>([
  ['None', null],
  ['True', true],
  ['False', false],
  ['math.pi', Math.PI],
  ['math.e', Math.E],
  ['math.inf', Infinity],
  ['math.nan', Number.NaN],
]);

/** Pure built-ins of constant arguments; undefined where they are not told. */
const builtins: Record<string, (args: readonly Value[]) => Value> = Object.assign(
  Object.create(null),
  {
    set: (args: readonly Value[]) => collect('set', args),
    frozenset: (args: readonly Value[]) => collect('set', args),
    list: (args: readonly Value[]) => collect('list', args),
    tuple: (args: readonly Value[]) => collect('tuple', args),
    dict: (args: readonly Value[]) =>
      args.length === 0 ? { kind: 'dict', entries: [] } : undefined,
    sorted: (args: readonly Value[]) => sorted(args),
    float: ([text]: readonly Value[]) => (typeof text === 'string' ? floats.get(text) : undefined),
  },
);

const floats = new Map([
  ['inf', Infinity],
  ['+inf', Infinity],
  ['-inf', -Infinity],
  ['infinity', Infinity],
  ['-infinity', -Infinity],
  ['nan', Number.NaN],
]);

function collect(kind: 'list' | 'tuple' | 'set', args: readonly Value[]): Value {
  const items = args.length === 0 ? [] : itemsOf(args);
  return items === undefined ? undefined : { kind, items };
}

function sorted(args: readonly Value[]): Value {
  const items = itemsOf(args);
  if (items === undefined) return undefined;
  const order = (a: Value, b: Value) => pythonOrder(a, b) ?? refuse();
  return list([...items].sort(order));
}

function itemsOf(args: readonly Value[]): readonly Value[] | undefined {
  const [from] = args;
  if (args.length !== 1) return undefined;
  if (typeof from === 'string') return Array.from(from);
  return isContainer(from) && 'items' in from ? from.items : undefined;
}

function add(a: Value, b: Value): Value {
  if (typeof a === 'string' && typeof b === 'string') return a + b;
  if (isContainer(a) && isContainer(b)) {
    if (a.kind === 'bytes' && b.kind === 'bytes') return { kind: 'bytes', hex: a.hex + b.hex };
    if (a.kind === 'list' && b.kind === 'list') return list([...a.items, ...b.items]);
    if (a.kind === 'tuple' && b.kind === 'tuple') {
      return { kind: 'tuple', items: [...a.items, ...b.items] };
    }
  }
  return arithmetic('+', a, b);
}

function multiply(a: Value, b: Value): Value {
  if (isNumeric(a) && isNumeric(b)) return arithmetic('*', a, b);
  const [thing, count] = typeof a === 'bigint' ? [b, a] : [a, b];
  if (typeof count !== 'bigint' || count > maxLength) return refuse();
  const times = Math.max(0, Number(count));
  if (typeof thing === 'string') {
    return thing.length * times > maxLength ? refuse() : thing.repeat(times);
  }
  if (!isContainer(thing) || (thing.kind !== 'list' && thing.kind !== 'tuple')) return refuse();
  if (thing.items.length * times > maxLength) return refuse();
  return { kind: thing.kind, items: Array.from({ length: times }, () => thing.items).flat() };
}

type Operator = '+' | '-' | '*' | '/' | '//' | '%' | '**';

function arithmetic(operator: Operator, a: Value, b: Value): Value {
  if (typeof a === 'bigint' && typeof b === 'bigint') return integers(operator, a, b);
  if (!isNumeric(a) || !isNumeric(b)) return refuse();
  const [x, y] = [Number(a), Number(b)];
  if (operator === '+') return x + y;
  if (operator === '-') return x - y;
  if (operator === '*') return x * y;
  if (operator === '/') return y === 0 ? refuse() : x / y;
  if (operator === '**') return x > 0 ? x ** y : refuse();
  return refuse();
}

function integers(operator: Operator, a: bigint, b: bigint): Value {
  if (operator === '+') return a + b;
  if (operator === '-') return a - b;
  if (operator === '*') return a * b;
  if (operator === '**') {
    if (b < 0n || b * BigInt(a.toString(2).length) > 65_536n) return refuse();
    return a ** b;
  }
  if (b === 0n) return refuse();
  if (operator === '/') return Number(a) / Number(b);
  const floor = a / b - (a % b !== 0n && a < 0n !== b < 0n ? 1n : 0n);
  return operator === '//' ? floor : a - floor * b;
}
