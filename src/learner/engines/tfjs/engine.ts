/**
 * The seam over TensorFlow.js, with the backward of every operation written out: none of its
 * gradients is used, so what it lacks or gets wrong there does not matter.
 *
 * Simplifications: 1. sequences are attended to one after another; 2. draws are made in
 * JavaScript; 3. a cache row is written by copying the cache.
 */
import type { Tensor, Tensor1D, Tensor2D, Tensor3D } from '@tensorflow/tfjs-core';
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
import { attend, attendBackward, type Heads, join, repeat, split } from './attention.ts';
import type { Backend, Tf } from './backend.ts';
import { Buffers } from './buffers.ts';
import { draw, logitsGradient, logprobsOf } from './head.ts';

/** Most logits at a time: 64 MiB. */
const logitsAtOnce = 16 << 20;

export class TfjsEngine implements Engine {
  readonly name = 'tfjs';
  readonly description: string;
  readonly backend: Backend['name'];
  readonly #tf: Tf;
  readonly #buffers: Buffers;
  readonly #onDispose: () => void;

  constructor({ tf, name }: Backend, onDispose: () => void) {
    this.#tf = tf;
    this.backend = name;
    this.#onDispose = onDispose;
    this.#buffers = new Buffers(tf);
    this.description = `TensorFlow.js ${tf.version_core}, backend ${name}`;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#buffers.freeAll();
    this.#onDispose();
  }

  alloc(length: number, kind: Buffer['kind'] = 'f32'): Buffer {
    return this.#buffers.alloc(length, kind);
  }

  upload(values: Float32Array | Int32Array): Buffer {
    const buffer = this.alloc(values.length, values instanceof Int32Array ? 'i32' : 'f32');
    this.write(buffer, values);
    return buffer;
  }

  write(buffer: Buffer, values: Float32Array | Int32Array): void {
    if (values instanceof Int32Array) this.#buffers.integers(buffer).set(values);
    else this.#buffers.set(buffer, () => this.#tf.tensor1d(values.slice()));
  }

  async read(buffer: Buffer): Promise<Float32Array | Int32Array> {
    if (buffer.kind === 'i32') return this.#buffers.integers(buffer).slice();
    const tensor = this.#tf.tidy(() => this.#get(buffer, [buffer.length]));
    const values = (await tensor.data()) as Float32Array;
    tensor.dispose();
    return values.slice();
  }

  fill(buffer: Buffer, value: number): void {
    if (buffer.kind === 'i32') this.#buffers.integers(buffer).fill(value);
    else this.#buffers.set(buffer, () => this.#tf.fill([buffer.length], value));
  }

  free(buffer: Buffer): void {
    this.#buffers.free(buffer);
  }

  gather(out: Buffer, table: Buffer, index: Buffer, { dim }: RowShape): void {
    const tf = this.#tf;
    const picked = this.#buffers.integers(index);
    this.#set(out, () => tf.gather(this.#get(table, [-1, dim]), tf.tensor1d(picked, 'int32')));
  }

  gatherBackward(dTable: Buffer, dOut: Buffer, index: Buffer, { rows, dim }: RowShape): void {
    const tf = this.#tf;
    const ids = tf.tidy(() => tf.tensor1d(this.#buffers.integers(index), 'int32'));
    // As a product with ones and zeros: unsortedSegmentSum is missing on the wasm backend.
    const count = dTable.length / dim;
    this.#set(
      dTable,
      () => {
        const hit = tf.cast(tf.oneHot(ids, count, 1, 0, 'int32'), 'float32');
        return tf.matMul(hit as Tensor2D, this.#get<Tensor2D>(dOut, [rows, dim]), true, false);
      },
      'add',
    );
    ids.dispose();
  }

  scatter(table: Buffer, x: Buffer, index: Buffer, { rows, dim }: RowShape): void {
    const tf = this.#tf;
    const count = table.length / dim;
    const source = Int32Array.from({ length: count }, (_, i) => i);
    this.#buffers.integers(index).forEach((at, r) => {
      source[at] = count + r;
    });
    this.#set(table, () => {
      const both = tf.concat([this.#get(table, [count, dim]), this.#get(x, [rows, dim])], 0);
      return tf.gather(both, tf.tensor1d(source, 'int32'));
    });
  }

  linear(
    out: Buffer,
    x: Buffer,
    weight: Buffer,
    bias: Buffer | null,
    { rows, inputs, outputs }: LinearShape,
    write: Write = 'set',
  ): void {
    const tf = this.#tf;
    this.#set(
      out,
      () => {
        const [a, b] = [this.#get(x, [rows, inputs]), this.#get(weight, [outputs, inputs])];
        const product = tf.matMul(a, b, false, true);
        return bias ? tf.add(product, this.#get(bias, [1, outputs])) : product;
      },
      write,
    );
  }

  linearBackwardInput(
    dx: Buffer,
    dOut: Buffer,
    weight: Buffer,
    { rows, inputs, outputs }: LinearShape,
    write: Write = 'set',
  ): void {
    const make = () =>
      this.#tf.matMul(this.#get(dOut, [rows, outputs]), this.#get(weight, [outputs, inputs]));
    this.#set(dx, make, write);
  }

  linearBackwardWeight(
    dWeight: Buffer,
    dBias: Buffer | null,
    dOut: Buffer,
    x: Buffer,
    { rows, inputs, outputs }: LinearShape,
  ): void {
    const tf = this.#tf;
    const d = () => this.#get(dOut, [rows, outputs]);
    this.#set(dWeight, () => tf.matMul(d(), this.#get(x, [rows, inputs]), true, false), 'add');
    if (dBias) this.#set(dBias, () => tf.sum(d(), 0), 'add');
  }

  rmsnorm(out: Buffer, rstd: Buffer, x: Buffer, weight: Buffer, shape: NormShape): void {
    const tf = this.#tf;
    const { rows, dim, eps } = shape;
    const input = () => this.#get(x, [rows, dim]);
    this.#set(rstd, () => tf.rsqrt(tf.add(tf.mean(tf.square(input()), 1), eps)));
    this.#set(out, () =>
      tf.mul(tf.mul(input(), this.#get(rstd, [rows, 1])), this.#get(weight, [1, dim])),
    );
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
    const tf = this.#tf;
    const d = () => this.#get(dOut, [rows, dim]);
    const normed = () => tf.mul(this.#get(x, [rows, dim]), this.#get(rstd, [rows, 1]));
    this.#set(dWeight, () => tf.sum(tf.mul(d(), normed()), 0), 'add');
    const make = () => {
      const weighted = tf.mul(d(), this.#get(weight, [1, dim]));
      const unit = normed();
      const mean = tf.mean(tf.mul(weighted, unit), 1, true);
      return tf.mul(tf.sub(weighted, tf.mul(unit, mean)), this.#get(rstd, [rows, 1]));
    };
    this.#set(dx, make, write);
  }

  rope(x: Buffer, cos: Buffer, sin: Buffer, positions: Buffer, shape: RopeShape, back = false) {
    const tf = this.#tf;
    const { rows, heads, headDim } = shape;
    const half = headDim / 2;
    this.#set(x, () => {
      const at = tf.tensor1d(this.#buffers.integers(positions), 'int32');
      const angles = (table: Buffer) =>
        tf.reshape(tf.gather(this.#get(table, [-1, half]), at), [rows, 1, half]);
      const c = angles(cos);
      const s = back ? tf.neg(angles(sin)) : angles(sin);
      const all = this.#get<Tensor3D>(x, [rows, heads, headDim]);
      const a = tf.slice(all, [0, 0, 0], [rows, heads, half]);
      const b = tf.slice(all, [0, 0, half], [rows, heads, half]);
      const low = tf.sub(tf.mul(a, c), tf.mul(b, s));
      return tf.concat([low, tf.add(tf.mul(b, c), tf.mul(a, s))], 2);
    });
  }

  attention(
    out: Buffer,
    lse: Buffer,
    q: Buffer,
    k: Buffer,
    v: Buffer,
    offsets: Int32Array,
    shape: AttentionShape,
  ): void {
    const tf = this.#tf;
    const { heads, headDim, scale } = shape;
    const parts = tf.tidy(() =>
      this.#sequences(offsets, (from, length) => {
        const made = attend(tf, this.#heads({ q, k, v }, from, length, shape), scale);
        return [join(tf, made.out), made.lse];
      }),
    );
    this.#join(out, parts, 0, heads * headDim);
    this.#join(lse, parts, 1, heads);
    tf.dispose(parts);
  }

  attentionBackward(
    dq: Buffer,
    dk: Buffer,
    dv: Buffer,
    dOut: Buffer,
    { q, k, v, out, lse }: AttentionPass,
    offsets: Int32Array,
    shape: AttentionShape,
  ): void {
    const tf = this.#tf;
    const { heads: H, kvHeads: G, headDim: C } = shape;
    const parts = tf.tidy(() =>
      this.#sequences(offsets, (from, length) => {
        const rows = (x: Buffer) => split(tf, this.#slice(x, from, length, H * C), H, C);
        const own = this.#heads({ q, k, v }, from, length, shape);
        const logs = this.#slice(lse, from, length, H);
        const d = attendBackward(tf, own, rows(dOut), rows(out), logs, shape);
        return [join(tf, d.dq), join(tf, d.dk), join(tf, d.dv)];
      }),
    );
    this.#join(dq, parts, 0, H * C);
    this.#join(dk, parts, 1, G * C);
    this.#join(dv, parts, 2, G * C);
    tf.dispose(parts);
  }

  attentionDecode(
    out: Buffer,
    q: Buffer,
    keys: Buffer,
    values: Buffer,
    slots: Buffer,
    lengths: Buffer,
    { batch, capacity, heads: H, kvHeads: G, headDim: C, scale }: CacheShape,
  ): void {
    const tf = this.#tf;
    const [slot, length] = [this.#buffers.integers(slots), this.#buffers.integers(lengths)];
    this.#set(out, () => {
      const rows = Array.from({ length: batch }, (_, b) => {
        const from = (slot[b] as number) * capacity;
        const cached = (cache: Buffer) => {
          const own = split(tf, this.#slice(cache, from, length[b] as number, G * C), G, C);
          return repeat(tf, own, H / G);
        };
        const query = split(tf, this.#slice(q, b, 1, H * C), H, C);
        const scores = tf.mul(tf.matMul(query, cached(keys), false, true), scale); // [H, 1, length]
        return join(tf, tf.matMul(tf.softmax(scores), cached(values)) as Tensor3D);
      });
      return tf.concat(rows, 0);
    });
  }

  swiglu(out: Buffer, gate: Buffer, up: Buffer): void {
    const tf = this.#tf;
    const n = [out.length];
    this.#set(out, () => {
      const g = this.#get(gate, n);
      return tf.mul(tf.mul(g, tf.sigmoid(g)), this.#get(up, n));
    });
  }

  swigluBackward(dGate: Buffer, dUp: Buffer, dOut: Buffer, gate: Buffer, up: Buffer): void {
    const tf = this.#tf;
    const n = [dOut.length];
    this.#set(dUp, () => {
      const g = this.#get(gate, n);
      return tf.mul(this.#get(dOut, n), tf.mul(g, tf.sigmoid(g)));
    });
    this.#set(dGate, () => {
      const g = this.#get(gate, n);
      const s = tf.sigmoid(g);
      const slope = tf.mul(s, tf.add(1, tf.mul(g, tf.sub(1, s))));
      return tf.mul(tf.mul(this.#get(dOut, n), this.#get(up, n)), slope);
    });
  }

  add(x: Buffer, y: Buffer): void {
    this.#set(x, () => this.#get(y, [y.length]), 'add');
  }

  logprobs(
    { logprobs, entropy, lse }: Scores,
    hidden: Buffer,
    weight: Buffer,
    targets: Buffer,
    shape: HeadShape,
  ): void {
    const tf = this.#tf;
    const wanted = this.#buffers.integers(targets);
    const parts = tf.tidy(() =>
      this.#chunks(shape, (from, rows) => {
        const logits = this.#logits(hidden, weight, from, rows, shape);
        const own = wanted.subarray(from, from + rows);
        const made = logprobsOf(tf, logits, own, shape.temperature);
        return [made.logprobs, made.entropy, made.lse];
      }),
    );
    this.#join(logprobs, parts, 0, 1);
    this.#join(entropy, parts, 1, 1);
    this.#join(lse, parts, 2, 1);
    tf.dispose(parts);
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
    const tf = this.#tf;
    const { dim, vocab, temperature } = shape;
    const wanted = this.#buffers.integers(targets);
    const parts = this.#chunks(shape, (from, rows) => {
      const d = tf.tidy(() => {
        const column = (x: Buffer) => tf.slice(this.#get<Tensor1D>(x, [x.length]), from, rows);
        const logits = this.#logits(hidden, weight, from, rows, shape);
        const own = wanted.subarray(from, from + rows);
        const [dl, dh] = [column(dLogprobs), dEntropy ? column(dEntropy) : null];
        const known = { entropy: column(entropy), lse: column(lse) };
        return logitsGradient(tf, logits, own, temperature, dl, dh, known);
      });
      const input = () => this.#slice(hidden, from, rows, dim);
      this.#set(dWeight, () => tf.matMul(d, input(), true, false), 'add');
      const back = tf.tidy(() => tf.matMul(d, this.#get<Tensor2D>(weight, [vocab, dim])));
      d.dispose();
      return [back];
    });
    this.#join(dHidden, parts, 0, dim);
    tf.dispose(parts);
  }

  sample(tokens: Buffer, logprobs: Buffer, logits: Buffer, uniform: Buffer, shape: SampleShape) {
    const { rows, vocab, temperature } = shape;
    const host = (buffer: Buffer) =>
      this.#tf.tidy(() => this.#get(buffer, [buffer.length]).dataSync()) as Float32Array;
    const [values, chances] = [host(logits), host(uniform)];
    const drawn = Array.from({ length: rows }, (_, r) =>
      draw(values.subarray(r * vocab, (r + 1) * vocab), chances[r] as number, temperature),
    );
    this.write(
      tokens,
      Int32Array.from(drawn, ({ token }) => token),
    );
    this.write(
      logprobs,
      Float32Array.from(drawn, ({ logprob }) => logprob),
    );
  }

  adamw(parameter: Buffer, m: Buffer, v: Buffer, gradient: Buffer, options: AdamW): void {
    const tf = this.#tf;
    const { lr, beta1, beta2, eps, weightDecay, step } = options;
    const n = [parameter.length];
    const g = () => this.#get(gradient, n);
    this.#set(m, () => tf.add(tf.mul(this.#get(m, n), beta1), tf.mul(g(), 1 - beta1)));
    this.#set(v, () => tf.add(tf.mul(this.#get(v, n), beta2), tf.mul(tf.square(g()), 1 - beta2)));
    this.#set(parameter, () => {
      const root = tf.mul(tf.sqrt(this.#get(v, n)), 1 / Math.sqrt(1 - beta2 ** step));
      const change = tf.div(this.#get(m, n), tf.add(root, eps));
      const kept = tf.mul(this.#get(parameter, n), 1 - lr * weightDecay);
      return tf.sub(kept, tf.mul(change, lr / (1 - beta1 ** step)));
    });
  }

  gradientNorm(norm: Buffer, gradients: readonly Buffer[]): void {
    const tf = this.#tf;
    this.#set(norm, () => {
      const sums = gradients.map((g) => tf.sum(tf.square(this.#get(g, [g.length]))));
      return tf.sqrt(sums.reduce((total, sum) => tf.add(total, sum), tf.scalar(0)));
    });
  }

  clip(gradients: readonly Buffer[], norm: Buffer, maxNorm: number): void {
    const tf = this.#tf;
    for (const gradient of gradients) {
      this.#set(gradient, () => {
        const factor = tf.minimum(1, tf.div(maxNorm, tf.add(this.#get(norm, [1]), 1e-6)));
        return tf.mul(this.#get(gradient, [gradient.length]), factor);
      });
    }
  }

  #get<T extends Tensor = Tensor>(buffer: Buffer, shape: number[]): T {
    return this.#buffers.get<T>(buffer, shape);
  }

  #set(buffer: Buffer, make: () => Tensor, write: Write = 'set'): void {
    this.#buffers.set(buffer, make, write);
  }

  #slice(buffer: Buffer, from: number, rows: number, dim: number): Tensor2D {
    return this.#tf.slice(this.#get<Tensor2D>(buffer, [-1, dim]), [from, 0], [rows, dim]);
  }

  #heads(
    { q, k, v }: Readonly<Record<'q' | 'k' | 'v', Buffer>>,
    from: number,
    length: number,
    { heads: H, kvHeads: G, headDim: C }: AttentionShape,
  ): Heads {
    const tf = this.#tf;
    const shared = (x: Buffer) =>
      repeat(tf, split(tf, this.#slice(x, from, length, G * C), G, C), H / G);
    return {
      q: split(tf, this.#slice(q, from, length, H * C), H, C),
      k: shared(k),
      v: shared(v),
    };
  }

  #logits(hidden: Buffer, weight: Buffer, from: number, rows: number, shape: HeadShape): Tensor2D {
    const { dim, vocab } = shape;
    const table = this.#get<Tensor2D>(weight, [vocab, dim]);
    return this.#tf.matMul(this.#slice(hidden, from, rows, dim), table, false, true);
  }

  #sequences<T>(offsets: Int32Array, of: (from: number, length: number) => T): T[] {
    return Array.from(offsets.subarray(1), (end, s) => {
      const from = offsets[s] as number;
      return { from, length: end - from };
    })
      .filter(({ length }) => length > 0)
      .map(({ from, length }) => of(from, length));
  }

  #chunks<T>({ rows, vocab }: HeadShape, of: (from: number, rows: number) => T): T[] {
    const most = Math.max(64, Math.floor(logitsAtOnce / vocab));
    return Array.from({ length: Math.ceil(rows / most) }, (_, i) =>
      of(i * most, Math.min(most, rows - i * most)),
    );
  }

  /** The parts' tensors of one place, one below another, into a buffer. */
  #join(buffer: Buffer, parts: readonly (readonly Tensor[])[], place: number, dim: number): void {
    const tf = this.#tf;
    if (parts.length === 0) return;
    this.#set(buffer, () =>
      tf.concat(
        parts.map((part) => tf.reshape(part[place] as Tensor, [-1, dim])),
        0,
      ),
    );
  }
}
