/**
 * Copies the state of an interpreter, its linear memory and its stack pointer, to an image without
 * zero pages, and back. Self-contained: see ../source.ts.
 */
import type { Memory } from './memory.ts';

/** `runs` are pairs of offset and length in bytes; `data` is their contents one after another. */
export interface MemoryImage {
  readonly size: number;
  readonly stack: number;
  readonly runs: readonly number[];
  readonly data: Uint8Array;
}

/** The stack of C, which lies in linear memory and grows down. */
export interface StackAccess {
  low(): number;
  high(): number;
  get(): number;
  set(pointer: number): void;
}

export function makeSnapshots(memory: Memory, stack: StackAccess) {
  const page = 4096;

  /** Offsets and lengths of the pages that hold anything, joined where they touch. */
  function used(all: Uint8Array): number[] {
    const words = new Int32Array(all.buffer);
    const runs: number[] = [];
    for (let at = 0; at < all.length; at += page) {
      const end = (at + page) / 4;
      let i = at / 4;
      while (i < end && words[i] === 0) i++;
      if (i === end) continue;
      const last = runs.length - 1;
      const touching = last > 0 && (runs[last - 1] as number) + (runs[last] as number) === at;
      if (touching) runs[last] = (runs[last] as number) + page;
      else runs.push(at, page);
    }
    return runs;
  }

  return {
    take(): MemoryImage {
      const all = memory.bytes();
      const runs = used(all);
      const data = new Uint8Array(runs.reduce((sum, n, i) => (i % 2 ? sum + n : sum), 0));
      let to = 0;
      for (let i = 0; i < runs.length; i += 2) {
        const at = runs[i] as number;
        const length = runs[i + 1] as number;
        data.set(all.subarray(at, at + length), to);
        to += length;
      }
      return { size: all.length, stack: stack.get(), runs, data };
    },

    /**
     * Makes memory be what it was. The unused part of the stack is left as it is: C reads nothing
     * there that it has not written.
     * @param clean the memory has not been used since it was made.
     */
    restore(image: MemoryImage, clean: boolean): void {
      if (memory.bytes().length < image.size && !memory.grow(image.size)) {
        throw new Error('Expected room for the interpreter, got none');
      }
      const all = memory.bytes();
      const [low, high] = [stack.low(), stack.high()];
      const zero = (from: number, to: number): void => {
        if (clean || (from >= low && to <= high)) return;
        all.fill(0, from, to);
      };
      let end = 0;
      let from = 0;
      for (let i = 0; i < image.runs.length; i += 2) {
        const at = image.runs[i] as number;
        const length = image.runs[i + 1] as number;
        zero(end, at);
        all.set(image.data.subarray(from, from + length), at);
        from += length;
        end = at + length;
      }
      zero(end, all.length);
      stack.set(image.stack);
    },
  };
}
