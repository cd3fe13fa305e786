/**
 * Units as vectors. A unit is a scale to SI and an exponent for each dimension.
 *
 * Three sorts of dimension: the seven of SI; opaque ones that convert to nothing else (money, bits,
 * decibels, a word not in the table); and labels (rad, cycle, photon, "tall"), which say what is
 * counted. Labels must agree where both sides have some and are free where one side has none:
 * 5 rad/s is 5 s⁻¹, but is not 5 Hz, which counts cycles.
 */
export type Dimensions = Readonly<Record<string, number>>;

export interface Unit {
  readonly scale: number;
  readonly dims: Dimensions;
  readonly labels: Dimensions;
  /** Added to the scaled value: only for a bare °C or °F. */
  readonly offset?: number;
}

export const one: Unit = { scale: 1, dims: {}, labels: {} };

function merged(a: Dimensions, b: Dimensions, sign: number): Dimensions {
  const sum: Record<string, number> = { ...a };
  for (const key in b) {
    const exponent = (sum[key] ?? 0) + sign * (b[key] as number);
    if (Math.abs(exponent) < 1e-9) delete sum[key];
    else sum[key] = exponent;
  }
  return sum;
}

/** a·b, or a/b with sign −1. An offset does not survive: in a compound, °C is a difference. */
export const product = (a: Unit, b: Unit, sign: 1 | -1 = 1): Unit => ({
  scale: sign === 1 ? a.scale * b.scale : a.scale / b.scale,
  dims: merged(a.dims, b.dims, sign),
  labels: merged(a.labels, b.labels, sign),
});

export function power(a: Unit, exponent: number): Unit {
  if (exponent === 1) return a;
  const raise = (d: Dimensions): Dimensions =>
    Object.fromEntries(Object.entries(d).map(([key, n]) => [key, n * exponent]));
  return { scale: a.scale ** exponent, dims: raise(a.dims), labels: raise(a.labels) };
}

function equal(a: Dimensions, b: Dimensions): boolean {
  for (const key in a) if (Math.abs((a[key] as number) - (b[key] ?? 0)) > 1e-9) return false;
  for (const key in b) if (!(key in a)) return false;
  return true;
}

const empty = (d: Dimensions): boolean => {
  for (const _ in d) return false;
  return true;
};

/** May a value in one be converted to the other? */
export const compatible = (a: Unit, b: Unit): boolean =>
  equal(a.dims, b.dims) && (empty(a.labels) || empty(b.labels) || equal(a.labels, b.labels));

/** A pure number, labels apart. */
export const dimensionless = (a: Unit): boolean => empty(a.dims);

/** The value in `from`, expressed in `to`. */
export function convert(value: number, from: Unit, to: Unit): number {
  if (from.offset === undefined && to.offset === undefined) return (value * from.scale) / to.scale;
  const converted = (value * from.scale + (from.offset ?? 0) - (to.offset ?? 0)) / to.scale;
  // Zero points are subtracted: what is left of 32 °F at 0 °C is noise.
  return Math.abs(converted) < 1e-9 ? 0 : converted;
}
