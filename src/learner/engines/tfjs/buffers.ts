/**
 * The engine's buffers: flat tensors, replaced when written, and integers that stay with
 * JavaScript, where the indices of gathers and scatters are needed as numbers.
 */
import type { Tensor, Tensor1D } from '@tensorflow/tfjs-core';
import { AssayError } from '../../../errors.ts';
import type { Buffer, Write } from '../contract.ts';
import type { Tf } from './backend.ts';

export class Buffers {
  readonly #tf: Tf;
  readonly #tensors = new Map<Buffer, Tensor1D | null>(); // null: not written yet
  readonly #integers = new Map<Buffer, Int32Array>();

  constructor(tf: Tf) {
    this.#tf = tf;
  }

  alloc(length: number, kind: Buffer['kind']): Buffer {
    const buffer: Buffer = { kind, length };
    if (kind === 'i32') this.#integers.set(buffer, new Int32Array(length));
    else this.#tensors.set(buffer, null);
    return buffer;
  }

  free(buffer: Buffer): void {
    if (this.#integers.delete(buffer)) return;
    const tensor = this.#tensors.get(buffer);
    if (tensor === undefined) throw foreign();
    tensor?.dispose();
    this.#tensors.delete(buffer);
  }

  freeAll(): void {
    for (const tensor of this.#tensors.values()) tensor?.dispose();
    this.#tensors.clear();
    this.#integers.clear();
  }

  integers(buffer: Buffer): Int32Array {
    const values = this.#integers.get(buffer);
    if (values === undefined) throw foreign();
    return values;
  }

  /** The contents in this shape. To be called within a tidy. */
  get<T extends Tensor = Tensor>(buffer: Buffer, shape: number[]): T {
    const tensor = this.#tensors.get(buffer);
    if (tensor === undefined) throw foreign();
    return this.#tf.reshape(tensor ?? this.#tf.zeros([buffer.length]), shape) as T;
  }

  /** Puts what `make` returns, of any shape, into the buffer. */
  set(buffer: Buffer, make: () => Tensor, write: Write = 'set'): void {
    const old = this.#tensors.get(buffer);
    if (old === undefined) throw foreign();
    const made = this.#tf.tidy(() => {
      const flat = this.#tf.reshape(make(), [buffer.length]) as Tensor1D;
      if (write === 'add' && old) return this.#tf.add(flat, old) as Tensor1D;
      // A reshape shares its data with what may be disposed of: harmless, tensors are counted.
      return flat;
    });
    this.#tensors.set(buffer, made);
    old?.dispose();
  }
}

function foreign(): AssayError {
  return new AssayError('internal', 'expected a buffer of this engine; got a freed or foreign one');
}
