/**
 * Reads what SymPy's parse_expr reads as an expression, without Python: numbers, names, + - * / **,
 * parentheses and the usual functions. Anything else, which Python might run, is no expression.
 */
import type { Budget } from '../../budget.ts';
import { divide, factorial, floor, fromDecimal, integer, negate, ratio } from '../../rational.ts';
import { strip } from '../../text/python.ts';
import { differentiable } from './calculus.ts';
import {
  addAll,
  callOf,
  type Expression,
  multiplyAll,
  negativeOf,
  ofValue,
  raise,
  SymbolicError,
  symbolOf,
  whole,
  wholeValue,
} from './symbolic.ts';

const maxLength = 40_000;
const maxDepth = 150;

export interface ReadingRules {
  /** `^` is a power; in Python itself it is not. */
  readonly caretPower?: boolean;
  /** Names that are symbols even where SymPy has something else by that name. */
  readonly symbols?: readonly string[];
}

/** Null where SymPy would raise, or would have to run something. */
export function readPython(
  text: string,
  budget: Budget,
  rules: ReadingRules = {},
): Expression | null {
  const source = strip(text);
  if (source.length > maxLength) return null;
  const tokens = tokenize(source);
  if (!tokens) return null;
  budget.spend(tokens.length);
  const reader: Reader = { tokens, at: 0, depth: 0, budget, rules };
  try {
    const value = sum(reader);
    return reader.at === tokens.length ? value : null;
  } catch (error) {
    if (error instanceof SymbolicError) return null;
    throw error;
  }
}

interface Reader {
  readonly tokens: readonly string[];
  at: number;
  depth: number;
  readonly budget: Budget;
  readonly rules: ReadingRules;
}

function sum(r: Reader): Expression {
  if (++r.depth > maxDepth) throw new SymbolicError('Expected fewer levels');
  // Terms one after the other: a long sum is gathered at once.
  const parts = [term(r)];
  while (r.tokens[r.at] === '+' || r.tokens[r.at] === '-') {
    const minus = r.tokens[r.at++] === '-';
    const next = term(r);
    parts.push(minus ? negativeOf(next, r.budget) : next);
  }
  r.depth--;
  return inOrder(parts, r.budget);
}

/** Numbers next to each other at the start are added first, as Python does; the rest at once. */
function inOrder(parts: readonly Expression[], budget: Budget): Expression {
  let left = parts[0] as Expression;
  let next = 1;
  for (; left.kind === 'value' && parts[next]?.kind === 'value'; next++) {
    left = addAll([left, parts[next] as Expression], budget);
  }
  const rest = parts.slice(next);
  if (rest.length === 0) return left;
  // 0.0 after a sum vanishes before it meets the sum's number.
  const kept = rest.filter((part) => !(part.kind === 'value' && part.value === 0));
  return kept.length === 0 ? left : addAll([left, ...kept], budget);
}

function term(r: Reader): Expression {
  let left = unary(r);
  for (;;) {
    const sign = r.tokens[r.at] ?? '';
    if (sign !== '*' && sign !== '/' && sign !== '//' && sign !== '%') return left;
    r.at++;
    const right = unary(r);
    if (sign === '*') left = multiplyAll([left, right], r.budget);
    else left = divided(sign, left, right, r.budget);
  }
}

function divided(sign: string, a: Expression, b: Expression, budget: Budget): Expression {
  const quotient = multiplyAll([a, reciprocal(b, budget)], budget);
  if (sign === '/') return quotient;
  const [n, d] = [wholeValue(a), wholeValue(b)];
  if (n === null || d === null) return callOf(sign === '%' ? 'Mod' : 'floor', a, b);
  const exact = divide(integer(n), integer(d));
  const whole = exact ? floor(exact) : 0n;
  return ofValue(integer(sign === '//' ? whole : n - whole * d));
}

function reciprocal(e: Expression, budget: Budget): Expression {
  if (wholeValue(e) === 0n) throw new SymbolicError('Expected no division by zero');
  return raise(e, whole(-1), budget);
}

function unary(r: Reader): Expression {
  let minus = false;
  while (r.tokens[r.at] === '-' || r.tokens[r.at] === '+') {
    if (r.tokens[r.at++] === '-') minus = !minus;
  }
  const value = powered(r);
  return minus ? negativeOf(value, r.budget) : value;
}

function powered(r: Reader): Expression {
  const base = postfixed(r);
  const sign = r.tokens[r.at];
  if (sign !== '**' && !(sign === '^' && r.rules.caretPower)) return base;
  if (++r.depth > maxDepth) throw new SymbolicError('Expected fewer levels');
  r.at++;
  const exponent = unary(r);
  r.depth--;
  if (base.kind === 'value' && wholeValue(base) === 0n && exponent.kind !== 'value') {
    throw new SymbolicError('Expected no power of zero');
  }
  return raise(base, exponent, r.budget);
}

function postfixed(r: Reader): Expression {
  let value = atom(r);
  while (r.tokens[r.at] === '!') {
    r.at++;
    const n = wholeValue(value);
    const exact = n === null ? null : factorial(n, r.budget);
    value = exact === null ? callOf('factorial', value) : ofValue(integer(exact));
  }
  return value;
}

function atom(r: Reader): Expression {
  const token = r.tokens[r.at++];
  if (token === undefined) throw new SymbolicError('Expected more');
  if (token === '(') {
    const inner = sum(r);
    if (r.tokens[r.at++] !== ')') throw new SymbolicError('Expected )');
    return inner;
  }
  if (/^[\d.]/.test(token)) return literal(token);
  if (!/^[\p{L}_]/u.test(token)) throw new SymbolicError('Expected a number or a name');
  if (r.tokens[r.at] === '(') return applied(r, token);
  if (r.rules.symbols?.includes(token)) return symbolOf(token);
  if (reserved.has(token)) throw new SymbolicError(`Expected no ${token}`);
  return symbolOf(token);
}

/** Python's words, and names of SymPy that stand for no expression. */
const reserved: ReadonlySet<string> = new Set([
  ...'and as assert async await break class continue def del elif else except finally for from'.split(' '),
  ...'global if import in is lambda nonlocal not or pass raise return try while with yield'.split(' '),
  ...'None True False S N O Q Ci Si Chi Shi beta gamma zeta nan'.split(' '),
  ...'abs all any bin bool chr dict dir eval exec exp float hash hex id int len list log ln map'.split(' '),
  ...'max min oct open ord pow print range repr round set sin cos tan sqrt str sum super tuple type vars zip'.split(' '),
]); // biome-ignore format: words

function applied(r: Reader, name: string): Expression {
  r.at++;
  const args = [sum(r)];
  while (r.tokens[r.at] === ',') {
    r.at++;
    args.push(sum(r));
  }
  if (r.tokens[r.at++] !== ')') throw new SymbolicError('Expected )');
  const [x, y] = args as [Expression, Expression?];
  const { budget } = r;
  const known = spellings.get(name) ?? name;
  if (args.length === 1) {
    if (known === 'exp') return raise(symbolOf('E'), x, budget);
    if (known === 'sqrt') return raise(x, ofValue(ratio(1n, 2n)), budget);
    if (known === 'cbrt') return raise(x, ofValue(ratio(1n, 3n)), budget);
    if (known === 'ln') return logarithm(x);
    if (known === 'abs') return magnitude(x);
    if (known === 'Integer' || known === 'Rational' || known === 'Float') return number(known, x);
    if (differentiable.has(known)) return atZero(known, x);
  }
  if (args.length === 2 && y) {
    if (known === 'ln')
      return multiplyAll([logarithm(x), reciprocal(logarithm(y), budget)], budget);
    if (known === 'Pow' || known === 'pow') return raise(x, y, budget);
    if (known === 'root') return raise(x, reciprocal(y, budget), budget);
    if (known === 'Rational') return multiplyAll([x, reciprocal(y, budget)], budget);
  }
  // Whatever a function makes of numbers, it is a constant.
  if (args.every((arg) => arg.kind === 'value')) return callOf(`${name}'`, ...args);
  throw new SymbolicError(`Expected no call of ${name}`);
}

/** The derivative of |x| for a complex x, which SymPy means, comes to nothing simple. */
function magnitude(x: Expression): Expression {
  if (x.kind !== 'value') throw new SymbolicError('Expected no Abs');
  if (typeof x.value === 'number') return ofValue(Math.abs(x.value));
  return ofValue(x.value.n < 0n ? negate(x.value) : x.value);
}

const spellings: ReadonlyMap<string, string> = new Map([
  ['log', 'ln'],
  ['Abs', 'abs'],
]);

function number(kind: string, x: Expression): Expression {
  if (x.kind !== 'value') throw new SymbolicError('Expected a number');
  if (kind === 'Float')
    return ofValue(typeof x.value === 'number' ? x.value : Number(x.value.n) / Number(x.value.d));
  if (kind === 'Integer' && wholeValue(x) === null) throw new SymbolicError('Expected an integer');
  return x;
}

function logarithm(x: Expression): Expression {
  if (wholeValue(x) === 1n) return whole(0);
  if (wholeValue(x) === 0n) throw new SymbolicError('Expected no logarithm of zero');
  return x.kind === 'symbol' && x.name === 'E' ? whole(1) : callOf('ln', x);
}

function atZero(name: string, x: Expression): Expression {
  if (wholeValue(x) !== 0n) return callOf(name, x);
  if (['sin', 'tan', 'asin', 'atan', 'sinh', 'tanh', 'asinh', 'atanh'].includes(name))
    return whole(0);
  return ['cos', 'sec', 'cosh'].includes(name) ? whole(1) : callOf(name, x);
}

function literal(token: string): Expression {
  const digits = token.replaceAll('_', '');
  if (/^0[xX]/.test(digits)) return ofValue(integer(BigInt(digits)));
  if (/^\d+$/.test(digits)) {
    if (/^0\d*[1-9]/.test(digits)) throw new SymbolicError('Expected no leading zero');
    const value = fromDecimal(digits);
    if (!value) throw new SymbolicError('Expected a smaller number');
    return ofValue(value);
  }
  const value = Number(digits);
  if (!Number.isFinite(value)) throw new SymbolicError('Expected a smaller number');
  return ofValue(value);
}

const token =
  /(?:[ \t\f]|\\\r?\n)*(?:(0[xX][\da-fA-F]+|(?:\d+(?:_\d+)*(?:\.(?:\d+(?:_\d+)*)?)?|\.\d+(?:_\d+)*)(?:[eE][-+]?\d+)?)(?![\p{L}\p{N}_])|([\p{L}\p{Nl}_][\p{L}\p{Nl}\p{Nd}\p{M}_]*)|(\*\*|\/\/|[-+*/%^,()!])|(#[^\n]*)|(\r?\n))/uy;

/** Null for any other character. A line may end only inside parentheses. */
function tokenize(text: string): string[] | null {
  const tokens: string[] = [];
  let open = 0;
  token.lastIndex = 0;
  while (token.lastIndex < text.length) {
    const match = token.exec(text);
    if (!match) return null;
    const [, digits, name, sign, comment] = match;
    if (comment !== undefined) continue;
    const word = digits ?? name ?? sign;
    if (word === undefined) {
      if (open === 0) return null;
      continue;
    }
    if (word.includes('__')) return null;
    if (word === '(') open++;
    else if (word === ')') open--;
    tokens.push(word);
  }
  return tokens;
}
