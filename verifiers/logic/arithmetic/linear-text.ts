/** Writes sums of named parts with exact coefficients: `-3*x**2*sin(x)/2 + exp(x)`. */
import type { Rational } from '../../rational.ts';

/** Text of a factor that needs no parentheses; '' for a plain number. */
export type Part = readonly [coefficient: Rational, text: string];

export function writeSum(parts: readonly Part[]): string {
  let written = '';
  for (const [coefficient, text] of parts) {
    if (coefficient.n === 0n) continue;
    const minus = coefficient.n < 0n;
    const size = minus ? -coefficient.n : coefficient.n;
    const factors = [
      ...(size === 1n && text !== '' ? [] : [`${size}`]),
      ...(text === '' ? [] : [text]),
    ];
    const term = factors.join('*') + (coefficient.d === 1n ? '' : `/${coefficient.d}`);
    written += written === '' ? (minus ? `-${term}` : term) : `${minus ? ' - ' : ' + '}${term}`;
  }
  return written === '' ? '0' : written;
}

/** `x`, `x**3`, or '' for the power 0. */
export function powerText(name: string, exponent: number): string {
  return exponent === 0 ? '' : exponent === 1 ? name : `${name}**${exponent}`;
}
