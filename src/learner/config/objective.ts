/** What is learned from a rollout: shaping, advantages, loss, reference. Off means off by default. */
import { z } from 'zod';
import { type Estimator, estimatorNames } from '../grpo/advantages.ts';
import { type Aggregation, aggregationNames } from '../grpo/aggregate.ts';
import { klKinds } from '../grpo/kl.ts';
import { type SurrogateName, surrogateNames } from '../grpo/surrogate.ts';

const share = z.number().min(0).max(1);
const size = z.int().min(1);

export const Rewards = z
  .strictObject({
    soft_overlong: z
      .strictObject({
        /** The last tokens of max_new_tokens, over which the penalty grows. */
        buffer: size,
        factor: z.number().positive().default(1),
        floor: z.boolean().default(true),
      })
      .nullable()
      .default(null),
    /** A response that was cut off gets this times its reward; negative: this instead. */
    stop_properly: z.number().max(1).nullable().default(null),
    cosine_length: z
      .strictObject({
        high: z.number(),
        low: z.number(),
        weight: z.number(),
        cycle: z
          .strictObject({ on: size, off: z.int().min(0) })
          .nullable()
          .default(null),
      })
      .nullable()
      .default(null),
    /** Responses that were cut off are left out of the loss. */
    overlong_filter: z.boolean().default(false),
  })
  .refine((rewards) => rewards.soft_overlong === null || rewards.stop_properly === null, {
    error: 'Expected to be only one of soft_overlong and stop_properly',
  });

export const Sampling = z.strictObject({
  /** Groups that teach nothing are replaced by others. */
  dynamic: z.boolean().default(false),
  max_batches: size.default(10),
  keep: z.enum(['varied', 'mixed']).default('varied'),
});

export const Advantages = z.strictObject({
  estimator: z.enum(estimatorNames as [Estimator, ...Estimator[]]).default('grpo'),
  eps: z.number().min(0).default(1e-6),
  whitening: z
    .enum(['tokens', 'tokens-unbiased', 'responses', 'responses-population'])
    .default('tokens'),
});

const bounds = { low: z.number().min(0).default(0), high: z.number().positive().default(2) };
export const Loss = z.strictObject({
  surrogate: z.enum(surrogateNames as [SurrogateName, ...SurrogateName[]]).default('ppo'),
  clip_low: share.default(0.2),
  clip_high: z.number().min(0).default(0.2),
  dual_clip: z.number().gt(1).nullable().default(null),
  aggregation: z.enum(aggregationNames as [Aggregation, ...Aggregation[]]).default('token-mean'),
  /** Weight of the divergence from the reference; 0: no reference is kept. */
  beta: z.number().min(0).default(0),
  kl: z.enum(klKinds).default('k3'),
  kl_clamp: z
    .strictObject({
      input: z.number().positive().default(20),
      /** Null: the value is not bounded. */
      output: z.number().positive().nullable().default(10),
    })
    .prefault({}),
  adaptive_kl: z
    .strictObject({ target: z.number().positive(), horizon: z.number().positive() })
    .nullable()
    .default(null),
  entropy_coef: z.number().default(0),
  guard: z
    .discriminatedUnion('kind', [
      z.strictObject({ kind: z.literal('none') }),
      z.strictObject({ kind: z.literal('tis'), ...bounds }),
      z.strictObject({ kind: z.literal('icepop'), ...bounds }),
      z.strictObject({ kind: z.literal('seq-mask-tis'), ...bounds }),
      z.strictObject({ kind: z.literal('seq-tis'), high: bounds.high }),
    ])
    .default({ kind: 'none' }),
  off_policy_threshold: z.number().positive().nullable().default(null),
});

export const Reference = z.strictObject({
  every: size.nullable().default(null),
  kl: z
    .strictObject({ threshold: z.number().positive(), patience: size.default(1) })
    .nullable()
    .default(null),
  plateau: z
    .strictObject({ patience: size, delta: z.number().min(0).default(0) })
    .nullable()
    .default(null),
  cooldown: z.int().min(0).default(0),
  reset_optimizer: z.boolean().default(false),
});
