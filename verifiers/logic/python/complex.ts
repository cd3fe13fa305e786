/** Python's complex() of a text. */
import { strip } from '../../text/python.ts';
import { asciiDigits } from './digits.ts';
import { pyFloat } from './number.ts';

const size =
  '(?:\\d+(?:_\\d+)*(?:\\.(?:\\d+(?:_\\d+)*)?)?|\\.\\d+(?:_\\d+)*)(?:e[-+]?\\d+(?:_\\d+)*)?|inf(?:inity)?|nan';
const full = new RegExp(`^([-+]?(?:${size}))?(?:([-+]?)(${size})?j)?$`, 'i');

/** Real and imaginary part; null where Python raises ValueError. */
export function pyComplex(text: string): readonly [re: number, im: number] | null {
  let inside = strip(asciiDigits(text));
  if (inside.startsWith('(') && inside.endsWith(')')) inside = strip(inside.slice(1, -1));
  if (inside === '' || inside.length > 4_000) return null;
  if (!/j$/i.test(inside)) {
    const re = pyFloat(inside);
    return re === null || /\s/.test(inside) ? null : [re, 0];
  }
  const imaginary = new RegExp(`^([-+]?)(${size})?j$`, 'i').exec(inside);
  if (imaginary) return [0, part(imaginary[1], imaginary[2])];
  const match = full.exec(inside);
  if (!match || match[1] === undefined || match[2] === '' || match[2] === undefined) return null;
  const re = pyFloat(match[1]);
  return re === null ? null : [re, part(match[2], match[3])];
}

function part(sign: string | undefined, digits: string | undefined): number {
  const value = digits === undefined ? 1 : (pyFloat(digits) ?? Number.NaN);
  return sign === '-' ? -value : value;
}
