/** What a decoder of the Qwen2, Qwen3 or Llama family is made of: the sizes and switches of its config. */
export type Family = 'llama' | 'qwen2' | 'qwen3';

/** Stretching of the rotary frequencies beyond the trained context, as transformers defines it. */
export type RopeScaling =
  | { readonly kind: 'linear'; readonly factor: number }
  | {
      readonly kind: 'llama3';
      readonly factor: number;
      readonly lowFreqFactor: number;
      readonly highFreqFactor: number;
      readonly originalMaxPositions: number;
    }
  | {
      readonly kind: 'yarn';
      readonly factor: number;
      readonly betaFast: number;
      readonly betaSlow: number;
      readonly attentionFactor: number | null;
      readonly originalMaxPositions: number;
    };

export interface ModelConfig {
  readonly family: Family;
  readonly vocab: number;
  readonly hidden: number;
  readonly layers: number;
  readonly heads: number;
  readonly kvHeads: number;
  readonly headDim: number;
  readonly ffn: number;
  readonly maxPositions: number;
  readonly normEps: number;
  readonly ropeTheta: number;
  readonly ropeScaling: RopeScaling | null;
  /** Biases of the query, key and value projections. */
  readonly qkvBias: boolean;
  /** Bias of attention's output projection. */
  readonly outBias: boolean;
  /** Biases of the three projections of the feed-forward part. */
  readonly mlpBias: boolean;
  /** Queries and keys are normalised by head before the rotation (Qwen3). */
  readonly qkNorm: boolean;
  /** The output head is the embedding. */
  readonly tied: boolean;
}
