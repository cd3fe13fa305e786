/** The matrix products of an engine over the wasm memory: the kernels' own, or another library's. */
import type { Machine } from './machine.ts';

/** C[m, n] = op(A) op(B), or added to C; row-major, without gaps. Addresses are in bytes. */
export interface Product {
  readonly transA: boolean; // A is stored [k, m]
  readonly transB: boolean; // B is stored [n, k]
  readonly m: number;
  readonly n: number;
  readonly k: number;
  readonly a: number;
  readonly b: number;
  readonly c: number;
  readonly add: boolean;
  /** Address of [n], added to every row; 0 for none. */
  readonly bias: number;
}

export interface Products {
  readonly name: string;
  run(machine: Machine, product: Product): void;
}

export const kernelProducts: Products = {
  name: 'kernels',
  run(machine, { transA, transB, m, n, k, a, b, c, add, bias }) {
    const { high, wide, tasks } = blocks(m, n, machine.threads);
    machine.run('product', tasks, m * n * k, [
      ...[Number(transA), Number(transB), m, n, k],
      ...[a, transA ? m : k, b, transB ? k : n, c, n],
      ...[Number(add), bias, high, wide],
    ]);
  },
};

/**
 * Blocks of C, some for each thread, of whole register tiles (6 by 8) where they can be. Large
 * blocks pack less. The cut has no influence on the result's bits.
 */
function blocks(m: number, n: number, threads: number) {
  let high = Math.ceil(m / 6) * 6;
  let wide = Math.ceil(n / 8) * 8;
  const wanted = threads === 1 ? 1 : 4 * threads;
  const count = () => Math.ceil(m / high) * Math.ceil(n / wide);
  while (count() < wanted && (high > 24 || wide > 64)) {
    if (high >= wide || wide <= 64) high = Math.ceil(high / 2 / 6) * 6;
    else wide = Math.ceil(wide / 2 / 8) * 8;
  }
  return { high, wide, tasks: count() };
}
