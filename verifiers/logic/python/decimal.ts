/**
 * Decimal as Python's module reads and compares it. A number is a coefficient with a power of ten,
 * so that 1e999999 costs nothing; sums round as a context of some precision does.
 */
import { strip } from '../../text/python.ts';
import { asciiDigits } from './digits.ts';

export type PyDecimal =
  | { readonly kind: 'finite'; readonly digits: bigint; readonly exponent: number }
  | { readonly kind: 'infinite'; readonly sign: 1 | -1 }
  | { readonly kind: 'nan' };

/** Largest adjusted exponent a Decimal may have (64-bit). */
const maxExponent = 999_999_999_999_999_999n;
/** Longest coefficient that is read; a longer one is no decimal here. */
const maxDigits = 70_000;
const number = /^([+-]?)(?:(\d+)(?:\.(\d*))?|\.(\d+))(?:[eE]([+-]?\d{1,30}))?$/;

/** Decimal(text); null where Python raises InvalidOperation. */
export function pyDecimal(text: string): PyDecimal | null {
  const plain = asciiDigits(strip(text)).replaceAll('_', '');
  const match = number.exec(plain);
  if (!match) {
    const special = /^([+-]?)(?:(inf|infinity)|s?nan\d*)$/i.exec(plain);
    if (!special) return null;
    if (special[2] === undefined) return { kind: 'nan' };
    return { kind: 'infinite', sign: special[1] === '-' ? -1 : 1 };
  }
  const [, sign, whole = '', part = '', bare = '', power = '0'] = match;
  const decimals = part + bare;
  if (whole.length + decimals.length > maxDigits) return null;
  const exponent = BigInt(power);
  if (exponent > maxExponent || exponent < -maxExponent) return null;
  const digits = BigInt(whole + decimals);
  return {
    kind: 'finite',
    digits: sign === '-' ? -digits : digits,
    exponent: Number(exponent) - decimals.length,
  };
}

/** a == b; NaN equals nothing. */
export function equalDecimals(a: PyDecimal, b: PyDecimal): boolean {
  if (a.kind !== 'finite' || b.kind !== 'finite') {
    return a.kind === 'infinite' && b.kind === 'infinite' && a.sign === b.sign;
  }
  if (a.digits === 0n || b.digits === 0n) return a.digits === b.digits;
  // Of the shift the digits tell all: equal numbers have equal first places.
  if (adjusted(a) !== adjusted(b)) return false;
  const shift = a.exponent - b.exponent;
  return shift >= 0
    ? a.digits * 10n ** BigInt(shift) === b.digits
    : a.digits === b.digits * 10n ** BigInt(-shift);
}

/** The exponent of the first digit: 2 for 123, -1 for 0.5. */
export function adjusted({ digits, exponent }: { digits: bigint; exponent: number }): number {
  return exponent + places(digits) - 1;
}

/** Rounded to so many significant digits, half to even. */
export function roundSignificant(
  { digits, exponent }: { digits: bigint; exponent: number },
  precision: number,
): { digits: bigint; exponent: number } {
  const cut = places(digits) - precision;
  if (cut <= 0) return { digits, exponent };
  return { digits: halfEven(digits, 10n ** BigInt(cut)), exponent: exponent + cut };
}

/** The quotient rounded to the nearest integer, ties to even. */
export function halfEven(n: bigint, d: bigint): bigint {
  const size = n < 0n ? -n : n;
  const quotient = size / d;
  const twice = 2n * (size % d);
  const up = twice > d || (twice === d && quotient % 2n === 1n);
  const rounded = up ? quotient + 1n : quotient;
  return n < 0n ? -rounded : rounded;
}

/** Decimal digits of |n|; 1 for 0. */
export function places(n: bigint): number {
  return String(n < 0n ? -n : n).length;
}
