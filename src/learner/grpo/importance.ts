/**
 * A guard against a sampler whose probabilities are not the learner's: each token's policy loss is
 * weighed by w = p_learner(old) / p_sampler, bounded. The weight is a constant to the gradient. With
 * one engine for both it is 1, and worth logging.
 */
import { clip } from './kl.ts';
import { type LogProbs, maxLogRatio } from './surrogate.ts';

export type Guard =
  | { readonly kind: 'none' }
  /** w clamped to [low, high]: truncated importance sampling. */
  | { readonly kind: 'tis'; readonly low: number; readonly high: number }
  /** Tokens outside [low, high] are dropped: IcePop. */
  | { readonly kind: 'icepop'; readonly low: number; readonly high: number }
  /** Responses whose geometric mean is outside [low, high] are dropped, w is not bounded. */
  | { readonly kind: 'seq-mask-tis'; readonly low: number; readonly high: number }
  /** The product over the response, at most `high`, for all its tokens. */
  | { readonly kind: 'seq-tis'; readonly high: number };

export interface GuardWeights {
  /** What each token's policy loss is multiplied by. */
  readonly weights: Float64Array;
  /** w before any bound. */
  readonly ratios: Float64Array;
  /** Tokens that a bound changed or dropped. */
  readonly outside: number;
}

export function guardWeights(guard: Guard, old: LogProbs, sampled: LogProbs): GuardWeights {
  const ratios = new Float64Array(old.length);
  let sum = 0;
  for (let t = 0; t < old.length; t++) {
    const difference = clip((old[t] as number) - (sampled[t] as number), maxLogRatio);
    ratios[t] = Math.exp(difference);
    sum += difference;
  }
  const weights = weigh(guard, ratios, sum);
  let outside = 0;
  for (let t = 0; t < ratios.length; t++) {
    if (guard.kind !== 'none' && isOutside(guard, ratios[t] as number)) outside++;
  }
  return { weights, ratios, outside };
}

function weigh(guard: Guard, ratios: Float64Array, sum: number): Float64Array {
  switch (guard.kind) {
    case 'none':
      return ratios.map(() => 1);
    case 'tis':
      return ratios.map((w) => Math.min(Math.max(w, guard.low), guard.high));
    case 'icepop':
      return ratios.map((w) => (isOutside(guard, w) ? 0 : w));
    case 'seq-mask-tis': {
      const geometric = Math.exp(sum / ratios.length);
      return isOutside(guard, geometric) ? ratios.map(() => 0) : ratios;
    }
    case 'seq-tis': {
      const product = Math.min(Math.exp(clip(sum, maxLogRatio)), guard.high);
      return ratios.map(() => product);
    }
  }
}

function isOutside(bounds: { readonly low?: number; readonly high: number }, w: number): boolean {
  return w < (bounds.low ?? 0) || w > bounds.high;
}

/**
 * Whether a response stays: one that is worse than its siblings and that the policy has moved away
 * from teaches nothing. DeepSeek-V3.2's off-policy mask, as in TRL.
 * @param divergence mean over tokens of sampled - present log-prob.
 */
export function staysOnPolicy(advantage: number, divergence: number, threshold: number): boolean {
  return advantage >= 0 || divergence <= threshold;
}
