/**
 * The seam between the learner and the machine it computes on: about twenty fused operations with
 * explicit backwards, on buffers that belong to the engine.
 *
 * Theory of operation. A call queues work and returns; only `read` waits, so an engine may batch
 * its submissions and keep its buffers on a device, in whatever precision it likes to store. Work
 * is done in the order of the calls. Sequences are packed: the rows of a batch are its real tokens
 * one after another, without padding, and `offsets` says where each sequence begins. Weights lie
 * as checkpoints store them, [outputs, inputs]. Gradients of weights are always added to what the
 * buffer holds, so that micro-batches accumulate. An output may be written before all inputs are
 * read, so it must be another buffer than any input unless an operation says `in place`.
 */

/** Numbers that live with an engine: 32-bit integers or floats. Only its own engine can use it. */
export interface Buffer {
  readonly kind: 'f32' | 'i32';
  readonly length: number;
}

/** What products may read weights as; in every sum, and everywhere else, numbers are float32. */
export const weightDtypes = ['F32', 'BF16'] as const;
export type WeightDtype = (typeof weightDtypes)[number];

/** Whether a result replaces what the output held or is added to it. */
export type Write = 'set' | 'add';

export interface LinearShape {
  readonly rows: number;
  readonly inputs: number;
  readonly outputs: number;
}

export interface RowShape {
  readonly rows: number;
  readonly dim: number;
}

export interface NormShape extends RowShape {
  readonly eps: number;
}

export interface RopeShape {
  readonly rows: number;
  readonly heads: number;
  readonly headDim: number;
}

export interface AttentionShape {
  readonly heads: number; // H, a multiple of kvHeads
  readonly kvHeads: number; // G
  readonly headDim: number; // C
  readonly scale: number; // usually 1 / sqrt(headDim)
}

export interface CacheShape extends AttentionShape {
  readonly batch: number; // queries, one a sequence
  readonly capacity: number; // rows of the cache for each slot
}

export interface HeadShape extends RowShape {
  readonly vocab: number;
  readonly temperature: number;
}

export interface SampleShape {
  readonly rows: number;
  readonly vocab: number;
  readonly temperature: number; // 0: the likeliest token, the first of equals
}

export interface AdamW {
  readonly lr: number;
  readonly beta1: number;
  readonly beta2: number;
  readonly eps: number;
  readonly weightDecay: number;
  readonly step: number; // from 1
}

/** What `attentionBackward` reads. */
export interface AttentionPass {
  readonly q: Buffer; // [rows, H * C]
  readonly k: Buffer; // [rows, G * C]
  readonly v: Buffer; // [rows, G * C]
  readonly out: Buffer; // [rows, H * C]
  readonly lse: Buffer; // [rows, H]: log of the sum of exponentials of the scaled scores
}

/** What scoring tokens leaves behind. Entropy is in nats, at the temperature, over the vocabulary. */
export interface Scores {
  readonly logprobs: Buffer; // [rows]
  readonly entropy: Buffer; // [rows]
  readonly lse: Buffer; // [rows]
}

export interface Engine extends AsyncDisposable {
  readonly name: string;
  /** For people: threads, device, version. */
  readonly description: string;

  /** Its contents are anything until written. */
  alloc(length: number, kind?: Buffer['kind']): Buffer;
  upload(values: Float32Array | Int32Array): Buffer;
  /** Replaces the whole contents. */
  write(buffer: Buffer, values: Float32Array | Int32Array): void;
  /** A copy of the contents once all work queued so far is done. */
  read(buffer: Buffer): Promise<Float32Array | Int32Array>;
  fill(buffer: Buffer, value: number): void;
  free(buffer: Buffer): void;

  /** out[r] = table[index[r]]: token embedding, and picking rows of hidden states. */
  gather(out: Buffer, table: Buffer, index: Buffer, shape: RowShape): void; // [rows, dim], [any, dim], i32 [rows]
  /** dTable[index[r]] += dOut[r]; rows with the same index add up in order. */
  gatherBackward(dTable: Buffer, dOut: Buffer, index: Buffer, shape: RowShape): void; // [any, dim], [rows, dim], i32 [rows]
  /** table[index[r]] = x[r]: how keys and values enter a cache. */
  scatter(table: Buffer, x: Buffer, index: Buffer, shape: RowShape): void; // [any, dim], [rows, dim], i32 [rows]

  /** out = x Wᵀ + bias. */
  linear(
    out: Buffer, // [rows, outputs]
    x: Buffer, // [rows, inputs]
    weight: Buffer, // [outputs, inputs]
    bias: Buffer | null, // [outputs]
    shape: LinearShape,
    write?: Write,
  ): void;
  /** dx = dOut W. */
  linearBackwardInput(
    dx: Buffer, // [rows, inputs]
    dOut: Buffer, // [rows, outputs]
    weight: Buffer, // [outputs, inputs]
    shape: LinearShape,
    write?: Write,
  ): void;
  /** dWeight += dOutᵀ x; dBias += the column sums of dOut. */
  linearBackwardWeight(
    dWeight: Buffer, // [outputs, inputs]
    dBias: Buffer | null, // [outputs]
    dOut: Buffer, // [rows, outputs]
    x: Buffer, // [rows, inputs]
    shape: LinearShape,
  ): void;

  /** out = x * rstd * weight, rstd = 1 / sqrt(mean(x²) + eps). By head: rows = tokens * heads. */
  rmsnorm(out: Buffer, rstd: Buffer, x: Buffer, weight: Buffer, shape: NormShape): void; // [rows, dim], [rows], [rows, dim], [dim]
  rmsnormBackward(
    dx: Buffer, // [rows, dim]
    dWeight: Buffer, // [dim]
    dOut: Buffer, // [rows, dim]
    x: Buffer, // [rows, dim]
    rstd: Buffer, // [rows]
    weight: Buffer, // [dim]
    shape: NormShape,
    write?: Write,
  ): void;

  /**
   * Turns each pair (i, i + headDim / 2) of each head by its position's angle, in place.
   * `back` turns by the opposite angle: the transpose, so the backward whatever factor is in the tables.
   */
  rope(
    x: Buffer, // [rows, heads * headDim]
    cos: Buffer, // [positions, headDim / 2]
    sin: Buffer, // [positions, headDim / 2]
    positions: Buffer, // i32 [rows]
    shape: RopeShape,
    back?: boolean,
  ): void;

  /** Causal attention within each sequence; query head h reads key head h / (H / G). */
  attention(
    out: Buffer, // [rows, H * C]
    lse: Buffer, // [rows, H]
    q: Buffer, // [rows, H * C]
    k: Buffer, // [rows, G * C]
    v: Buffer, // [rows, G * C]
    offsets: Int32Array, // [sequences + 1], from 0 to rows
    shape: AttentionShape,
  ): void;
  attentionBackward(
    dq: Buffer, // [rows, H * C]
    dk: Buffer, // [rows, G * C]
    dv: Buffer, // [rows, G * C]
    dOut: Buffer, // [rows, H * C]
    pass: AttentionPass,
    offsets: Int32Array, // [sequences + 1]
    shape: AttentionShape,
  ): void;
  /** One query a sequence against the first `lengths` rows of its slot of the cache. */
  attentionDecode(
    out: Buffer, // [batch, H * C]
    q: Buffer, // [batch, H * C]
    keys: Buffer, // [slots * capacity, G * C]
    values: Buffer, // [slots * capacity, G * C]
    slots: Buffer, // i32 [batch]
    lengths: Buffer, // i32 [batch], each at least 1
    shape: CacheShape,
  ): void;

  /** out = silu(gate) * up. */
  swiglu(out: Buffer, gate: Buffer, up: Buffer): void; // all of one length
  swigluBackward(dGate: Buffer, dUp: Buffer, dOut: Buffer, gate: Buffer, up: Buffer): void; // all of one length

  /** x += y. */
  add(x: Buffer, y: Buffer): void; // both of one length

  /** The output head and log-softmax of logits / temperature in one, a chunk of rows at a time. */
  logprobs(
    scores: Scores,
    hidden: Buffer, // [rows, dim]
    weight: Buffer, // [vocab, dim]
    targets: Buffer, // i32 [rows]
    shape: HeadShape,
  ): void;
  logprobsBackward(
    dHidden: Buffer, // [rows, dim], set
    dWeight: Buffer, // [vocab, dim], added to
    dLogprobs: Buffer, // [rows]
    dEntropy: Buffer | null, // [rows]
    scores: Scores,
    hidden: Buffer, // [rows, dim]
    weight: Buffer, // [vocab, dim]
    targets: Buffer, // i32 [rows]
    shape: HeadShape,
  ): void;
  /** Draws from softmax(logits / temperature): the first token whose cumulated share passes `uniform`. */
  sample(
    tokens: Buffer, // i32 [rows]
    logprobs: Buffer, // [rows], at the temperature (at 1 when it is 0)
    logits: Buffer, // [rows, vocab]
    uniform: Buffer, // [rows], in [0, 1)
    shape: SampleShape,
  ): void;

  /** Decoupled weight decay, bias-corrected moments (torch.optim.AdamW). */
  adamw(parameter: Buffer, m: Buffer, v: Buffer, gradient: Buffer, options: AdamW): void; // all of one length
  /** norm[0] = the L2 norm over all gradients together. */
  gradientNorm(norm: Buffer, gradients: readonly Buffer[]): void; // [1]
  /** Each gradient *= min(1, maxNorm / (norm[0] + 1e-6)). */
  clip(gradients: readonly Buffer[], norm: Buffer, maxNorm: number): void;
}
