/** A checkpoint's tensors by their Hugging Face names, whatever file or shard holds them. */
export const dtypes = ['F32', 'F16', 'BF16'] as const;
export type Dtype = (typeof dtypes)[number];

export interface StoredTensor {
  readonly name: string;
  readonly dtype: Dtype;
  /** Row-major. */
  readonly shape: readonly number[];
  /** The values widened to float32. */
  read(): Promise<Float32Array>;
}

/** Closes its files when disposed. */
export interface StoredTensors extends AsyncDisposable {
  readonly tensors: ReadonlyMap<string, StoredTensor>;
}

/** What goes into a checkpoint; `dtype` is how it is stored. */
export interface TensorToStore {
  readonly name: string;
  readonly dtype: Dtype;
  readonly shape: readonly number[];
  readonly values: Float32Array;
}
