/**
 * How the losses of tokens become one number. Every published way is a weight that all tokens of a
 * response share, so a batch may be computed in pieces: the weights come from all its lengths, the
 * pieces just add up. A response of length 0 is one that is masked.
 */
const weights = {
  /** Every token counts the same: DAPO. */
  'token-mean': ({ tokens }) => 1 / tokens,
  /** Every response that has tokens counts the same: GRPO. */
  'seq-mean-token-mean': ({ filled, length }) => 1 / (filled * length),
  /** The same, masked responses counted in the mean: TRL. */
  'seq-mean-token-mean-all': ({ rows, length }) => 1 / (rows * length),
  'seq-mean-token-sum': ({ filled }) => 1 / filled,
  /** By a constant length instead of each response's own: Dr. GRPO as in TRL. */
  'constant-norm': ({ rows, maxLength }) => 1 / (rows * maxLength),
  /** The same without the mean over responses: verl's seq-mean-token-sum-norm. */
  'constant-norm-sum': ({ maxLength }) => 1 / maxLength,
} as const satisfies Record<string, (batch: Batch) => number>;

interface Batch {
  readonly tokens: number;
  readonly rows: number;
  /** Rows that have tokens. */
  readonly filled: number;
  readonly length: number;
  readonly maxLength: number;
}

export type Aggregation = keyof typeof weights;
export const aggregationNames = Object.keys(weights) as Aggregation[];

/** What each token of each response weighs in the loss. @param maxLength the constant length. */
export function rowWeights(
  aggregation: Aggregation,
  lengths: readonly number[],
  maxLength: number,
): number[] {
  const tokens = lengths.reduce((sum, length) => sum + length, 0);
  const filled = lengths.filter((length) => length > 0).length;
  const weight: (batch: Batch) => number = weights[aggregation];
  return lengths.map((length) =>
    length === 0 ? 0 : weight({ tokens, rows: lengths.length, filled, length, maxLength }),
  );
}
