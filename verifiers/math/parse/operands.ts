/** What an operand can start with: numbers, letters, functions, fractions, roots, big operators. */
import { fromDecimal, ratio } from '../../rational.ts';
import { call, int, negative, num, power, quotient, symbol, type Tree } from '../tree.ts';
import { bigOperator } from './bound.ts';
import { numberSets } from './commands.ts';
import {
  argument,
  expect,
  fresh,
  isOp,
  type Parser,
  peek,
  rawGroup,
  take,
  unexpected,
} from './cursor.ts';
import { derivative } from './derivative.ts';
import { environment } from './environment.ts';
import { ParseError } from './tokens.ts';

/** Binding strengths, weakest first. */
export const strength = {
  relation: 10,
  ratio: 16,
  set: 18,
  sum: 20,
  modulo: 22,
  negation: 25,
  product: 30,
  argument: 33,
  tight: 35,
  power: 50,
  postfix: 60,
} as const;

const inverses = new Set(['sin', 'cos', 'tan', 'cot', 'sec', 'csc', 'sinh', 'cosh', 'tanh']);
const several = new Set(['gcd', 'lcm', 'max', 'min', 'binomial']);

/** @param based whether a subscript is the base of the number; not in an exponent. */
export function number(p: Parser, based = true): Tree {
  const t = peek(p);
  if (t?.kind !== 'number') throw unexpected(p, 'a number');
  p.at++;
  const point = t.text.indexOf('.');
  if (point >= 0 && (isOp(p, 'overline') || isOp(p, 'dot'))) return repeating(p, t.text);
  if (based && isOp(p, '_') && /^\d+$/.test(t.text)) {
    p.at++;
    return inBase(t.text, rawGroup(p));
  }
  const value = fromDecimal(t.text);
  if (!value) throw new ParseError('Expected a number of reasonable size');
  if (point < 0) return num(value);
  const exponent = t.text.search(/e/i);
  return num(value, (exponent < 0 ? t.text.length : exponent) - point - 1);
}

/** 0.1\overline{6}: the digits under the bar, or between dots, repeat for ever. */
function repeating(p: Parser, text: string): Tree {
  let repetend = '';
  while (isOp(p, 'overline') || isOp(p, 'dot')) {
    p.at++;
    repetend += rawGroup(p);
    // 0.\dot{1}42\dot{7}: the digits between two dotted ones.
    const between = peek(p);
    if (between?.kind === 'number' && isOp(p, 'dot', 1)) {
      repetend += between.text;
      p.at++;
    }
  }
  if (!/^\d{1,200}$/.test(repetend)) throw unexpected(p, 'repeating digits');
  const [whole = '', part = ''] = text.split('.');
  const nines = 10n ** BigInt(repetend.length) - 1n;
  const value = ratio(
    BigInt(`0${whole}${part}`) * nines + BigInt(repetend),
    nines * 10n ** BigInt(part.length),
  );
  return num(value);
}

const baseWords: Readonly<Record<string, number>> = {
  two: 2,
  three: 3,
  four: 4,
  five: 5,
  six: 6,
  seven: 7,
  eight: 8,
  nine: 9,
  ten: 10,
  twelve: 12,
  sixteen: 16,
};

/** Digits in a base 2 … 36, as an exact integer. */
export function inBase(digits: string, base: string): Tree {
  const b = baseWords[base.trim().toLowerCase()] ?? (/^\d{1,2}$/.test(base) ? Number(base) : 0);
  if (b < 2 || b > 36) throw new ParseError(`Expected a base, got ${base}`);
  let value = 0n;
  for (const c of digits) {
    const d = Number.parseInt(c, 36);
    if (Number.isNaN(d) || d >= b) throw new ParseError(`Expected digits below ${b}, got ${c}`);
    value = value * BigInt(b) + BigInt(d);
  }
  return int(value);
}

export function letter(p: Parser): Tree {
  const t = peek(p);
  if (t?.kind !== 'letter') throw unexpected(p, 'a letter');
  p.at++;
  let name = t.text;
  if (take(p, '_')) name += `_${rawGroup(p)}`;
  while (take(p, "'")) name += "'";
  if (name === 'e') return { kind: 'constant', name: 'e' };
  if (name === 'i' || name === 'I') return { kind: 'constant', name: 'i' };
  const args = simpleArguments(p);
  return args ? { kind: 'apply', name, args } : symbol(name);
}

/** (x) or (10) or (x, y) straight after a letter: an unknown function of simple arguments. */
function simpleArguments(p: Parser): Tree[] | null {
  if (!isOp(p, '(') || peek(p)?.spaced) return null;
  let end = p.at + 1;
  for (;;) {
    const t = p.tokens[end];
    if (t?.kind !== 'letter' && t?.kind !== 'number') return null;
    const after = p.tokens[end + 1];
    if (after?.kind !== 'op') return null;
    end += 2;
    if (after.text === ')') break;
    if (after.text !== ',') return null;
  }
  p.at++;
  const args = p.items();
  expect(p, ')');
  return args;
}

export function functionCall(p: Parser): Tree {
  const t = peek(p);
  if (t?.kind !== 'function') throw unexpected(p, 'a function');
  p.at++;
  const name = t.text;
  if (name === 'sqrt' || name === 'cbrt') return rootOf(p, name === 'sqrt' ? 2 : 3);
  let base: Tree | null = null;
  let exponent: Tree | null = null;
  for (;;) {
    if (take(p, '_')) base = argument(p);
    else if (take(p, '^')) exponent = argument(p);
    else break;
  }
  const args = several.has(name) || isOp(p, '(') ? listArguments(p) : [bareArgument(p)];
  const inverse =
    exponent?.kind === 'number' &&
    exponent.value.n === -1n &&
    exponent.value.d === 1n &&
    inverses.has(name);
  const value = build(inverse ? `a${name}` : name, args, base);
  return exponent && !inverse ? power(value, exponent) : value;
}

function build(name: string, args: Tree[], base: Tree | null): Tree {
  const [x] = args;
  if (!x) throw new ParseError(`Expected an argument of ${name}`);
  if (!several.has(name) && name !== 'log' && args.length > 1)
    throw new ParseError(`Expected one argument of ${name}`);
  if (name === 'exp') return power({ kind: 'constant', name: 'e' }, x);
  if (name === 'log10') return call('log', x, int(10));
  if (name === 'log2') return call('log', x, int(2));
  if (name === 'log') {
    const b = base ?? args[1];
    return b
      ? b.kind === 'constant' && b.name === 'e'
        ? call('ln', x)
        : call('log', x, b)
      : call('log', x);
  }
  if (base && name !== 'max' && name !== 'min')
    throw new ParseError(`Unexpected subscript of ${name}`);
  return call(name, ...args);
}

function listArguments(p: Parser): Tree[] {
  const close = take(p, '(') ? ')' : take(p, '\\{') ? '\\}' : take(p, '{') ? '}' : null;
  if (!close) return [bareArgument(p)];
  const args = fresh(p, () => p.items());
  expect(p, close);
  return args;
}

function bareArgument(p: Parser): Tree {
  for (const open of ['(', '[', '\\{', '{', '|', '|(']) {
    if (isOp(p, open)) {
      const inner = p.operand();
      return (inner.kind === 'set' || inner.kind === 'list') && inner.items.length === 1
        ? (inner.items[0] ?? inner)
        : inner;
    }
  }
  const outer = p.inArgument;
  p.inArgument = true;
  const value = p.expression(strength.argument);
  p.inArgument = outer;
  return value;
}

function rootOf(p: Parser, plainDegree = 2): Tree {
  let degree: Tree = int(plainDegree);
  if (isOp(p, '[')) {
    p.at++;
    degree = fresh(p, () => p.expression(0));
    expect(p, ']');
  }
  // √12 is one number: nobody writes the root of 1 times 2 so.
  return call('root', peek(p)?.kind === 'number' ? number(p) : argument(p), degree);
}

/** An operand that starts with an operator token or a command. */
export function fromCommand(p: Parser, name: string): Tree | null {
  switch (name) {
    case 'frac': {
      const slope = derivative(p, strength.product);
      if (slope) return slope;
      p.at++;
      const over = argument(p);
      return quotient(over, argument(p));
    }
    case 'sqrt':
      p.at++;
      return rootOf(p);
    case 'binom': {
      p.at++;
      const n = argument(p);
      return call('binomial', n, argument(p));
    }
    case 'overline':
      p.at++;
      return call('conjugate', argument(p));
    case 'pi':
    case 'infinity':
    case 'e':
    case 'i':
      p.at++;
      return { kind: 'constant', name };
    case 'emptyset':
      p.at++;
      return { kind: 'set', items: [] };
    case 'mathbb':
      p.at++;
      return namedSet(p, rawGroup(p));
    case 'approx':
      p.at++;
      return p.expression(strength.relation);
    case 'begin':
      return environment(p);
    case 'sum':
    case 'prod':
    case 'int':
    case 'lim':
      p.at++;
      return bigOperator(p, name, strength.product);
    case '-':
      p.at++;
      return negative(p.expression(strength.negation));
    case '+':
      p.at++;
      return p.expression(strength.negation);
    case 'pm':
    case 'mp':
      p.at++;
      return { kind: 'sign', lower: name === 'mp', of: p.expression(strength.negation) };
    default:
      return null;
  }
}

function namedSet(p: Parser, letterName: string): Tree {
  let name = numberSets[letterName] ?? letterName;
  // R^+, Z_{>0}: another set, told apart by its marks.
  while (isOp(p, '^') || isOp(p, '_')) {
    p.at++;
    name += ` ${rawGroup(p)}`;
  }
  return { kind: 'named-set', name };
}
