/** Exact values written as decimals. */
import type { Rational } from '../../rational.ts';
import { magnitude, powerOfTen } from '../text/quantity.ts';

/** So many decimal places, half away from zero; zeros at the end stay. */
export function toFixed(value: Rational, places: number): string {
  const scaled = value.n * 10n ** BigInt(places);
  const size = scaled < 0n ? -scaled : scaled;
  const rounded = (2n * size + value.d) / (2n * value.d);
  const digits = String(rounded).padStart(places + 1, '0');
  const whole = digits.slice(0, digits.length - places);
  const sign = value.n < 0n && rounded !== 0n ? '-' : '';
  return places === 0 ? sign + whole : `${sign}${whole}.${digits.slice(-places)}`;
}

/** So many significant digits, half away from zero, without zeros at the end of the decimals. */
export function toSignificant(value: Rational, digits: number): string {
  const places = digits - 1 - magnitude(value);
  if (places <= 0) {
    const unit = powerOfTen(-places);
    const whole = toFixed({ n: value.n, d: value.d * unit.n }, 0);
    return whole === '0' ? whole : whole + '0'.repeat(-places);
  }
  return toFixed(value, places).replace(/\.?0+$/, '');
}
