/**
 * How far a float32 engine may be from golden numbers that a float32 reference computed: the table
 * of the data's README (data/learner/hf/<name>/README.md).
 */
export interface Tolerance {
  readonly rtol: number;
  readonly atol: number;
}

export const tolerances = {
  initial: { rtol: 0, atol: 0 },
  logits: { rtol: 1e-4, atol: 1e-4 },
  logprobs: { rtol: 1e-4, atol: 3e-5 },
  entropy: { rtol: 1e-4, atol: 3e-5 },
  tokens: { rtol: 0, atol: 0 },
  loss: { rtol: 1e-4, atol: 1e-5 },
  perToken: { rtol: 1e-4, atol: 5e-5 },
  gradientNorm: { rtol: 1e-4, atol: 0 },
  laterGradientNorm: { rtol: 1e-3, atol: 0 },
  parameters: { rtol: 0, atol: 1e-5 },
} as const satisfies Record<string, Tolerance>;

/** For entries and means of one parameter's gradient, of this L2 norm and size. */
export function gradientTolerance(l2: number, size: number): Tolerance {
  return { rtol: 1e-4, atol: (1e-4 * l2) / Math.sqrt(size) };
}

/** The largest differences of one quantity. */
export class Gap {
  readonly quantity: string;
  /** Numbers compared. */
  count = 0;
  error = 0;
  /** The largest difference as a share of what is allowed there: more than 1 is outside. */
  share = 0;
  /** What was allowed at the worst place. */
  allowed = 0;
  where = '';

  constructor(quantity: string) {
    this.quantity = quantity;
  }

  /** @param where for people, of the worst place. */
  see(got: number, want: number, { rtol, atol }: Tolerance, where = ''): void {
    this.count++;
    const error = Number.isFinite(got) ? Math.abs(got - want) : Number.POSITIVE_INFINITY;
    const allowed = atol + rtol * Math.abs(want);
    const share = error === 0 ? 0 : error / allowed;
    this.error = Math.max(this.error, error);
    if (share < this.share || (share === this.share && this.count > 1)) return;
    this.share = share;
    this.allowed = allowed;
    this.where = where;
  }

  /** Nothing compared is not agreement. */
  get within(): boolean {
    return this.count > 0 && this.share <= 1;
  }
}
