/** Reads a fraction as it is written, not reduced: 6/8, \frac{6}{8}, (6)/(8), ⁶⁄₈. */
import { unwrap } from './unwrap.ts';

export interface Fraction {
  readonly top: bigint;
  /** Never 0. */
  readonly bottom: bigint;
}

const maxLength = 400;
const whole = '([+-]?\\d{1,3}(?:,\\d{3})+|[+-]?\\d+)';
const slashed = new RegExp(`^\\(? ?${whole} ?\\)? ?[/÷] ?\\(? ?${whole} ?\\)?$`);
const latex = new RegExp(
  `^([+-]?) ?\\\\[dtc]?frac ?(?:\\{ ?${whole} ?\\} ?\\{ ?${whole} ?\\}|(\\d)(\\d))$`,
);

/** As most fractions are written; leads to the same as the long way. */
const plain = /^(-?\d{1,15})\/(\d{1,15})$/;

/** A whole number is a fraction over 1; null for anything else. */
export function readFraction(answer: string): Fraction | null {
  const short = plain.exec(answer);
  if (short) return fraction(short[1] as string, short[2] as string);
  if (answer.length > maxLength) return null;
  const text = unwrap(answer.normalize('NFKC'))
    .replace(/[−–]/g, '-')
    .replaceAll('⁄', '/')
    .replace(/\\[,;:! ]/g, '')
    .replace(/\s+/g, ' ');
  const over = latex.exec(text);
  if (over) {
    const made = fraction(over[2] ?? (over[4] as string), over[3] ?? (over[5] as string));
    return made && over[1] === '-' ? { top: -made.top, bottom: made.bottom } : made;
  }
  const match = slashed.exec(text);
  if (match) return fraction(match[1] as string, match[2] as string);
  return /^[+-]?\d+$/.test(text) ? fraction(text, '1') : null;
}

function fraction(top: string, bottom: string): Fraction | null {
  const d = wholeOf(bottom);
  return d === 0n ? null : { top: wholeOf(top), bottom: d };
}

const wholeOf = (text: string) => BigInt(text.replace(/[+,]/g, ''));
