/**
 * The engine's buffers on the device. A freed one goes to the next that asks for its size: work is
 * done in the order it was queued, so what still reads it comes before what will write it.
 */
import { AssayError } from '../../../errors.ts';
import type { Buffer } from '../contract.ts';

export interface Storage {
  readonly id: number;
  readonly gpu: GPUBuffer;
  readonly bytes: number;
  /** The last batch of commands that uses it. */
  batch: number;
  /** How often it was written. */
  writes: number;
}

const leastKept = 256 << 20; // bytes

export class Memory {
  readonly #make: (bytes: number) => GPUBuffer;
  readonly #mostBytes: number;
  readonly #live = new Map<Buffer, Storage>();
  readonly #idle = new Map<number, Storage[]>();
  #made = 0;
  #liveBytes = 0;
  #idleBytes = 0;
  #peakBytes = 0;

  /** @param mostBytes what one binding may span. */
  constructor(make: (bytes: number) => GPUBuffer, mostBytes: number) {
    this.#make = make;
    this.#mostBytes = mostBytes;
  }

  alloc(length: number, kind: Buffer['kind']): Buffer {
    const buffer: Buffer = { kind, length };
    if (4 * length > this.#mostBytes) {
      throw new AssayError(
        'internal',
        `the webgpu engine: a buffer: expected at most ${this.#mostBytes} bytes; got ${4 * length}`,
      );
    }
    const bytes = Math.min(sizeClass(4 * length), this.#mostBytes);
    let storage = this.#idle.get(bytes)?.pop();
    if (storage) this.#idleBytes -= bytes;
    else storage = { id: this.#made++, gpu: this.#make(bytes), bytes, batch: -1, writes: 0 };
    this.#live.set(buffer, storage);
    this.#liveBytes += bytes;
    this.#peakBytes = Math.max(this.#peakBytes, this.#liveBytes);
    return buffer;
  }

  at(buffer: Buffer): Storage {
    const storage = this.#live.get(buffer);
    if (storage) return storage;
    throw new AssayError(
      'internal',
      'expected a buffer of this engine; got a freed or foreign one',
    );
  }

  free(buffer: Buffer): void {
    const storage = this.at(buffer);
    this.#live.delete(buffer);
    this.#liveBytes -= storage.bytes;
    const alike = this.#idle.get(storage.bytes);
    if (alike) alike.push(storage);
    else this.#idle.set(storage.bytes, [storage]);
    this.#idleBytes += storage.bytes;
  }

  /** More lies idle than was ever in use: sizes have changed. */
  get overfull(): boolean {
    return this.#idleBytes > Math.max(leastKept, this.#peakBytes);
  }

  /** To be called when no command that uses them waits to be submitted. */
  destroyIdle(): void {
    for (const storages of this.#idle.values()) {
      for (const { gpu } of storages) gpu.destroy();
    }
    this.#idle.clear();
    this.#idleBytes = 0;
  }
}

/** In eighths of a power of two, so that lengths which vary a little share their buffers. */
function sizeClass(bytes: number): number {
  const step = Math.max(256, 2 ** (Math.ceil(Math.log2(Math.max(1, bytes))) - 4));
  return Math.max(step, Math.ceil(bytes / step) * step);
}
