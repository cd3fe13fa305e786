/** From the words of the configuration to the options of the parts that it configures. */
import type { Estimator, EstimatorOptions } from '../grpo/advantages.ts';
import type { Aggregation } from '../grpo/aggregate.ts';
import type { LossOptions } from '../grpo/loss.ts';
import type { ShapingOptions } from '../grpo/shaping.ts';
import type { ModelConfig } from '../model/config.ts';
import type { RateSchedule } from '../prolonged/rate.ts';
import type { ResetPolicy } from '../prolonged/reset.ts';
import type { Scratch } from './model.ts';
import type { Settings } from './schema.ts';

export function lossOptions({ loss }: Settings): LossOptions {
  return {
    surrogate: loss.surrogate,
    clipLow: loss.clip_low,
    clipHigh: loss.clip_high,
    dualClip: loss.dual_clip,
    beta: loss.beta,
    kl: loss.kl,
    klClamp: { input: loss.kl_clamp.input, output: loss.kl_clamp.output ?? Infinity },
    entropyCoef: loss.entropy_coef,
    guard: loss.guard,
    offPolicyThreshold: loss.off_policy_threshold,
  };
}

export function aggregationOf({ loss }: Settings): Aggregation {
  return loss.aggregation;
}

export function estimatorOf({ advantages }: Settings): {
  readonly name: Estimator;
  readonly options: Partial<EstimatorOptions>;
} {
  const { estimator, eps, whitening } = advantages;
  return { name: estimator, options: { eps, whitening } };
}

export function shapingOptions({ rewards, rollout }: Settings): ShapingOptions {
  const { max_new_tokens: maxLength } = rollout;
  return {
    softOverlong: rewards.soft_overlong && { ...rewards.soft_overlong, maxLength },
    stopProperly: rewards.stop_properly,
    cosineLength: rewards.cosine_length && { ...rewards.cosine_length, context: maxLength },
    overlongFilter: rewards.overlong_filter,
  };
}

export function resetPolicy({ reference }: Settings): ResetPolicy {
  const { every, kl, plateau, cooldown, reset_optimizer: optimizer } = reference;
  return { every, kl, plateau, cooldown, optimizer };
}

export function rateSchedule({ optimizer }: Settings, total: number): RateSchedule {
  const { lr, schedule: kind, warmup, final } = optimizer;
  return { lr, kind, warmup, total, final };
}

/** @param vocab the tokenizer's size. */
export function scratchModel(scratch: Scratch, vocab: number): ModelConfig {
  const { family, hidden, layers, heads, kv_heads: kvHeads, ffn, tied } = scratch;
  return {
    ...{ family, vocab, hidden, layers, heads, kvHeads, ffn, tied },
    headDim: hidden / heads,
    maxPositions: scratch.max_positions,
    normEps: scratch.norm_eps,
    ropeTheta: scratch.rope_theta,
    ropeScaling: null,
    qkvBias: false,
    outBias: false,
    mlpBias: false,
    qkNorm: family === 'qwen3',
  };
}
