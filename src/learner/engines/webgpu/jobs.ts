/**
 * The blocks of packed sequences, as attention's kernels want them. All layers of a pass have the
 * same sequences, so the last table is kept.
 */
import type { Buffer } from '../contract.ts';
import type { Device } from './device.ts';

export interface Jobs {
  readonly buffer: Buffer; // i32 [count, 4]
  readonly count: number;
}

export class JobTable {
  readonly #device: Device;
  #last: (Jobs & { readonly block: number; readonly offsets: Int32Array }) | null = null;

  constructor(device: Device) {
    this.#device = device;
  }

  of(offsets: Int32Array, block: number): Jobs {
    const last = this.#last;
    if (last && last.block === block && equal(last.offsets, offsets)) return last;
    if (last) this.#device.free(last.buffer);
    const rows: number[] = [];
    for (let s = 0; s + 1 < offsets.length; s++) {
      const start = offsets[s] as number;
      const length = (offsets[s + 1] as number) - start;
      for (let first = 0; first < length; first += block) {
        rows.push(start, first, Math.min(block, length - first), length);
      }
    }
    const buffer = this.#device.memory.alloc(rows.length, 'i32');
    this.#device.write(buffer, Int32Array.from(rows));
    this.#last = { buffer, count: rows.length / 4, block, offsets: offsets.slice() };
    return this.#last;
  }
}

function equal(a: Int32Array, b: Int32Array): boolean {
  return a.length === b.length && a.every((value, i) => value === b[i]);
}
