/**
 * Numbers as Python reads and writes them: the grammars of int(), float() and Fraction(), repr()
 * and the format 'g'. Decimal has a file of its own.
 */
import type { Rational } from '../../rational.ts';
import { integer, ratio } from '../../rational.ts';
import { isSpace, strip } from '../../text/python.ts';
import { asciiDigits } from './digits.ts';

/** Longest text of an integer, as in CPython 3.11; powers of two as a base have no limit there. */
const maxDigits = 4_300;
/** Largest exponent of a fraction that is written out. */
const maxExponent = 10_000;
const run = '\\d+(?:_\\d+)*';
const decimal = new RegExp(`^[+-]?(?:${run}(?:\\.(?:${run})?)?|\\.${run})(?:[eE][+-]?${run})?$`);
const fraction = new RegExp(
  `^([+-]?)(?=\\.?\\d)((?:${run})?)(?:/(${run})|(?:\\.((?:${run})?))?(?:[eE]([+-]?${run}))?)$`,
);
const prefixed = /^([+-]?)0([xX](?:_?[\da-fA-F])+|[oO](?:_?[0-7])+|[bB](?:_?[01])+)$/;

/**
 * int(text), or int(text, 0) with `base` 0, which reads the prefixes 0x, 0o and 0b and refuses
 * leading zeros; null where Python raises ValueError.
 */
export function pyInt(text: string, base: 0 | 10 = 10): bigint | null {
  const plain = bare(text);
  const literal = base === 0 ? prefixed.exec(plain) : null;
  if (literal) {
    const value = BigInt(`0${(literal[2] as string).replaceAll('_', '').toLowerCase()}`);
    return literal[1] === '-' ? -value : value;
  }
  const match = /^([+-]?)(\d+(?:_\d+)*)$/.exec(plain);
  if (!match) return null;
  const digits = (match[2] as string).replaceAll('_', '');
  if (digits.length > maxDigits) return null;
  const value = BigInt(digits);
  if (base === 0 && value !== 0n && digits.startsWith('0')) return null;
  return match[1] === '-' ? -value : value;
}

/** float(text), inf and nan included; null where Python raises ValueError. */
export function pyFloat(text: string): number | null {
  const plain = bare(text);
  if (decimal.test(plain)) return Number(plain.replaceAll('_', ''));
  const match = /^([+-]?)(inf|infinity|nan)$/i.exec(plain);
  if (!match) return null;
  const size = match[2]?.toLowerCase() === 'nan' ? Number.NaN : Number.POSITIVE_INFINITY;
  return match[1] === '-' ? -size : size;
}

/**
 * Fraction(text) of CPython 3.11: '3/4', '0.75' or '75e-2'; null where Python raises ValueError or
 * ZeroDivisionError, or where the number is too long to be written out.
 */
export function pyFraction(text: string): Rational | null {
  const match = fraction.exec(strip(asciiDigits(text)).replaceAll('\0', '?'));
  if (!match) return null;
  const [sign, top, bottom, decimals, exponent] = match
    .slice(1)
    .map((part?: string) => (part ?? '').replaceAll('_', '')) as [
    string,
    string,
    string,
    string,
    string,
  ];
  if (Math.max(top.length, bottom.length, decimals.length) > maxDigits) return null;
  const size = BigInt(`${top}${decimals}` || '0');
  const digits = sign === '-' ? -size : size;
  if (bottom !== '') {
    const divisor = BigInt(bottom);
    return divisor === 0n ? null : ratio(digits, divisor);
  }
  const scale = Number(exponent) - decimals.length;
  if (Math.abs(scale) > maxExponent) return digits === 0n ? integer(0) : null;
  return scale >= 0 ? integer(digits * 10n ** BigInt(scale)) : ratio(digits, 10n ** BigInt(-scale));
}

/**
 * White space taken off as int() and float() do: of ASCII less than str.strip() takes, as the
 * separators U+001C to U+001F stay.
 */
function bare(text: string): string {
  const isBlank = (at: number) => {
    const unit = text.charCodeAt(at);
    return isSpace(unit) && !(unit >= 0x1c && unit <= 0x1f);
  };
  let [start, end] = [0, text.length];
  while (start < end && isBlank(start)) start++;
  while (end > start && isBlank(end - 1)) end--;
  return asciiDigits(text.slice(start, end));
}

/** repr(x) of a float: the shortest digits that read back the same, always with a point or exponent. */
export function reprFloat(x: number): string {
  if (!Number.isFinite(x)) return nonFinite(x);
  if (x === 0) return Object.is(x, -0) ? '-0.0' : '0.0';
  const [digits, exponent] = split(Math.abs(x).toExponential());
  const sign = x < 0 ? '-' : '';
  if (exponent < -4 || exponent >= 16) return sign + scientific(digits, exponent);
  const text = positional(digits, exponent);
  return sign + (text.includes('.') ? text : `${text}.0`);
}

/** format(x, '.{digits}g'): so many significant digits, half to even, no zeros at the end. */
export function formatGeneral(x: number, digits: number): string {
  if (!Number.isFinite(x)) return nonFinite(x);
  if (x === 0) return Object.is(x, -0) ? '-0' : '0';
  const [rounded, exponent] = significant(Math.abs(x), digits);
  const kept = rounded.replace(/0+$/, '') || '0';
  const sign = x < 0 ? '-' : '';
  if (exponent < -4 || exponent >= digits) return sign + scientific(kept, exponent);
  return sign + positional(kept, exponent);
}

function nonFinite(x: number): string {
  if (Number.isNaN(x)) return 'nan';
  return x > 0 ? 'inf' : '-inf';
}

/** The digits without a point, and the exponent of the first. */
function split(text: string): [digits: string, exponent: number] {
  const [mantissa = '', exponent = '0'] = text.split('e');
  return [mantissa.replace('.', ''), Number(exponent)];
}

/** toPrecision rounds halves up, Python rounds them to even: a tie shows in the exact digits. */
function significant(x: number, digits: number): [digits: string, exponent: number] {
  const up = split(x.toExponential(digits - 1));
  // A tie has one digit more, a 5, and nothing after it; a double that ties is short enough to see.
  const [longer, exponent] = split(x.toExponential(Math.min(100, digits + 40)));
  if (longer[digits] !== '5' || /[1-9]/.test(longer.slice(digits + 1))) return up;
  const down = longer.slice(0, digits);
  return Number(down.at(-1)) % 2 === 0 ? [down, exponent] : up;
}

function scientific(digits: string, exponent: number): string {
  const rest = digits.length > 1 ? `.${digits.slice(1)}` : '';
  const size = String(Math.abs(exponent)).padStart(2, '0');
  return `${digits[0]}${rest}e${exponent < 0 ? '-' : '+'}${size}`;
}

function positional(digits: string, exponent: number): string {
  if (exponent < 0) return `0.${'0'.repeat(-exponent - 1)}${digits}`;
  const whole = digits.slice(0, exponent + 1).padEnd(exponent + 1, '0');
  const rest = digits.slice(exponent + 1);
  return rest === '' ? whole : `${whole}.${rest}`;
}
