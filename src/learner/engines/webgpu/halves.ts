/**
 * Copies of weights in bfloat16, which products read in half the bytes. A copy is made anew when its
 * weight was written since; the weight itself stays in float32, so small steps add up.
 */
import type { Buffer, RowShape } from '../contract.ts';
import type { Device } from './device.ts';
import { narrow, numberGroups } from './kernels/rows.ts';

interface Copy {
  readonly buffer: Buffer;
  readonly dim: number;
  /** Of the weight, when it was copied. */
  readonly writes: number;
}

export class Halves {
  readonly #device: Device;
  readonly #copies = new Map<Buffer, Copy>();

  constructor(device: Device) {
    this.#device = device;
  }

  /** Rows of whole words, two numbers each; the last half of an odd row is zero. */
  of(weight: Buffer, { rows, dim }: RowShape): Buffer {
    const { writes } = this.#device.memory.at(weight);
    const known = this.#copies.get(weight);
    if (known?.writes === writes && known.dim === dim) return known.buffer;
    this.drop(weight);
    const count = rows * Math.ceil(dim / 2);
    const buffer = this.#device.memory.alloc(count, 'i32'); // mostly the one that was dropped
    this.#device.run(narrow, { words: buffer, x: weight }, { count, dim }, numberGroups(count));
    this.#copies.set(weight, { buffer, dim, writes });
    return buffer;
  }

  /** To be called before the weight is freed. */
  drop(weight: Buffer): void {
    const known = this.#copies.get(weight);
    if (known) this.#device.free(known.buffer);
    this.#copies.delete(weight);
  }
}
