/**
 * The countdown score of the reference, which reads an answer with SymPy's parse_expr (that is,
 * with Python's eval) and compares floats. Nothing is evaluated as code here: numbers, Python's
 * arithmetic operators and a handful of functions are read by a parser of our own; a call of
 * anything else, a dunder or a lambda earns 0 instead of being run.
 */
import type { Budget } from '../../budget.ts';
import {
  add,
  divide,
  factorial,
  floor,
  fromDecimal,
  integer,
  multiply,
  negate,
  power,
  type Rational,
  ratio,
  toNumber,
} from '../../rational.ts';
import { strip } from '../../text/python.ts';

/** Rational while exact, a float once a root or a constant comes in. */
type Value = Rational | number;

const maxLength = 4_000;
const maxDepth = 150;

/** The reference's score: 1 solved, 0.05 an expression, 0.01 none; 0 for what it would have run. */
export function sympyScore(
  answer: string,
  numbers: readonly number[],
  target: number,
  budget: Budget,
): number {
  if (strip(answer) === '') return 0.01;
  if (runsCode(answer)) return 0;
  const value = parseValue(answer, budget);
  if (value === null) return 0.01;
  const used = answer.match(/(?<![\p{L}\p{N}_])\p{Nd}+(?![\p{L}\p{N}_])/gu) ?? [];
  const digits = used.map((run) => Number(run.normalize('NFKC'))).sort((a, b) => a - b);
  if (digits.join() !== [...numbers].sort((a, b) => a - b).join()) return 0.05;
  return Math.abs(value - target) <= 1e-6 + 1e-5 * Math.abs(target) ? 1 : 0.05; // numpy.isclose
}

/** Calls of unknown names, lambdas and dunders: Python would run them. */
export function runsCode(answer: string): boolean {
  const text = answer.slice(0, maxLength); // nothing longer is read at all
  if (/__|\blambda\b/.test(text)) return true;
  for (const [, name = ''] of text.matchAll(/(?<!\w)([\p{L}_]\w*)\(/gu)) {
    if (!functions.has(name)) return true;
  }
  return false;
}

type Apply = (x: Value, budget: Budget) => Value | null;

const functions: ReadonlyMap<string, Apply> = new Map<string, Apply>([
  ['factorial', factorialOf],
  ['sqrt', (x) => real(Math.sqrt(approximate(x)))],
  ['exp', (x) => real(Math.exp(approximate(x)))],
  ['log', (x) => real(Math.log(approximate(x)))],
  ['ln', (x) => real(Math.log(approximate(x)))],
  ['floor', (x) => whole(x, Math.floor)],
  ['ceiling', (x) => whole(x, Math.ceil)],
  ['int', (x) => whole(x, Math.trunc)],
  ['Integer', (x) => whole(x, Math.trunc)],
  ['round', (x) => whole(x, Math.round)],
  ['float', (x) => real(approximate(x))],
  ['Float', (x) => real(approximate(x))],
  ['abs', absolute],
  ['Abs', absolute],
]);

const constants: ReadonlyMap<string, Value> = new Map<string, Value>([
  ['pi', Math.PI],
  ['E', Math.E],
  ['oo', Number.POSITIVE_INFINITY],
  ['nan', Number.NaN],
  ['True', integer(1)],
  ['False', integer(0)],
]);

/** Python's binary operators, weakest first. */
const binding: ReadonlyMap<string, number> = new Map([
  ['|', 1],
  ['^', 2],
  ['&', 3],
  ['<<', 4],
  ['>>', 4],
  ['+', 5],
  ['-', 5],
  ['*', 6],
  ['/', 6],
  ['//', 6],
  ['%', 6],
]);
const unaryBinding = 7;

/** float(parse_expr(text)); null where Python would raise. */
export function parseValue(text: string, budget: Budget): number | null {
  if (text.length > maxLength) return null;
  const tokens = tokenize(strip(text));
  if (!tokens) return null;
  const reader: Reader = { tokens, at: 0, depth: 0, budget };
  const value = expression(reader, 0);
  if (value === null || reader.at < tokens.length) return null;
  const number = approximate(value);
  // float() of an exact number beyond the double's range raises OverflowError.
  return typeof value !== 'number' && !Number.isFinite(number) ? null : number;
}

interface Reader {
  readonly tokens: readonly string[];
  at: number;
  depth: number;
  readonly budget: Budget;
}

function expression(r: Reader, minimum: number): Value | null {
  if (++r.depth > maxDepth) return null;
  let left = prefix(r);
  while (left !== null) {
    const sign = r.tokens[r.at] ?? '';
    const strength = binding.get(sign);
    if (strength === undefined || strength < minimum) break;
    r.at++;
    const right = expression(r, strength + 1);
    left = right === null ? null : combine(sign, left, right);
  }
  r.depth--;
  return left;
}

function prefix(r: Reader): Value | null {
  const sign = r.tokens[r.at];
  if (sign === '-' || sign === '+' || sign === '~') {
    r.at++;
    const value = expression(r, unaryBinding);
    if (value === null || sign === '+') return value;
    if (sign === '~') return isWhole(value) ? integer(-value.n - 1n) : null;
    return typeof value === 'number' ? -value : negate(value);
  }
  const base = postfix(r);
  if (base === null || r.tokens[r.at] !== '**') return base;
  r.at++;
  const exponent = expression(r, unaryBinding); // binds tighter than a minus on its left only
  return exponent === null ? null : raise(base, exponent);
}

function postfix(r: Reader): Value | null {
  let value = atom(r);
  while (value !== null && r.tokens[r.at] === '!') {
    r.at++;
    value = factorialOf(value, r.budget);
  }
  return value;
}

function atom(r: Reader): Value | null {
  const token = r.tokens[r.at++];
  if (token === undefined) return null;
  if (token === '(') {
    const inner = expression(r, 0);
    return r.tokens[r.at++] === ')' ? inner : null;
  }
  if (/^[\d.]/.test(token)) return literal(token);
  const apply = functions.get(token);
  if (!apply) return constants.get(token) ?? null;
  if (r.tokens[r.at++] !== '(') return null;
  const argument = expression(r, 0);
  if (argument === null || r.tokens[r.at++] !== ')') return null;
  return apply(argument, r.budget);
}

/** Python refuses 048 but takes 00, 1_000 and 1e3. */
function literal(token: string): Value | null {
  const digits = token.replaceAll('_', '');
  if (/^0[xX]/.test(digits)) return integer(BigInt(digits));
  if (/^0\d*[1-9]\d*$/.test(digits)) return null;
  return fromDecimal(digits);
}

const token =
  /[ \t\f]*(?:(0[xX][\da-fA-F_]+|(?:\d+(?:_\d+)*\.?\d*|\.\d+)(?:[eE][-+]?\d+)?)(?![\p{L}_])|([\p{L}_]\w*)|(\*\*|\/\/|<<|>>|[-+*/%^&|~!()])|(#[^\n]*)|(\n))/uy;

/** Null for any other character. A line may end only inside parentheses. */
function tokenize(text: string): string[] | null {
  const tokens: string[] = [];
  let open = 0;
  token.lastIndex = 0;
  while (token.lastIndex < text.length) {
    const match = token.exec(text);
    if (!match) return null;
    const [, number, name, sign, comment] = match;
    if (comment !== undefined) continue;
    const word = number ?? name ?? sign;
    if (word === undefined) {
      if (open === 0) return null;
      continue;
    }
    if (word === '(') open++;
    else if (word === ')') open--;
    tokens.push(word);
  }
  return tokens;
}

function combine(sign: string, a: Value, b: Value): Value | null {
  const exact = typeof a !== 'number' && typeof b !== 'number';
  switch (sign) {
    case '+':
      return exact ? add(a, b) : approximate(a) + approximate(b);
    case '-':
      return exact ? add(a, negate(b)) : approximate(a) - approximate(b);
    case '*':
      return exact ? multiply(a, b) : approximate(a) * approximate(b);
    case '/':
      return exact ? divide(a, b) : real(approximate(a) / approximate(b));
    case '//':
    case '%':
      return exact ? remainder(sign, a, b) : null;
    default:
      return isWhole(a) && isWhole(b) ? bitwise(sign, a.n, b.n) : null;
  }
}

function remainder(sign: '//' | '%', a: Rational, b: Rational): Rational | null {
  const exact = divide(a, b);
  if (!exact) return null;
  const quotient = integer(floor(exact));
  if (sign === '//') return quotient;
  const part = multiply(quotient, b);
  return part && add(a, negate(part));
}

function bitwise(sign: string, a: bigint, b: bigint): Rational | null {
  if (sign === '|') return integer(a | b);
  if (sign === '^') return integer(a ^ b);
  if (sign === '&') return integer(a & b);
  if (b < 0n || b > 4_096n) return null;
  return integer(sign === '<<' ? a << b : a >> b);
}

function raise(base: Value, exponent: Value): Value | null {
  if (typeof base !== 'number' && isWhole(exponent)) return power(base, exponent.n);
  return real(approximate(base) ** approximate(exponent));
}

function factorialOf(x: Value, budget: Budget): Value | null {
  if (!isWhole(x)) return null;
  const product = factorial(x.n, budget);
  return product === null ? null : integer(product);
}

function whole(x: Value, rounding: (x: number) => number): Value | null {
  if (typeof x !== 'number' && x.d === 1n) return x;
  const rounded = rounding(approximate(x));
  return Number.isSafeInteger(rounded) ? ratio(BigInt(rounded), 1n) : null;
}

function absolute(x: Value): Value {
  if (typeof x === 'number') return Math.abs(x);
  return x.n < 0n ? negate(x) : x;
}

function isWhole(x: Value): x is Rational {
  return typeof x !== 'number' && x.d === 1n;
}

/** SymPy keeps complex results symbolic and float() of them raises. */
function real(x: number): number | null {
  return Number.isFinite(x) ? x : null;
}

function approximate(x: Value): number {
  return typeof x === 'number' ? x : toNumber(x);
}
