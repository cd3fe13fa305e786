/** What is measured on a device: sizes of matrix products, and the shapes of two models. */
import type { ModelConfig } from '../../src/learner/model/config.ts';

export interface Measured {
  readonly title: string;
  readonly config: ModelConfig;
  /** Of the forward with backward. */
  readonly sequences: number;
  readonly time: number;
  /** Sequences sampled together; tokens of each, after a prompt of as many. */
  readonly rows: number;
  readonly fresh: number;
}

export interface Shapes {
  readonly sizes: readonly number[];
  readonly models: readonly Measured[];
  readonly repeats: number;
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
const work = { sequences: 8, time: 256, rows: 64, fresh: 64 };
const cut = { vocab: 64, hidden: 16, layers: 1, heads: 2, kvHeads: 1, headDim: 8, ffn: 24 };
const tinyWork = { sequences: 2, time: 8, rows: 8, fresh: 4 };

export function shapes(tiny: boolean): Shapes {
  if (!tiny) {
    const models = [
      { title: 'Llama of 3 M', config: small, ...work },
      { title: 'Qwen2 of 0.5 B', config: large, ...work },
    ];
    return { sizes: [512, 1024, 2048, 4096], models, repeats: 5 };
  }
  const models = [
    { title: 'Llama, tiny', config: { ...small, ...cut }, ...tinyWork },
    { title: 'Qwen2, tiny', config: { ...large, ...cut }, ...tinyWork },
  ];
  return { sizes: [64], models, repeats: 1 };
}
