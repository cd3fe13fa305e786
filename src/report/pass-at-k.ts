/**
 * pass@k by the unbiased estimator: the chance that k responses drawn from a row's n without
 * replacement hold at least one of its c right ones, 1 - C(n-c, k) / C(n, k).
 * Source: Chen et al. 2021, "Evaluating large language models trained on code", section 2.1.
 */
export interface CurvePoint {
  readonly k: number;
  readonly mean: number;
  /** Rows with at least k scored responses. */
  readonly rows: number;
}

/** As a product, so that no binomial overflows. */
export function passAtK(n: number, c: number, k: number): number {
  if (n - c < k) return 1;
  let none = 1;
  for (let i = n - c + 1; i <= n; i++) none *= 1 - k / i;
  return 1 - none;
}

/** The k of the curve; a row adds to those it has responses for. */
const ks = [1, 2, 3, 4, 6, 8, 12, 16, 24, 32, 48, 64, 96, 128, 192, 256, 384, 512, 768, 1024];

export class PassCurve {
  readonly #sums = new Float64Array(ks.length);
  readonly #rows = new Uint32Array(ks.length);

  /** @param n scored responses of a row, more than one @param c those that are right */
  add(n: number, c: number): void {
    if (n < 2) return; // a row with one response has no curve, and would bend that of the others
    for (const [i, k] of ks.entries()) {
      if (k > n) return;
      this.#sums[i] = (this.#sums[i] ?? 0) + passAtK(n, c, k);
      this.#rows[i] = (this.#rows[i] ?? 0) + 1;
    }
  }

  /** Empty when no row had several responses. */
  points(): CurvePoint[] {
    return ks.flatMap((k, i) => {
      const rows = this.#rows[i] ?? 0;
      return rows === 0 ? [] : [{ k, mean: (this.#sums[i] ?? 0) / rows, rows }];
    });
  }
}
