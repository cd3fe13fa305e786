/** Means and deviations in float64. Equal values have a deviation of exactly 0, whatever rounding does. */
export function mean(values: readonly number[]): number {
  return values.length === 0 ? 0 : values.reduce((sum, value) => sum + value, 0) / values.length;
}

/**
 * @param ddof 1 for the sample's deviation (Bessel), as every trainer takes it; 0 for the population's.
 * Fewer than two values, or equal ones, have none.
 */
export function deviation(values: readonly number[], ddof: 0 | 1 = 1): number {
  if (!varies(values)) return 0;
  const centre = mean(values);
  const squares = values.reduce((sum, value) => sum + (value - centre) ** 2, 0);
  return Math.sqrt(squares / (values.length - ddof));
}

/** Mean of values that each count so many times, and the sum of squares about it. */
export function weighted(
  values: readonly number[],
  counts: readonly number[],
): { readonly mean: number; readonly squares: number; readonly total: number } {
  const sumOf = (term: (value: number, count: number) => number) =>
    values.reduce((sum, value, i) => sum + term(value, counts[i] as number), 0);
  const total = sumOf((_, count) => count);
  const centre = total === 0 ? 0 : sumOf((value, count) => value * count) / total;
  return { mean: centre, squares: sumOf((value, count) => count * (value - centre) ** 2), total };
}

export function varies(values: readonly number[]): boolean {
  return values.some((value) => value !== values[0]);
}
