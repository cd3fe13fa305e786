/**
 * config.json of a checkpoint: read into a ModelConfig, and written from one. A model that would not
 * be computed exactly as transformers does (another architecture or activation, sliding windows,
 * experts, quantised weights) is refused by name, never approximated.
 */
import { join } from 'node:path';
import { z } from 'zod';
import { describe, explain } from '../../explain.ts';
import type { Family, ModelConfig } from '../model/config.ts';
import type { Dtype } from './contract.ts';
import { families } from './families.ts';
import { fault } from './fault.ts';
import { RopeFields, readScaling, writeScaling } from './rope.ts';
import { readJson } from './text.ts';

export const configName = 'config.json';

const size = z
  .int()
  .min(1)
  .max(1 << 24);
const Fields = z.looseObject({
  model_type: z.string(),
  architectures: z.array(z.string()).nullish(),
  vocab_size: size,
  hidden_size: size,
  intermediate_size: size,
  num_hidden_layers: size.max(4096),
  num_attention_heads: size,
  num_key_value_heads: size.nullish(),
  head_dim: size.nullish(),
  max_position_embeddings: z.int().min(1).nullish(),
  rms_norm_eps: z.number().positive().nullish(),
  rope_theta: z.number().positive().nullish(),
  rope_scaling: RopeFields.nullish(),
  rope_parameters: RopeFields.nullish(),
  attention_bias: z.boolean().nullish(),
  mlp_bias: z.boolean().nullish(),
  tie_word_embeddings: z.boolean().nullish(),
  use_sliding_window: z.boolean().nullish(),
  sliding_window: z.number().nullish(),
  max_window_layers: z.number().nullish(),
  layer_types: z.array(z.string()).nullish(),
});
type Fields = z.infer<typeof Fields>;

/** @throws AssayError `checkpoint_invalid` for a file that is absent or broken, or a model of another kind. */
export async function readModelConfig(dir: string): Promise<ModelConfig> {
  const json = await readJson(dir, configName);
  if (json === null) throw fault(join(dir, configName), 'there', 'nothing');
  return toModelConfig(json, join(dir, configName));
}

/** @param file how messages call what is read. */
export function toModelConfig(json: unknown, file: string = configName): ModelConfig {
  const parsed = Fields.safeParse(json);
  if (!parsed.success) {
    const { field, expected, got } = explain(parsed.error, json, file);
    throw fault(field, expected, got);
  }
  const fields = parsed.data;
  const family = familyOf(fields, file);
  refuseUnsupported(fields, file);
  const row = families[family];
  const heads = fields.num_attention_heads;
  const hidden = fields.hidden_size;
  const kvHeads = kvHeadsOf(fields, family);
  if (heads % kvHeads !== 0) {
    throw fault(`${file}.num_key_value_heads`, `a divisor of ${heads} heads`, `${kvHeads}`);
  }
  const headDim =
    fields.head_dim ?? (row.headDim === 'hidden / heads' ? hidden / heads : row.headDim);
  if (!Number.isInteger(headDim) || headDim % 2 !== 0) {
    throw fault(`${file}.head_dim`, 'an even number', `${headDim}`);
  }
  const maxPositions = fields.max_position_embeddings ?? row.maxPositions;
  const spelling = fields.rope_parameters ? 'rope_parameters' : 'rope_scaling';
  const rope = fields[spelling] ?? null;
  const { attention_bias: attention, mlp_bias: mlp } = fields;
  return {
    family,
    vocab: fields.vocab_size,
    hidden,
    layers: fields.num_hidden_layers,
    heads,
    kvHeads,
    headDim,
    ffn: fields.intermediate_size,
    maxPositions,
    normEps: fields.rms_norm_eps ?? 1e-6,
    ropeTheta: rope?.rope_theta ?? fields.rope_theta ?? 10_000,
    ropeScaling: readScaling(rope, maxPositions, `${file}.${spelling}`),
    qkvBias: row.qkvBias === 'attention_bias' ? (attention ?? false) : row.qkvBias,
    outBias: row.outBias === 'attention_bias' ? (attention ?? false) : row.outBias,
    mlpBias: row.mlpBias === 'mlp_bias' ? (mlp ?? false) : row.mlpBias,
    qkNorm: row.qkNorm,
    tied: fields.tie_word_embeddings ?? false,
  };
}

/** `null` means as many as heads; absent means the family's default. */
function kvHeadsOf(
  { num_key_value_heads: given, num_attention_heads: heads }: Fields,
  family: Family,
) {
  const silent = families[family].kvHeads;
  return given ?? (given === null || silent === 'heads' ? heads : silent);
}

function familyOf({ model_type, architectures }: Fields, file: string): Family {
  const known = Object.keys(families) as Family[];
  const family = known.find((name) => name === model_type);
  if (!family) throw fault(`${file}.model_type`, `one of ${known.join(', ')}`, model_type);
  const wanted = families[family].architecture;
  const [architecture = wanted] = architectures ?? [];
  if (architecture !== wanted) throw fault(`${file}.architectures`, wanted, architecture);
  return family;
}

/** Switches that must be off, each with the value that is computed here. */
const switches: readonly (readonly [key: string, supported: readonly unknown[]])[] = [
  ['hidden_act', ['silu', 'swish']],
  ['partial_rotary_factor', [1]],
  ['num_experts', [0]],
  ['num_local_experts', [0]],
  ['quantization_config', []],
  ['is_encoder_decoder', [false]],
];

function refuseUnsupported(fields: Fields, file: string): void {
  for (const [key, supported] of switches) {
    const value = fields[key] ?? null;
    if (value === null || supported.includes(value)) continue;
    const wanted = supported.length > 0 ? supported.join(' or ') : 'absent';
    throw fault(`${file}.${key}`, wanted, describe(value));
  }
  const odd = fields.layer_types?.find((type) => type !== 'full_attention');
  if (odd !== undefined) throw fault(`${file}.layer_types`, 'full_attention throughout', odd);
  // Without layer_types the layers from max_window_layers on slide; with it, it alone decides.
  const { use_sliding_window, layer_types, num_hidden_layers: layers } = fields;
  const full = fields.max_window_layers ?? 28;
  if (use_sliding_window && !layer_types && fields.sliding_window && full < layers) {
    throw fault(
      `${file}.use_sliding_window`,
      'false, or without effect',
      `true from layer ${full}`,
    );
  }
}

const torchNames: Readonly<Record<Dtype, string>> = {
  F32: 'float32',
  F16: 'float16',
  BF16: 'bfloat16',
};

export interface TokenIds {
  readonly eos: number | null;
  readonly pad: number | null;
}

/** The fields of config.json for a model made here, in the spelling that every transformers reads. */
export function toConfigJson(
  config: ModelConfig,
  dtype: Dtype,
  tokens: TokenIds,
): Record<string, unknown> {
  const { family } = config;
  return {
    architectures: [families[family].architecture],
    model_type: family,
    vocab_size: config.vocab,
    hidden_size: config.hidden,
    intermediate_size: config.ffn,
    num_hidden_layers: config.layers,
    num_attention_heads: config.heads,
    num_key_value_heads: config.kvHeads,
    head_dim: config.headDim,
    hidden_act: 'silu',
    max_position_embeddings: config.maxPositions,
    rms_norm_eps: config.normEps,
    rope_theta: config.ropeTheta,
    rope_scaling: writeScaling(config.ropeScaling),
    ...(family !== 'qwen2' && { attention_bias: config.qkvBias }),
    ...(family === 'llama' ? { mlp_bias: config.mlpBias } : { use_sliding_window: false }),
    tie_word_embeddings: config.tied,
    bos_token_id: null,
    eos_token_id: tokens.eos,
    pad_token_id: tokens.pad,
    torch_dtype: torchNames[dtype],
    use_cache: true,
  };
}

/** A config.json read elsewhere, with the type that its weights are now stored in. */
export function withDtype(json: Record<string, unknown>, dtype: Dtype): Record<string, unknown> {
  const key = 'dtype' in json ? 'dtype' : 'torch_dtype';
  return { ...json, [key]: torchNames[dtype] };
}
