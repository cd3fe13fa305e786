/** What transformers takes for granted of each family where config.json is silent, one row a family. */
import type { Family } from '../model/config.ts';

export interface FamilyRow {
  /** Name in `architectures`. */
  readonly architecture: string;
  readonly maxPositions: number;
  readonly kvHeads: number | 'heads';
  readonly headDim: number | 'hidden / heads';
  /** Which biases of attention exist: never, or where `attention_bias` says so. */
  readonly qkvBias: boolean | 'attention_bias';
  readonly outBias: boolean | 'attention_bias';
  readonly mlpBias: boolean | 'mlp_bias';
  readonly qkNorm: boolean;
}

/** Source: configuration_{llama,qwen2,qwen3}.py and modeling_*.py of transformers 4.57. */
export const families: Readonly<Record<Family, FamilyRow>> = {
  llama: {
    architecture: 'LlamaForCausalLM',
    maxPositions: 2048,
    kvHeads: 'heads',
    headDim: 'hidden / heads',
    qkvBias: 'attention_bias',
    outBias: 'attention_bias',
    mlpBias: 'mlp_bias',
    qkNorm: false,
  },
  qwen2: {
    architecture: 'Qwen2ForCausalLM',
    maxPositions: 32768,
    kvHeads: 32,
    headDim: 'hidden / heads',
    qkvBias: true,
    outBias: false,
    mlpBias: false,
    qkNorm: false,
  },
  qwen3: {
    architecture: 'Qwen3ForCausalLM',
    maxPositions: 32768,
    kvHeads: 32,
    headDim: 128,
    qkvBias: 'attention_bias',
    outBias: 'attention_bias',
    mlpBias: false,
    qkNorm: true,
  },
};
