/** A weight of the divergence that follows a target. Ziegler et al. 2019, arXiv 1909.08593. */
export interface AdaptiveKl {
  readonly target: number;
  /** Samples over which a constant error of 20 % would multiply the weight by e^0.2. */
  readonly horizon: number;
}

/** The weight after `samples` more, whose mean divergence was `kl`. */
export function adaptBeta(
  beta: number,
  kl: number,
  samples: number,
  { target, horizon }: AdaptiveKl,
): number {
  const error = Math.min(Math.max(kl / target - 1, -0.2), 0.2);
  return beta * (1 + (error * samples) / horizon);
}
