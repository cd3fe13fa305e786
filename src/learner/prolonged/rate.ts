/** The learning rate of a step: a linear warm-up, then constant or falling. */
export interface RateSchedule {
  readonly lr: number;
  readonly kind: 'constant' | 'linear' | 'cosine';
  /** Steps over which it rises from 0. */
  readonly warmup: number;
  /** Step at which a falling rate reaches `final` times lr. */
  readonly total: number;
  readonly final: number;
}

/** @param step counted from 1. */
export function rateAt(step: number, { lr, kind, warmup, total, final }: RateSchedule): number {
  if (step <= warmup) return (lr * step) / warmup;
  if (kind === 'constant') return lr;
  const share = Math.min(1, (step - warmup) / Math.max(1, total - warmup));
  const left = kind === 'linear' ? 1 - share : 0.5 * (1 + Math.cos(Math.PI * share));
  return lr * (final + (1 - final) * left);
}
