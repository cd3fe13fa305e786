/**
 * The wasm engine with its matrix products done by the system's OpenBLAS, over the same memory.
 * Attention and everything else stay with the kernels. Bits may differ with OpenBLAS's build and
 * number of threads.
 */
import { availableParallelism } from 'node:os';
import type { Engine } from '../contract.ts';
import { WasmEngine } from '../wasm/engine.ts';
import { Machine } from '../wasm/machine.ts';
import type { Products } from '../wasm/products.ts';
import { loadBlas, type Sgemm } from './library.ts';

const rowMajor = 101;
const plain = 111;
const transposed = 112;

/** @throws AssayError `engine_unavailable` without koffi or OpenBLAS. */
export async function openBlas(threads = availableParallelism()): Promise<Engine> {
  const { sgemm, version } = await loadBlas(threads);
  const machine = await Machine.open(threads);
  return new WasmEngine('blas', `${version.trim()}, ${threads} threads`, machine, products(sgemm));
}

function products(sgemm: Sgemm): Products {
  return {
    name: 'openblas',
    run(machine, { transA, transB, m, n, k, a, b, c, add, bias }) {
      if (m === 0 || n === 0) return;
      if (bias !== 0) {
        // sgemm adds to what is there: the bias, once in every row.
        const grain = Math.max(1, Math.floor(16_384 / n));
        machine.run('spread', Math.ceil(m / grain), m * n, [c, bias, m, n, grain, Number(add)]);
      }
      const view = (address: number, length: number) =>
        machine.heap.f32.subarray(address / 4, address / 4 + length);
      sgemm(
        ...([rowMajor, transA ? transposed : plain, transB ? transposed : plain, m, n, k] as const),
        ...([1, view(a, m * k), transA ? m : k, view(b, k * n), transB ? k : n] as const),
        ...([add || bias !== 0 ? 1 : 0, view(c, m * n), n] as const),
      );
    },
  };
}
