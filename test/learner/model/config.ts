/** A small model for tests: sizes and switches as given, the rest plain. */
import type { ModelConfig } from '../../../src/learner/model/config.ts';

export function config(given: Partial<ModelConfig> = {}): ModelConfig {
  return {
    ...{ family: 'llama', vocab: 40, hidden: 12, layers: 2, heads: 4, kvHeads: 2, headDim: 6 },
    ...{ ffn: 20, maxPositions: 512, normEps: 1e-6, ropeTheta: 10_000, ropeScaling: null },
    ...{ qkvBias: false, outBias: false, mlpBias: false, qkNorm: false, tied: true },
    ...given,
  };
}
