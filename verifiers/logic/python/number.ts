/** Numbers as Python reads them from text. */
import { strip } from '../../text/python.ts';
import { asciiDigits } from './digits.ts';

/** Longest text of an integer, as in CPython 3.11. */
const maxDigits = 4_300;
const run = '\\d+(?:_\\d+)*';
const decimal = new RegExp(`^[+-]?(?:${run}(?:\\.(?:${run})?)?|\\.${run})(?:[eE][+-]?${run})?$`);

/** int(text); null where Python raises ValueError. */
export function pyInt(text: string): bigint | null {
  const plain = strip(asciiDigits(text));
  const match = /^([+-]?)(\d+(?:_\d+)*)$/.exec(plain);
  if (!match) return null;
  const digits = (match[2] as string).replaceAll('_', '');
  if (digits.length > maxDigits) return null;
  return match[1] === '-' ? -BigInt(digits) : BigInt(digits);
}

/** float(text), inf and nan included; null where Python raises ValueError. */
export function pyFloat(text: string): number | null {
  const plain = strip(asciiDigits(text));
  if (decimal.test(plain)) return Number(plain.replaceAll('_', ''));
  const match = /^([+-]?)(inf|infinity|nan)$/i.exec(plain);
  if (!match) return null;
  const size = match[2]?.toLowerCase() === 'nan' ? Number.NaN : Number.POSITIVE_INFINITY;
  return match[1] === '-' ? -size : size;
}
