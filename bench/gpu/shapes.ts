/** What is measured on a device: sizes of matrix products, and the shapes of two models. */
import type { ModelConfig } from '../../src/learner/model/config.ts';

export const sizes = [512, 1024, 2048, 4096] as const;
export const tinySizes = [64] as const;

export interface Measured {
  readonly title: string;
  readonly config: ModelConfig;
  readonly sequences: number;
  readonly time: number;
}

const plain = { ropeScaling: null, outBias: false, mlpBias: false, qkNorm: false, tied: true };

/** 3.03 million parameters, the model of bench/learner.ts. */
const small: ModelConfig = {
  ...{ family: 'llama', vocab: 512, hidden: 256, layers: 4, heads: 8, kvHeads: 4, headDim: 32 },
  ...{ ffn: 688, maxPositions: 2048, normEps: 1e-6, ropeTheta: 10_000, qkvBias: false, ...plain },
};
/** The shape of Qwen2 of half a billion parameters; the weights are random. */
const large: ModelConfig = {
  ...{ family: 'qwen2', vocab: 151_936, hidden: 896, layers: 24, heads: 14, kvHeads: 2 },
  ...{ headDim: 64, ffn: 4864, maxPositions: 4096, normEps: 1e-6, ropeTheta: 1e6 },
  ...{ qkvBias: true, ...plain },
};

export function models(tiny: boolean): readonly Measured[] {
  if (!tiny) {
    return [
      { title: 'Llama of 3 M', config: small, sequences: 8, time: 256 },
      { title: 'Qwen2 of 0.5 B', config: large, sequences: 8, time: 256 },
    ];
  }
  const cut = { vocab: 64, hidden: 16, layers: 1, heads: 2, kvHeads: 1, headDim: 8, ffn: 24 };
  return [
    { title: 'Llama, tiny', config: { ...small, ...cut }, sequences: 2, time: 8 },
    { title: 'Qwen2, tiny', config: { ...large, ...cut }, sequences: 2, time: 8 },
  ];
}
