/**
 * Reads a quantity in the spellings a right answer may have: what `parseNumber` reads, and decimals
 * in scientific notation, LaTeX fractions and percentages. It remembers how fine the number was
 * written, so that a rounded answer can be told from a wrong one.
 */
import {
  add,
  compare,
  divide,
  equal,
  integer,
  multiply,
  negate,
  power,
  type Rational,
  ratio,
} from '../../rational.ts';
import { type Mark, malformed, right, wrong } from '../mark.ts';
import { parseNumber } from './number.ts';
import { unwrap } from './unwrap.ts';

export interface Quantity {
  readonly value: Rational;
  /** One unit in the last place that was written; null for a fraction. */
  readonly unit: Rational | null;
}

const maxLength = 400;
const maxExponent = 400;
const superscripts = '⁰¹²³⁴⁵⁶⁷⁸⁹';
const scientific =
  /^([+-]?)(\d{1,3}(?:,\d{3})+|\d*)(?:\.(\d*))?(?:e([+-]?\d{1,4})| ?(?:\*|×|·|\\times|\\cdot) ?10 ?(?:\^|\*\*) ?(?:\{ ?([+-]?\d{1,4}) ?\}|\(([+-]?\d{1,4})\)|([+-]?\d{1,4})))?$/i;
const latexFraction = /^([+-]?) ?\\[dt]?frac ?\{ ?([+-]?\d+) ?\} ?\{ ?(\d+) ?\}$/;

/** What needs no unwrapping: most answers. */
const plainDecimal = /^-?(?:\d{1,15}|\d{1,3}(?:,\d{3}){1,4})(?:\.\d{1,15})?$/;

/** Null for anything that is not one number. */
export function parseQuantity(answer: string): Quantity | null {
  if (answer.length > maxLength) return null;
  if (plainDecimal.test(answer)) return readPlain(answer.replaceAll(',', ''));
  const text = plain(answer);
  const percent = /^(.*?)\s?\\?%$/s.exec(text);
  const quantity = read(percent ? (percent[1] as string) : text);
  if (!percent || !quantity) return quantity;
  const hundredth = ratio(1n, 100n);
  const value = multiply(quantity.value, hundredth);
  const unit = quantity.unit && multiply(quantity.unit, hundredth);
  return value && { value, unit };
}

/** Marks an answer that has to be this integer. */
export function judgeInteger(answer: string, expected: bigint): Mark {
  const value = parseNumber(answer);
  if (!value) return malformed('Expected one integer');
  return equal(value, integer(expected)) ? right : wrong(`Expected ${expected}`);
}

/** Is it the exact value, or a decimal that rounds it to so many significant digits or more? */
export function isRounded({ value, unit }: Quantity, exact: Rational, digits: number): boolean {
  if (equal(value, exact)) return true;
  const scale = power(integer(10), BigInt(digits - 1));
  if (!unit || !scale) return false;
  const least = multiply(unit, scale);
  return !!least && compare(least, size(exact)) <= 0 && isWithin(value, exact, unit, 2n);
}

/** Do they differ by no more than the unit divided by `parts`? */
export function isWithin(a: Rational, b: Rational, unit: Rational, parts = 1n): boolean {
  const difference = add(a, negate(b));
  const most = divide(unit, integer(parts));
  return difference !== null && most !== null && compare(size(difference), most) <= 0;
}

/** The power of ten of the first significant digit: 2 for 123, -1 for 1/2; 0 for 0. */
export function magnitude(value: Rational): number {
  if (value.n === 0n) return 0;
  const { n, d } = size(value);
  let exponent = String(n).length - String(d).length;
  const isBelow =
    exponent >= 0 ? n < d * 10n ** BigInt(exponent) : n * 10n ** BigInt(-exponent) < d;
  if (isBelow) exponent--;
  return exponent;
}

/** 10^exponent. */
export function powerOfTen(exponent: number): Rational {
  return exponent >= 0 ? integer(10n ** BigInt(exponent)) : { n: 1n, d: 10n ** BigInt(-exponent) };
}

function size(value: Rational): Rational {
  return value.n < 0n ? negate(value) : value;
}

function plain(answer: string): string {
  // NFKC would make 10² one hundred and two.
  const raised = answer.replace(/10(⁻?)([⁰¹²³⁴-⁹]+)/gu, (_, minus: string, digits: string) => {
    const exponent = [...digits].map((digit) => superscripts.indexOf(digit)).join('');
    return `10^{${minus && '-'}${exponent}}`;
  });
  return unwrap(raised.normalize('NFKC'))
    .replace(/[−–]/g, '-')
    .replaceAll('{,}', ',')
    .replace(/\\[,;:! ]/g, '')
    .trim();
}

function readPlain(text: string): Quantity {
  const point = text.indexOf('.');
  if (point < 0) return { value: integer(BigInt(text)), unit: integer(1) };
  const digits = BigInt(text.slice(0, point) + text.slice(point + 1));
  const unit = powerOfTen(point + 1 - text.length);
  return { value: ratio(digits, unit.d), unit };
}

function read(text: string): Quantity | null {
  const over = latexFraction.exec(text);
  if (over) {
    const [, sign, top = '', bottom = ''] = over;
    const value = divide(integer(BigInt(top.replace('+', ''))), integer(BigInt(bottom)));
    return value && { value: sign === '-' ? negate(value) : value, unit: null };
  }
  const match = scientific.exec(text);
  if (!match) {
    const value = parseNumber(text);
    return value && { value, unit: null };
  }
  const [, sign, whole = '', decimals = ''] = match;
  if (whole === '' && decimals === '') return null;
  const exponent = Number(match[4] ?? match[5] ?? match[6] ?? match[7] ?? '0') - decimals.length;
  if (Math.abs(exponent) > maxExponent) return null;
  const digits = BigInt(whole.replaceAll(',', '') + decimals);
  const unit = powerOfTen(exponent);
  const value = multiply(integer(sign === '-' ? -digits : digits), unit);
  return value && { value, unit };
}
