/** What is trained and on what: the model's source, the engine, the optimizer. */
import { z } from 'zod';
import { weightDtypes } from '../engines/contract.ts';
import { engineNames } from '../engines/index.ts';

const size = z.int().min(1);

export const Scratch = z
  .strictObject({
    /**
     * Not qwen2: transformers 5 reads a qwen2 folder with that family's own tokenizer class, whatever
     * its tokenizer files say, and would lose characters of ours.
     */
    family: z.enum(['llama', 'qwen3']).default('llama'),
    layers: size.default(4),
    hidden: size.default(128),
    heads: size.default(4),
    kv_heads: size.default(2),
    ffn: size.default(344),
    max_positions: size.default(1024),
    rope_theta: z.number().positive().default(10_000),
    norm_eps: z.number().positive().default(1e-6),
    tied: z.boolean().default(true),
    init_std: z.number().positive().default(0.02),
    /** The characters of its tokenizer; absent: printable ASCII and the line feed. */
    characters: z.string().min(1).optional(),
  })
  .refine(({ hidden, heads }) => hidden % (2 * heads) === 0, {
    path: ['hidden'],
    error: 'Expected to be a multiple of twice the heads',
  })
  .refine(({ heads, kv_heads }) => heads % kv_heads === 0, {
    path: ['kv_heads'],
    error: 'Expected to be a divisor of heads',
  });
export type Scratch = z.infer<typeof Scratch>;

export const Model = z
  .strictObject({
    /** A folder in the Hugging Face layout. */
    from: z.string().min(1).optional(),
    scratch: Scratch.optional(),
    /** The type weights are saved in. */
    save_dtype: z.enum(['F32', 'F16', 'BF16']).default('F32'),
  })
  .refine((model) => (model.from === undefined) !== (model.scratch === undefined), {
    error: 'Expected to be either from a folder or from scratch',
  });

export const Engine = z.strictObject({
  name: z.enum(['auto', ...engineNames]).default('auto'),
  threads: size.max(1024).optional(),
  /** What matrix products read weights as; BF16 is for `webgpu`. They are kept and trained in F32. */
  weights: z.enum(weightDtypes).default('F32'),
  /** Tokens computed at one time in the backward: bounds memory, changes no result but its rounding. */
  micro_batch_tokens: size.default(8192),
});

const beta = z.number().min(0).lt(1);
export const Optimizer = z.strictObject({
  lr: z.number().positive().default(3e-4),
  schedule: z.enum(['constant', 'linear', 'cosine']).default('constant'),
  warmup: z.int().min(0).default(0),
  /** Share of lr at the end of a falling schedule. */
  final: z.number().min(0).max(1).default(0),
  beta1: beta.default(0.9),
  beta2: beta.default(0.999),
  eps: z.number().positive().default(1e-8),
  weight_decay: z.number().min(0).default(0.01),
  max_grad_norm: z.number().positive().default(1),
});
