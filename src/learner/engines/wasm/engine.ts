/**
 * The seam over WebAssembly: SIMD kernels on threads that share one memory. Results are the same
 * bits whatever the number of threads and the load: work is split by outputs, never within a sum.
 *
 * Covers: float32 throughout, 4 GiB of memory, head sizes and widths of any number.
 * The products can be another library's (engines/blas).
 */
import { AssayError } from '../../../errors.ts';
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
  Write,
} from '../contract.ts';
import type { Argument, Machine } from './machine.ts';
import type { Products } from './products.ts';

const queryBlock = 64; // BLOCK of kernels/attention.ts
const elementGrain = 16_384; // GRAIN of kernels/elements.ts
const columnGrain = 16;
/** Most logits kept at a time: 64 MiB. */
const logitsAtOnce = 16 << 20;

export class WasmEngine implements Engine {
  readonly name: string;
  readonly description: string;
  readonly #machine: Machine;
  readonly #products: Products;
  readonly #addresses = new Map<Buffer, number>();

  constructor(name: string, description: string, machine: Machine, products: Products) {
    this.name = name;
    this.description = description;
    this.#machine = machine;
    this.#products = products;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#addresses.clear();
    await this.#machine[Symbol.asyncDispose]();
  }

  alloc(length: number, kind: Buffer['kind'] = 'f32'): Buffer {
    const buffer: Buffer = { kind, length };
    this.#addresses.set(buffer, this.#machine.heap.take(4 * length));
    return buffer;
  }

  upload(values: Float32Array | Int32Array): Buffer {
    const buffer = this.alloc(values.length, values instanceof Int32Array ? 'i32' : 'f32');
    this.write(buffer, values);
    return buffer;
  }

  write(buffer: Buffer, values: Float32Array | Int32Array): void {
    if (values.length !== buffer.length) {
      throw new AssayError('internal', `expected ${buffer.length} values; got ${values.length}`);
    }
    this.#view(buffer).set(values);
  }

  async read(buffer: Buffer): Promise<Float32Array | Int32Array> {
    return this.#view(buffer).slice();
  }

  fill(buffer: Buffer, value: number): void {
    this.#view(buffer).fill(value);
  }

  free(buffer: Buffer): void {
    this.#machine.heap.give(this.#at(buffer));
    this.#addresses.delete(buffer);
  }

  gather(out: Buffer, table: Buffer, index: Buffer, { rows, dim }: RowShape): void {
    this.#rows('gather', rows, dim, (grain) => [
      ...[this.#at(out), this.#at(table), this.#at(index)],
      ...[rows, dim, grain],
    ]);
  }

  gatherBackward(dTable: Buffer, dOut: Buffer, index: Buffer, { rows, dim }: RowShape): void {
    const grain = Math.max(columnGrain, Math.ceil(dim / 8 / columnGrain) * columnGrain);
    this.#machine.run('scatterAdd', Math.ceil(dim / grain), rows * dim, [
      ...[this.#at(dTable), this.#at(dOut), this.#at(index)],
      ...[rows, dim, grain],
    ]);
  }

  scatter(table: Buffer, x: Buffer, index: Buffer, { rows, dim }: RowShape): void {
    this.#rows('scatter', rows, dim, (grain) => [
      ...[this.#at(table), this.#at(x), this.#at(index)],
      ...[rows, dim, grain],
    ]);
  }

  linear(
    out: Buffer,
    x: Buffer,
    weight: Buffer,
    bias: Buffer | null,
    { rows, inputs, outputs }: LinearShape,
    write: Write = 'set',
  ): void {
    this.#products.run(this.#machine, {
      ...{ transA: false, transB: true, m: rows, n: outputs, k: inputs },
      ...{ a: this.#at(x), b: this.#at(weight), c: this.#at(out) },
      ...{ add: write === 'add', bias: bias === null ? 0 : this.#at(bias) },
    });
  }

  linearBackwardInput(
    dx: Buffer,
    dOut: Buffer,
    weight: Buffer,
    { rows, inputs, outputs }: LinearShape,
    write: Write = 'set',
  ): void {
    this.#products.run(this.#machine, {
      ...{ transA: false, transB: false, m: rows, n: inputs, k: outputs },
      ...{ a: this.#at(dOut), b: this.#at(weight), c: this.#at(dx) },
      ...{ add: write === 'add', bias: 0 },
    });
  }

  linearBackwardWeight(
    dWeight: Buffer,
    dBias: Buffer | null,
    dOut: Buffer,
    x: Buffer,
    { rows, inputs, outputs }: LinearShape,
  ): void {
    this.#products.run(this.#machine, {
      ...{ transA: true, transB: false, m: outputs, n: inputs, k: rows },
      ...{ a: this.#at(dOut), b: this.#at(x), c: this.#at(dWeight) },
      ...{ add: true, bias: 0 },
    });
    if (dBias === null) return;
    this.#machine.run('columnSums', Math.ceil(outputs / columnGrain), rows * outputs, [
      ...[this.#at(dBias), this.#at(dOut), rows, outputs],
    ]);
  }

  rmsnorm(out: Buffer, rstd: Buffer, x: Buffer, weight: Buffer, shape: NormShape): void {
    const { rows, dim, eps } = shape;
    this.#rows('rmsnorm', rows, dim, (grain) => [
      ...[this.#at(out), this.#at(rstd), this.#at(x), this.#at(weight)],
      ...[rows, dim, grain, { float: eps }],
    ]);
  }

  rmsnormBackward(
    dx: Buffer,
    dWeight: Buffer,
    dOut: Buffer,
    x: Buffer,
    rstd: Buffer,
    weight: Buffer,
    { rows, dim }: NormShape,
    write: Write = 'set',
  ): void {
    this.#machine.run('rmsnormWeight', Math.ceil(dim / columnGrain), 2 * rows * dim, [
      ...[this.#at(dWeight), this.#at(dOut), this.#at(x), this.#at(rstd)],
      ...[rows, dim],
    ]);
    this.#rows('rmsnormInput', rows, dim, (grain) => [
      ...[this.#at(dx), this.#at(dOut), this.#at(x), this.#at(rstd), this.#at(weight)],
      ...[rows, dim, grain, Number(write === 'add')],
    ]);
  }

  rope(x: Buffer, cos: Buffer, sin: Buffer, positions: Buffer, shape: RopeShape, back = false) {
    const { rows, heads, headDim } = shape;
    this.#rows('rope', rows, heads * headDim, (grain) => [
      ...[this.#at(x), this.#at(cos), this.#at(sin), this.#at(positions)],
      ...[rows, heads, headDim, grain, Number(back)],
    ]);
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
    const jobs: number[] = [];
    let longest = 0;
    for (const [start, length] of sequences(offsets)) {
      longest = Math.max(longest, length);
      for (let first = 0; first < length; first += queryBlock) {
        jobs.push(start, first, Math.min(queryBlock, length - first));
      }
    }
    this.#machine.reserve(queryBlock * (longest + 4));
    this.#withTable(Int32Array.from(jobs), (table) =>
      this.#machine.run('attention', (jobs.length / 3) * heads, work(offsets) * heads * headDim, [
        ...[this.#at(out), this.#at(lse), this.#at(q), this.#at(k), this.#at(v)],
        ...[table, heads, kvHeads, headDim, { float: scale }],
      ]),
    );
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
    const table = [...sequences(offsets)];
    const longest = Math.max(0, ...table.map(([, length]) => length));
    this.#machine.reserve(2 * queryBlock * (longest + 4));
    this.#withTable(Int32Array.from(table.flat()), (at) =>
      this.#machine.run(
        'attentionBackward',
        table.length * kvHeads,
        2 * work(offsets) * heads * headDim,
        [
          ...[this.#at(dq), this.#at(dk), this.#at(dv), this.#at(dOut)],
          ...[this.#at(q), this.#at(k), this.#at(v), this.#at(out), this.#at(lse)],
          ...[at, heads, kvHeads, headDim, { float: scale }],
        ],
      ),
    );
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
    this.#machine.reserve(capacity + 4);
    this.#machine.run('attentionDecode', batch * heads, batch * heads * headDim * capacity, [
      ...[this.#at(out), this.#at(q), this.#at(keys), this.#at(values), this.#at(slots)],
      ...[this.#at(lengths), capacity, heads, kvHeads, headDim, { float: scale }],
    ]);
  }

  swiglu(out: Buffer, gate: Buffer, up: Buffer): void {
    this.#elements('swiglu', out.length, 20, [this.#at(out), this.#at(gate), this.#at(up)]);
  }

  swigluBackward(dGate: Buffer, dUp: Buffer, dOut: Buffer, gate: Buffer, up: Buffer): void {
    this.#elements('swigluBackward', dOut.length, 30, [
      ...[this.#at(dGate), this.#at(dUp), this.#at(dOut), this.#at(gate), this.#at(up)],
    ]);
  }

  add(x: Buffer, y: Buffer): void {
    this.#elements('add', x.length, 1, [this.#at(x), this.#at(y)]);
  }

  logprobs(
    { logprobs, entropy, lse }: Scores,
    hidden: Buffer,
    weight: Buffer,
    targets: Buffer,
    shape: HeadShape,
  ): void {
    const { vocab, temperature } = shape;
    this.#logits(hidden, weight, shape, (logits, first, rows) => {
      const row = (buffer: Buffer) => this.#at(buffer) + 4 * first;
      this.#rows('logprobs', rows, 20 * vocab, (grain) => [
        ...[logits, row(targets), row(logprobs), row(entropy), row(lse)],
        ...[rows, vocab, { float: 1 / temperature }, grain],
      ]);
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
    this.#logits(hidden, weight, shape, (logits, first, rows) => {
      const row = (buffer: Buffer) => this.#at(buffer) + 4 * first;
      this.#rows('logprobsBackward', rows, 20 * vocab, (grain) => [
        ...[logits, row(targets), row(dLogprobs), dEntropy === null ? 0 : row(dEntropy)],
        ...[row(entropy), row(lse), rows, vocab, { float: 1 / temperature }, grain],
      ]);
      this.#products.run(this.#machine, {
        ...{ transA: false, transB: false, m: rows, n: dim, k: vocab, add: false, bias: 0 },
        ...{ a: logits, b: this.#at(weight), c: this.#at(dHidden) + 4 * first * dim },
      });
      this.#products.run(this.#machine, {
        ...{ transA: true, transB: false, m: vocab, n: dim, k: rows, add: true, bias: 0 },
        ...{ a: logits, b: this.#at(hidden) + 4 * first * dim, c: this.#at(dWeight) },
      });
    });
  }

  sample(tokens: Buffer, logprobs: Buffer, logits: Buffer, uniform: Buffer, shape: SampleShape) {
    const { rows, vocab, temperature } = shape;
    this.#machine.reserve(vocab + 4);
    this.#machine.run('sample', rows, 20 * rows * vocab, [
      ...[this.#at(tokens), this.#at(logprobs), this.#at(logits), this.#at(uniform)],
      ...[vocab, { float: temperature === 0 ? 0 : 1 / temperature }],
    ]);
  }

  adamw(parameter: Buffer, m: Buffer, v: Buffer, gradient: Buffer, options: AdamW): void {
    const { lr, beta1, beta2, eps, weightDecay, step } = options;
    const floats = [
      ...[beta1, beta2, eps, 1 - lr * weightDecay],
      ...[lr / (1 - beta1 ** step), 1 / Math.sqrt(1 - beta2 ** step)],
    ];
    this.#machine.run('adamw', Math.ceil(parameter.length / elementGrain), 10 * parameter.length, [
      ...[this.#at(parameter), this.#at(m), this.#at(v), this.#at(gradient), parameter.length],
      ...floats.map((float) => ({ float })),
    ]);
  }

  gradientNorm(norm: Buffer, gradients: readonly Buffer[]): void {
    let sum = 0;
    for (const gradient of gradients) {
      const tasks = Math.ceil(gradient.length / elementGrain);
      this.#withTable(new Int32Array(2 * tasks), (partial) => {
        this.#machine.run('sumOfSquares', tasks, 4 * gradient.length, [
          ...[partial, this.#at(gradient), gradient.length],
        ]);
        const sums = new Float64Array(this.#machine.heap.memory.buffer, partial, tasks);
        for (const part of sums) sum += part;
      });
    }
    this.fill(norm, Math.sqrt(sum));
  }

  clip(gradients: readonly Buffer[], norm: Buffer, maxNorm: number): void {
    for (const gradient of gradients) {
      this.#machine.run('clip', Math.ceil(gradient.length / elementGrain), gradient.length, [
        ...[this.#at(gradient), this.#at(norm), gradient.length, { float: maxNorm }],
      ]);
    }
  }

  #at(buffer: Buffer): number {
    const address = this.#addresses.get(buffer);
    if (address === undefined) {
      throw new AssayError(
        'internal',
        'expected a buffer of this engine; got a freed or foreign one',
      );
    }
    return address;
  }

  #view(buffer: Buffer): Float32Array | Int32Array {
    const from = this.#at(buffer) / 4;
    const { heap } = this.#machine;
    return (buffer.kind === 'f32' ? heap.f32 : heap.i32).subarray(from, from + buffer.length);
  }

  #rows(
    operation: Parameters<Machine['run']>[0],
    rows: number,
    dim: number,
    values: (grain: number) => Argument[],
  ): void {
    const grain = Math.max(1, Math.floor(elementGrain / dim));
    this.#machine.run(operation, Math.ceil(rows / grain), 4 * rows * dim, values(grain));
  }

  #elements(
    operation: Parameters<Machine['run']>[0],
    length: number,
    each: number,
    addresses: number[],
  ): void {
    this.#machine.run(operation, Math.ceil(length / elementGrain), each * length, [
      ...addresses,
      length,
    ]);
  }

  /** Calls `use` with a chunk of rows of logits at a time. */
  #logits(
    hidden: Buffer,
    weight: Buffer,
    { rows, dim, vocab }: HeadShape,
    use: (logits: number, first: number, rows: number) => void,
  ): void {
    const most = Math.min(rows, Math.max(64, Math.floor(logitsAtOnce / vocab)));
    if (most === 0) return;
    const { heap } = this.#machine;
    const logits = heap.take(4 * most * vocab);
    try {
      for (let first = 0; first < rows; first += most) {
        const count = Math.min(most, rows - first);
        this.#products.run(this.#machine, {
          ...{ transA: false, transB: true, m: count, n: vocab, k: dim, add: false, bias: 0 },
          ...{ a: this.#at(hidden) + 4 * first * dim, b: this.#at(weight), c: logits },
        });
        use(logits, first, count);
      }
    } finally {
      heap.give(logits);
    }
  }

  /** Numbers that an operation reads or writes beside its buffers. */
  #withTable(values: Int32Array, use: (address: number) => void): void {
    const { heap } = this.#machine;
    const at = heap.take(4 * values.length);
    heap.i32.set(values, at / 4);
    try {
      use(at);
    } finally {
      heap.give(at);
    }
  }
}

function* sequences(offsets: Int32Array): Generator<[start: number, length: number]> {
  for (let i = 0; i + 1 < offsets.length; i++) {
    const start = offsets[i] as number;
    yield [start, (offsets[i + 1] as number) - start];
  }
}

/** Pairs of a query and a key. */
function work(offsets: Int32Array): number {
  let pairs = 0;
  for (const [, length] of sequences(offsets)) pairs += length * length;
  return pairs;
}
