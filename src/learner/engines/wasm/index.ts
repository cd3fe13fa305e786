/** Opens the wasm engine: the default, with nothing native in it. */
import { availableParallelism } from 'node:os';
import type { Engine } from '../contract.ts';
import { WasmEngine } from './engine.ts';
import { Machine } from './machine.ts';
import { kernelProducts } from './products.ts';

export async function openWasm(threads = availableParallelism()): Promise<Engine> {
  const machine = await Machine.open(threads);
  const description = `WebAssembly SIMD, ${threads} thread${threads === 1 ? '' : 's'}`;
  return new WasmEngine('wasm', description, machine, kernelProducts);
}
