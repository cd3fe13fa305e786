/** The model's parameters by their Hugging Face names, in an engine's buffers. */
import { AssayError } from '../../errors.ts';
import type { StoredTensors } from '../checkpoint/contract.ts';
import type { Buffer, Engine } from '../engines/contract.ts';
import type { ModelConfig } from './config.ts';

export type Shapes = ReadonlyMap<string, readonly number[]>;
export type Parameters = ReadonlyMap<string, Buffer>;

export const embeddingName = 'model.embed_tokens.weight';
export const finalNormName = 'model.norm.weight';

export function headName(config: ModelConfig): string {
  return config.tied ? embeddingName : 'lm_head.weight';
}

/** Every parameter and its shape, in the order of a forward pass. */
export function parameterShapes(config: ModelConfig): Shapes {
  const { vocab, hidden, layers, heads, kvHeads, headDim, ffn } = config;
  const shapes = new Map<string, readonly number[]>();
  const linear = (name: string, outputs: number, inputs: number, bias: boolean) => {
    shapes.set(`${name}.weight`, [outputs, inputs]);
    if (bias) shapes.set(`${name}.bias`, [outputs]);
  };
  shapes.set(embeddingName, [vocab, hidden]);
  for (let i = 0; i < layers; i++) {
    const layer = `model.layers.${i}`;
    shapes.set(`${layer}.input_layernorm.weight`, [hidden]);
    linear(`${layer}.self_attn.q_proj`, heads * headDim, hidden, config.qkvBias);
    linear(`${layer}.self_attn.k_proj`, kvHeads * headDim, hidden, config.qkvBias);
    linear(`${layer}.self_attn.v_proj`, kvHeads * headDim, hidden, config.qkvBias);
    if (config.qkNorm) {
      shapes.set(`${layer}.self_attn.q_norm.weight`, [headDim]);
      shapes.set(`${layer}.self_attn.k_norm.weight`, [headDim]);
    }
    linear(`${layer}.self_attn.o_proj`, hidden, heads * headDim, config.outBias);
    shapes.set(`${layer}.post_attention_layernorm.weight`, [hidden]);
    linear(`${layer}.mlp.gate_proj`, ffn, hidden, config.mlpBias);
    linear(`${layer}.mlp.up_proj`, ffn, hidden, config.mlpBias);
    linear(`${layer}.mlp.down_proj`, hidden, ffn, config.mlpBias);
  }
  shapes.set(finalNormName, [hidden]);
  if (!config.tied) shapes.set('lm_head.weight', [vocab, hidden]);
  return shapes;
}

export function sizeOf(shape: readonly number[]): number {
  return shape.reduce((product, side) => product * side, 1);
}

/** @throws AssayError `checkpoint_invalid` when a tensor is absent or has another shape. */
export async function loadParameters(
  engine: Engine,
  config: ModelConfig,
  { tensors }: Pick<StoredTensors, 'tensors'>,
): Promise<Map<string, Buffer>> {
  const parameters = new Map<string, Buffer>();
  for (const [name, shape] of parameterShapes(config)) {
    const tensor = tensors.get(name);
    const got = tensor ? `[${tensor.shape.join(', ')}]` : 'nothing';
    if (!tensor || tensor.shape.join() !== shape.join()) {
      throw new AssayError(
        'checkpoint_invalid',
        `tensor ${name}: expected shape [${shape.join(', ')}]; got ${got}`,
      );
    }
    parameters.set(name, engine.upload(await tensor.read()));
  }
  return parameters;
}

/** A buffer of zeros for each parameter: gradients, moments. */
export function zerosLike(engine: Engine, parameters: Parameters): Map<string, Buffer> {
  const zeros = new Map<string, Buffer>();
  for (const [name, { length }] of parameters) {
    const buffer = engine.alloc(length);
    engine.fill(buffer, 0);
    zeros.set(name, buffer);
  }
  return zeros;
}
