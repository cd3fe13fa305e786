/** A number as an answer states it, and arithmetic that keeps track of how it was written. */
export interface Numeral {
  readonly value: number;
  /** Only integers, fractions, roots and constants: no rounded decimal in it. */
  readonly exact: boolean;
  /** The value as written when it is one integer literal. */
  readonly integer?: bigint;
  /** For one decimal literal (times a power of ten): half a unit of its last digit. */
  readonly halfUnit?: number;
}

export const exactly = (value: number): Numeral => ({ value, exact: true });

/** Half a unit of the last digit of a literal. */
export function halfUnitOf(digits: string, power: number): number {
  const point = digits.indexOf('.');
  const decimals = point < 0 ? 0 : digits.length - point - 1;
  return 0.5 * 10 ** (power - decimals);
}

/** Overflow would make all great numbers equal; only a written ∞ is infinite. */
const outOfRange = (value: number, a: Numeral, b: Numeral): boolean =>
  Number.isNaN(value) ||
  (!Number.isFinite(value) && Number.isFinite(a.value) && Number.isFinite(b.value));

export function combine(
  a: Numeral,
  b: Numeral,
  operation: (a: number, b: number) => number,
): Numeral | null {
  const value = operation(a.value, b.value);
  return outOfRange(value, a, b) ? null : { value, exact: a.exact && b.exact };
}

/** A product; a literal times a power of ten is still that literal, with its last digit. */
export function times(a: Numeral, b: Numeral): Numeral | null {
  const product = combine(a, b, (x, y) => x * y);
  if (product?.value === 0 && a.value !== 0 && b.value !== 0) return null; // underflow
  if (!product || !isPowerOfTen(b) || a.halfUnit === undefined) return product;
  return {
    value: product.value,
    exact: false,
    halfUnit: a.halfUnit * b.value,
  };
}

const isPowerOfTen = (n: Numeral): boolean =>
  n.value > 0 && n.halfUnit === undefined && Math.abs(Math.log10(n.value) % 1) < 1e-12;

export function negated(n: Numeral): Numeral {
  return n.integer === undefined
    ? { ...n, value: -n.value }
    : { ...n, value: -n.value, integer: -n.integer };
}

export function raised(base: Numeral, power: Numeral): Numeral | null {
  const value = base.value ** power.value;
  if (outOfRange(value, base, power) || (value === 0 && base.value !== 0)) return null;
  return { value, exact: base.exact && power.exact };
}

export function rooted(n: Numeral | null, index: number): Numeral | null {
  if (!n || index < 1) return null;
  const value =
    index % 2 === 1 && n.value < 0 ? -((-n.value) ** (1 / index)) : n.value ** (1 / index);
  return Number.isNaN(value) ? null : { value, exact: n.exact };
}
