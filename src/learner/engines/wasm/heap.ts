/**
 * Buffers in one shared WebAssembly memory: best fit, freed neighbours joined. Addresses are
 * multiples of a cache line, and every buffer is padded to whole lines, so that vectors may reach
 * past its end.
 */
import { AssayError } from '../../../errors.ts';

const line = 64;
const page = 65_536;
/** Below lie the control block and the kernels' constants. */
const bottom = 4 * page;
const growth = 256; // pages at a time, 16 MiB

interface Hole {
  readonly start: number;
  readonly size: number;
}

export class Heap {
  readonly memory: WebAssembly.Memory;
  readonly #sizes = new Map<number, number>();
  #holes: Hole[] = []; // by address, never touching
  #end: number;
  #f32: Float32Array<ArrayBufferLike>;
  #i32: Int32Array<ArrayBufferLike>;

  constructor() {
    this.memory = new WebAssembly.Memory({ initial: 16, maximum: page, shared: true });
    this.#end = this.memory.buffer.byteLength;
    this.#holes = [{ start: bottom, size: this.#end - bottom }];
    this.#f32 = new Float32Array(this.memory.buffer);
    this.#i32 = new Int32Array(this.memory.buffer);
  }

  /** The whole memory; not to be held across `take`, which may replace it. */
  get f32(): Float32Array<ArrayBufferLike> {
    return this.#f32;
  }

  get i32(): Int32Array<ArrayBufferLike> {
    return this.#i32;
  }

  /** The address of room for `bytes`. */
  take(bytes: number): number {
    const size = Math.max(line, Math.ceil(bytes / line) * line);
    let best = -1;
    for (let i = 0; i < this.#holes.length; i++) {
      const hole = this.#holes[i] as Hole;
      if (hole.size < size) continue;
      if (best < 0 || hole.size < (this.#holes[best] as Hole).size) best = i;
    }
    if (best < 0) {
      this.#grow(size);
      return this.take(bytes);
    }
    const { start, size: whole } = this.#holes[best] as Hole;
    const rest = whole > size ? [{ start: start + size, size: whole - size }] : [];
    this.#holes.splice(best, 1, ...rest);
    this.#sizes.set(start, size);
    return start;
  }

  give(start: number): void {
    const size = this.#sizes.get(start);
    if (size === undefined) throw new AssayError('internal', `no buffer at ${start} to free`);
    this.#sizes.delete(start);
    this.#add({ start, size });
  }

  #add(hole: Hole): void {
    let low = 0;
    let high = this.#holes.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((this.#holes[middle] as Hole).start < hole.start) low = middle + 1;
      else high = middle;
    }
    const before = this.#holes[low - 1];
    const after = this.#holes[low];
    const joinsBefore = before !== undefined && before.start + before.size === hole.start;
    const joinsAfter = after !== undefined && hole.start + hole.size === after.start;
    const start = joinsBefore ? before.start : hole.start;
    const end = joinsAfter ? after.start + after.size : hole.start + hole.size;
    const from = joinsBefore ? low - 1 : low;
    this.#holes.splice(from, Number(joinsBefore) + Number(joinsAfter), {
      start,
      size: end - start,
    });
  }

  #grow(size: number): void {
    const last = this.#holes.at(-1);
    const free = last && last.start + last.size === this.#end ? last.size : 0;
    const needed = Math.ceil((size - free) / page);
    const pages = Math.min(Math.max(needed, growth), page - this.#end / page);
    if (pages < needed) {
      throw new AssayError(
        'engine_unavailable',
        `WebAssembly's 4 GiB of memory are used up; expected room for ${size} bytes more. Use smaller micro-batches or a smaller model`,
      );
    }
    this.memory.grow(pages);
    this.#f32 = new Float32Array(this.memory.buffer);
    this.#i32 = new Int32Array(this.memory.buffer);
    this.#add({ start: this.#end, size: pages * page });
    this.#end += pages * page;
  }
}
