/** The golden files' loss, in double precision: token-mean of the clipped surrogate and k3. */
import type { Grpo } from './golden.ts';

/** One completion token. */
export interface Token {
  readonly logprob: number;
  readonly old: number;
  readonly ref: number;
  readonly advantage: number;
}

export interface TokenLoss {
  readonly ratio: number;
  readonly k3: number;
  readonly policy: number;
  readonly loss: number;
  readonly clipped: boolean;
  /** d loss / d logprob, before the mean over tokens. */
  readonly slope: number;
}

export function tokenLoss(token: Token, options: Grpo['loss']): TokenLoss {
  const { logprob, old, ref, advantage: A } = token;
  const { eps_low: low, eps_high: high, kl_coef: beta } = options;
  const ratio = Math.exp(logprob - old);
  const k3 = Math.exp(ref - logprob) - (ref - logprob) - 1;
  const clipped = (A > 0 && ratio > 1 + high) || (A < 0 && ratio < 1 - low);
  const policy = -Math.min(ratio * A, Math.min(Math.max(ratio, 1 - low), 1 + high) * A);
  const slope = (clipped ? 0 : -ratio * A) + beta * (1 - Math.exp(ref - logprob));
  return { ratio, k3, policy, loss: policy + beta * k3, clipped, slope };
}
