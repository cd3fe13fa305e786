/**
 * What length does to a reward. All of it is off unless asked for: published ablations (JustRL,
 * arXiv 2512.16649) have found length penalties to cost accuracy and entropy. An unscorable reward
 * stays null through all of it.
 */
export interface SoftOverlong {
  /** Most tokens of a response. */
  readonly maxLength: number;
  /** The last of them, over which the penalty grows from 0 to `factor`. */
  readonly buffer: number;
  readonly factor: number;
  /** Beyond maxLength: DAPO's paper and OpenRLHF stop at -factor, verl and NeMo RL go on. */
  readonly floor: boolean;
}

/** To be added to the reward. DAPO, arXiv 2503.14476, equation 13. */
export function softOverlong(length: number, options: SoftOverlong): number {
  const { maxLength, buffer, factor, floor } = options;
  const over = length - (maxLength - buffer);
  if (over <= 0) return 0;
  const penalty = (-over / buffer) * factor;
  return floor ? Math.max(penalty, -factor) : penalty;
}

/**
 * The reward of a response that was cut off: `coefficient` times it, or the coefficient itself where
 * that is negative. NeMo RL, OpenRLHF.
 */
export function stopProperly(reward: number, truncated: boolean, coefficient: number): number {
  if (!truncated) return reward;
  return coefficient < 0 ? coefficient : reward * coefficient;
}

export interface CosineLength {
  /** Added at length 0 and at `context`, before `weight`. */
  readonly high: number;
  readonly low: number;
  readonly context: number;
  readonly weight: number;
  /** Steps with it and steps without, in turns; null: always with it. */
  readonly cycle: { readonly on: number; readonly off: number } | null;
}

/** The length's own reward, without its weight. ProRL v2. */
export function cosineLength(length: number, { high, low, context }: CosineLength): number {
  return low + 0.5 * (high - low) * (1 + Math.cos((Math.PI * length) / context));
}

export function cosineIsOn(step: number, { cycle }: Pick<CosineLength, 'cycle'>): boolean {
  return cycle === null || step % (cycle.on + cycle.off) < cycle.on;
}
