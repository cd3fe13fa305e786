/** The golden files of a checkpoint folder, read and checked for shape. */
import { join } from 'node:path';
import { z } from 'zod';
import { AssayError } from '../../errors.ts';
import { readJson } from '../checkpoint/text.ts';

const ids = z.array(z.number().int());
const grid = z.array(ids); // [rows][time]
const maybe = z.array(z.array(z.number().nullable())); // [rows][time - 1]; null where there is nothing

const ForwardBatch = z.looseObject({
  padding: z.string(),
  input_ids: grid,
  attention_mask: grid,
  position_ids: grid,
  logits: z.array(z.object({ row: z.number(), pos: z.number(), values: z.array(z.number()) })),
});
/** A batch also has `logprobs_t<T>` and `entropy_t<T>` for some temperatures T. */
export const Forward = z.looseObject({ batches: z.array(ForwardBatch).min(1) });
export type ForwardBatch = z.infer<typeof ForwardBatch>;
export const PerToken = maybe;

export const Generate = z.looseObject({
  single: z.array(
    z.looseObject({
      prompt: ids,
      tokens: ids,
      logprobs: z.array(z.number()),
      top1_logit: z.array(z.number()),
      top2_logit: z.array(z.number()),
    }),
  ),
  batch: z.looseObject({
    input_ids: grid,
    attention_mask: grid,
    tokens: grid,
    logprobs: z.array(z.array(z.number())),
  }),
  batch_with_eos: z.looseObject({
    eos_token_id: z.number().int(),
    pad_token_id: z.number().int(),
    tokens: grid,
  }),
});
export type Generate = z.infer<typeof Generate>;

const Sampled = z.looseObject({ index: ids, values: z.array(z.number()), l2: z.number() });

export const Grpo = z.looseObject({
  loss: z.looseObject({
    eps_low: z.number(),
    eps_high: z.number(),
    kl_coef: z.number(),
    temperature: z.number(),
  }),
  input: z.looseObject({
    input_ids: grid,
    attention_mask: grid,
    position_ids: grid,
    completion_mask: grid,
    advantages: z.array(z.number()),
    old_logprobs: maybe,
    ref_logprobs: maybe,
  }),
  step0: z.looseObject({
    loss: z.number(),
    policy_loss: z.number(),
    kl_mean: z.number(),
    clip_fraction: z.number(),
    grad_norm: z.number(),
    logprobs: maybe,
    ratio: maybe,
    k3: maybe,
    token_loss: maybe,
    grads: z.record(z.string(), Sampled.extend({ shape: ids, mean: z.number() })),
  }),
  adamw: z.looseObject({
    lr: z.number(),
    betas: z.tuple([z.number(), z.number()]),
    eps: z.number(),
    weight_decay: z.number(),
    max_grad_norm: z.number(),
    steps: z.number().int(),
    loss_per_step: z.array(z.number()),
    grad_norm_per_step_before_clip: z.array(z.number()),
    params_after: z.record(z.string(), Sampled.extend({ initial: z.array(z.number()) })),
  }),
});
export type Grpo = z.infer<typeof Grpo>;

/** @throws AssayError `invalid_request` when the file is absent or not as expected. */
export async function readGolden<T>(dir: string, name: string, schema: z.ZodType<T>): Promise<T> {
  const json = await readJson(dir, name);
  if (json === null) {
    throw new AssayError(
      'invalid_request',
      `${join(dir, name)}: expected golden numbers; got no file`,
    );
  }
  const read = schema.safeParse(json);
  if (read.success) return read.data;
  throw new AssayError('invalid_request', `${join(dir, name)}: ${z.prettifyError(read.error)}`);
}
