/**
 * The seam over WebGPU. A call records kernels (device.ts) and returns; only `read` waits. Every
 * sum has a fixed order, so the same calls on the same device give the same bits.
 *
 * With weights in bfloat16, products of activations with weights and the output head read a rounded
 * copy of the weight (halves.ts), forward and backward; everything else, and every sum, is float32.
 *
 * Simplifications: 1. no arithmetic in halves, no subgroup or matrix instructions; 2. draws cumulate
 * in float32, so a uniform number within about 1e-6 of a boundary may fall on the other side of it.
 */
import type {
  AdamW,
  AttentionPass,
  AttentionShape,
  Buffer,
  CacheShape,
  Engine,
  HeadShape,
  LinearShape,
  NormShape,
  RopeShape,
  RowShape,
  SampleShape,
  Scores,
  WeightDtype,
  Write,
} from '../contract.ts';
import type { Device } from './device.ts';
import { Halves } from './halves.ts';
import { JobTable } from './jobs.ts';
import type { Kernel } from './kernel.ts';
import * as blocks from './kernels/attention.ts';
import { attentionDecode } from './kernels/decode.ts';
import * as elements from './kernels/elements.ts';
import * as head from './kernels/head.ts';
import * as norms from './kernels/norm.ts';
import * as products from './kernels/products.ts';
import * as rows from './kernels/rows.ts';

/** C = op(A) op(B): where A and C begin, and what is added. */
interface Product extends Pick<products.Form, 'transA' | 'transB'> {
  readonly m: number;
  readonly n: number;
  readonly k: number;
  readonly a: Buffer;
  readonly b: Buffer;
  readonly c: Buffer;
  readonly aFrom?: number;
  readonly bFrom?: number;
  readonly cFrom?: number;
  readonly bias?: Buffer | null;
  readonly add: boolean;
  /** Whether B is the copy of a weight. */
  readonly halves?: boolean;
}

export interface WebgpuOptions {
  /** What products read weights as. */
  readonly weights?: WeightDtype;
  /** Most logits kept at a time; default 128 MiB of them. */
  readonly logitsAtOnce?: number;
}

export class WebgpuEngine implements Engine {
  readonly name = 'webgpu';
  readonly description: string;
  readonly #device: Device;
  readonly #jobs: JobTable;
  readonly #logitsAtOnce: number;
  readonly #halves: Halves | null;

  constructor(device: Device, { weights = 'F32', logitsAtOnce = 32 << 20 }: WebgpuOptions = {}) {
    this.#logitsAtOnce = logitsAtOnce;
    this.#device = device;
    this.#jobs = new JobTable(device);
    this.#halves = weights === 'BF16' ? new Halves(device) : null;
    this.description = `WebGPU on ${device.description}, weights in ${weights}`;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#device[Symbol.asyncDispose]();
  }

  alloc(length: number, kind: Buffer['kind'] = 'f32'): Buffer {
    return this.#device.memory.alloc(length, kind);
  }

  upload(values: Float32Array | Int32Array): Buffer {
    const buffer = this.alloc(values.length, values instanceof Int32Array ? 'i32' : 'f32');
    this.write(buffer, values);
    return buffer;
  }

  write(buffer: Buffer, values: Float32Array | Int32Array): void {
    this.#device.write(buffer, values);
  }

  read(buffer: Buffer): Promise<Float32Array | Int32Array> {
    return this.#device.read(buffer);
  }

  fill(buffer: Buffer, value: number): void {
    const words = buffer.kind === 'f32' ? Float32Array.of(value) : Int32Array.of(value);
    const bits = new Uint32Array(words.buffer)[0] as number;
    this.#elements(elements.fill, { x: buffer }, { bits }, buffer.length);
  }

  free(buffer: Buffer): void {
    this.#halves?.drop(buffer);
    this.#device.free(buffer);
  }

  gather(out: Buffer, table: Buffer, index: Buffer, { rows: count, dim }: RowShape): void {
    this.#numbers(rows.gather, { out, table, index }, { dim }, count * dim);
  }

  gatherBackward(dTable: Buffer, dOut: Buffer, index: Buffer, shape: RowShape): void {
    const { rows: count, dim } = shape;
    this.#device.run(rows.gatherBackward, { dTable, dOut, index }, { rows: count, dim }, count);
  }

  scatter(table: Buffer, x: Buffer, index: Buffer, { rows: count, dim }: RowShape): void {
    this.#numbers(rows.scatter, { table, x, index }, { dim }, count * dim);
  }

  linear(
    out: Buffer,
    x: Buffer,
    weight: Buffer,
    bias: Buffer | null,
    { rows: m, inputs: k, outputs: n }: LinearShape,
    write: Write = 'set',
  ): void {
    this.#product({
      ...{ transA: false, transB: true, m, n, k, a: x, c: out, bias, add: write === 'add' },
      ...this.#weight(weight, { rows: n, dim: k }),
    });
  }

  linearBackwardInput(
    dx: Buffer,
    dOut: Buffer,
    weight: Buffer,
    { rows: m, inputs: n, outputs: k }: LinearShape,
    write: Write = 'set',
  ): void {
    this.#product({
      ...{ transA: false, transB: false, m, n, k, a: dOut, c: dx, add: write === 'add' },
      ...this.#weight(weight, { rows: k, dim: n }),
    });
  }

  linearBackwardWeight(
    dWeight: Buffer,
    dBias: Buffer | null,
    dOut: Buffer,
    x: Buffer,
    { rows: k, inputs: n, outputs: m }: LinearShape,
  ): void {
    this.#product({
      ...{ transA: true, transB: false, m, n, k, a: dOut, b: x, c: dWeight, add: true },
    });
    if (dBias === null) return;
    const shape = { rows: k, dim: m };
    this.#device.run(rows.columnSums, { sums: dBias, x: dOut }, shape, rows.columnGroups(m));
  }

  rmsnorm(out: Buffer, rstd: Buffer, x: Buffer, weight: Buffer, shape: NormShape): void {
    const { rows: count, dim, eps } = shape;
    this.#device.run(rows.rmsnorm(dim), { out, rstd, x, weight }, { dim, eps }, count);
  }

  rmsnormBackward(
    dx: Buffer,
    dWeight: Buffer,
    dOut: Buffer,
    x: Buffer,
    rstd: Buffer,
    weight: Buffer,
    { rows: count, dim }: NormShape,
    write: Write = 'set',
  ): void {
    const sums = { sums: dWeight, dOut, x, rstd };
    this.#device.run(rows.rmsnormWeight, sums, { rows: count, dim }, rows.columnGroups(dim));
    const add = Number(write === 'add');
    this.#device.run(rows.rmsnormInput(dim), { dx, dOut, x, rstd, weight }, { dim, add }, count);
  }

  rope(
    x: Buffer,
    cos: Buffer,
    sin: Buffer,
    positions: Buffer,
    { rows: count, heads, headDim }: RopeShape,
    back = false,
  ): void {
    const half = headDim / 2;
    const buffers = { x, cosines: cos, sines: sin, positions };
    const params = { heads, half, sign: back ? -1 : 1 };
    this.#numbers(rows.rope, buffers, params, count * heads * half);
  }

  attention(
    out: Buffer,
    lse: Buffer,
    q: Buffer,
    k: Buffer,
    v: Buffer,
    offsets: Int32Array,
    { heads, kvHeads, headDim, scale }: AttentionShape,
  ): void {
    const blocking = this.#blocking(headDim, offsets);
    const { buffer: jobs, count } = this.#jobs.of(offsets, blocking.block);
    const buffers = { out, lse, q, k, v, jobs };
    const params = { heads, kvHeads, scale };
    this.#device.run(blocks.attention(blocking), buffers, params, count * heads);
  }

  attentionBackward(
    dq: Buffer,
    dk: Buffer,
    dv: Buffer,
    dOut: Buffer,
    { q, k, v, out, lse }: AttentionPass,
    offsets: Int32Array,
    { heads, kvHeads, headDim, scale }: AttentionShape,
  ): void {
    const device = this.#device;
    const blocking = this.#blocking(headDim, offsets);
    const { buffer: jobs, count } = this.#jobs.of(offsets, blocking.block);
    const pairs = this.alloc(2 * lse.length);
    const each = { count: lse.length, headDim };
    device.run(
      ...([blocks.attentionPairs, { pairs, lse, dOut, out }, each] as const),
      Math.ceil(lse.length / blocks.attentionPairs.width),
    );
    const inputs = { dOut, q, k, v, pairs, jobs };
    const params = { heads, kvHeads, scale };
    device.run(blocks.attentionQueries(blocking), { dq, ...inputs }, params, count * heads);
    device.run(blocks.attentionKeys(blocking), { dk, dv, ...inputs }, params, count * kvHeads);
    this.free(pairs);
  }

  attentionDecode(
    out: Buffer,
    q: Buffer,
    keys: Buffer,
    values: Buffer,
    slots: Buffer,
    lengths: Buffer,
    { batch, capacity, heads, kvHeads, headDim, scale }: CacheShape,
  ): void {
    const buffers = { out, q, keys, values, slots, lengths };
    const params = { heads, kvHeads, capacity, scale };
    this.#device.run(attentionDecode(headDim), buffers, params, batch * heads);
  }

  swiglu(out: Buffer, gate: Buffer, up: Buffer): void {
    this.#elements(elements.swiglu, { out, gate, up }, {}, out.length);
  }

  swigluBackward(dGate: Buffer, dUp: Buffer, dOut: Buffer, gate: Buffer, up: Buffer): void {
    this.#elements(elements.swigluBackward, { dGate, dUp, dOut, gate, up }, {}, dOut.length);
  }

  add(x: Buffer, y: Buffer): void {
    this.#elements(elements.add, { x, y }, {}, x.length);
  }

  logprobs(scores: Scores, hidden: Buffer, weight: Buffer, targets: Buffer, shape: HeadShape) {
    const { vocab, temperature } = shape;
    const { logprobs, entropy, lse } = scores;
    this.#logits(hidden, weight, shape, (logits, first, count) => {
      const buffers = { logprobs, entropy, lse, logits, targets };
      const params = { vocab, first, factor: 1 / temperature };
      this.#device.run(head.logprobs(vocab), buffers, params, count);
    });
  }

  logprobsBackward(
    dHidden: Buffer,
    dWeight: Buffer,
    dLogprobs: Buffer,
    dEntropy: Buffer | null,
    { entropy, lse }: Scores,
    hidden: Buffer,
    weight: Buffer,
    targets: Buffer,
    shape: HeadShape,
  ): void {
    const { vocab, dim, temperature } = shape;
    this.#logits(hidden, weight, shape, (logits, first, count) => {
      const buffers = { logits, targets, dLogprobs, dEntropy, entropy, lse };
      const entropic = Number(dEntropy !== null);
      const params = { vocab, first, factor: 1 / temperature, entropic };
      this.#numbers(head.logprobsBackward, buffers, params, count * vocab);
      this.#product({
        ...{ transA: false, transB: false, m: count, n: dim, k: vocab, a: logits },
        ...{ c: dHidden, cFrom: first * dim, add: false },
        ...this.#weight(weight, { rows: vocab, dim }),
      });
      this.#product({
        ...{ transA: true, transB: false, m: vocab, n: dim, k: count, a: logits, b: hidden },
        ...{ bFrom: first * dim, c: dWeight, add: true },
      });
    });
  }

  sample(tokens: Buffer, logprobs: Buffer, logits: Buffer, uniform: Buffer, shape: SampleShape) {
    const { rows: count, vocab, temperature } = shape;
    const greedy = temperature === 0;
    const params = { vocab, factor: greedy ? 1 : 1 / temperature, greedy: Number(greedy) };
    this.#device.run(head.sample, { tokens, logprobs, logits, uniforms: uniform }, params, count);
  }

  adamw(parameter: Buffer, m: Buffer, v: Buffer, gradient: Buffer, options: AdamW): void {
    const { lr, beta1, beta2, eps, weightDecay, step } = options;
    const params = {
      ...{ beta1, beta2, rest1: 1 - beta1, rest2: 1 - beta2, eps, keep: 1 - lr * weightDecay },
      ...{ size: lr / (1 - beta1 ** step), correction: 1 / Math.sqrt(1 - beta2 ** step) },
    };
    const buffers = { parameter, first: m, second: v, gradient };
    this.#elements(elements.adamw, buffers, params, parameter.length);
  }

  gradientNorm(norm: Buffer, gradients: readonly Buffer[]): void {
    const count = gradients.reduce((sum, { length }) => sum + norms.stretches(length), 0);
    const partials = this.alloc(count);
    let first = 0;
    for (const x of gradients) {
      const groups = norms.stretches(x.length);
      this.#device.run(norms.sumOfSquares, { partials, x }, { length: x.length, first }, groups);
      first += groups;
    }
    this.#device.run(norms.rootOfSum, { norm, partials }, { count }, 1);
    this.free(partials);
  }

  clip(gradients: readonly Buffer[], norm: Buffer, maxNorm: number): void {
    for (const x of gradients)
      this.#elements(elements.clip, { x, norm }, { most: maxNorm }, x.length);
  }

  /** A weight as products read it. */
  #weight(weight: Buffer, shape: RowShape): Pick<Product, 'b' | 'halves'> {
    if (this.#halves === null) return { b: weight };
    return { b: this.#halves.of(weight, shape), halves: true };
  }

  #product({ transA, transB, m, n, k, a, b, c, bias = null, add, ...rest }: Product): void {
    const { aFrom = 0, bFrom = 0, cFrom = 0, halves = false } = rest;
    const buffers = { a, b, c, bias };
    const flags = { add: Number(add), biased: Number(bias !== null) };
    if (!transA && transB && m <= products.mostFewRows) {
      const params = { m, n, k, aFrom, ...flags };
      const groups = products.fewRowGroups(m, n);
      this.#device.run(products.fewRowProduct({ halves }), buffers, params, groups);
      return;
    }
    const across = products.tilesAcross(n);
    const params = { m, n, k, aFrom, bFrom, cFrom, across, ...flags };
    const groups = products.tileGroups(m, n);
    this.#device.run(products.product({ transA, transB, halves }), buffers, params, groups);
  }

  /** The largest block whose tiles fit what a workgroup shares; no larger than sequences need. */
  #blocking(headDim: number, offsets: Int32Array): blocks.Blocking {
    let longest = 0;
    for (let s = 1; s < offsets.length; s++) {
      longest = Math.max(longest, (offsets[s] as number) - (offsets[s - 1] as number));
    }
    const fits = (block: number) =>
      (block === 4 || block / 2 < longest) &&
      blocks.sharedBytes({ headDim, block }) <= this.#device.workgroupBytes;
    return { headDim, block: [16, 8, 4].find(fits) ?? 2 };
  }

  /** Calls `use` with a chunk of rows of logits at a time. */
  #logits(
    hidden: Buffer,
    weight: Buffer,
    { rows: all, dim, vocab }: HeadShape,
    use: (logits: Buffer, first: number, count: number) => void,
  ): void {
    const most = Math.min(all, Math.max(1, Math.floor(this.#logitsAtOnce / vocab)));
    if (most === 0) return;
    const logits = this.alloc(most * vocab);
    for (let first = 0; first < all; first += most) {
      const count = Math.min(most, all - first);
      this.#product({
        ...{ transA: false, transB: true, m: count, n: vocab, k: dim, a: hidden },
        ...{ aFrom: first * dim, c: logits, add: false },
        ...this.#weight(weight, { rows: vocab, dim }),
      });
      use(logits, first, count);
    }
    this.free(logits);
  }

  #elements<B extends string, P extends string>(
    kernel: Kernel<B, P | 'vectors'>,
    buffers: Readonly<Record<NoInfer<B>, Buffer>>,
    params: Readonly<Record<Exclude<P, 'vectors'>, number>>,
    length: number,
  ): void {
    const all = { ...params, vectors: Math.ceil(length / 4) } as Record<P | 'vectors', number>;
    this.#device.run(kernel, buffers, all, elements.elementGroups(length));
  }

  #numbers<B extends string, P extends string>(
    kernel: Kernel<B, P | 'count'>,
    buffers: Readonly<Record<NoInfer<B>, Buffer | null>>,
    params: Readonly<Record<Exclude<P, 'count'>, number>>,
    count: number,
  ): void {
    const all = { ...params, count } as Record<P | 'count', number>;
    this.#device.run(kernel, buffers, all, rows.numberGroups(count));
  }
}
