/** The engines that the conformance suite holds to one meaning. */
import { AssayError } from '../../../src/errors.ts';
import type { Engine } from '../../../src/learner/engines/contract.ts';
import { openEngine } from '../../../src/learner/engines/index.ts';
import { openTfjs } from '../../../src/learner/engines/tfjs/index.ts';
import { useSwiftshader } from './swiftshader.ts';

export const implementations: readonly {
  readonly name: string;
  open(): Promise<Engine>;
}[] = [
  { name: 'wasm, one thread', open: () => openEngine('wasm', { threads: 1 }) },
  { name: 'wasm, three threads', open: () => openEngine('wasm', { threads: 3 }) },
  { name: 'blas', open: () => openEngine('blas', { threads: 1 }) },
  { name: 'tfjs on its cpu backend', open: () => openTfjs(1, 'cpu') },
  { name: 'tfjs on its wasm backend', open: () => openTfjs(1, 'wasm') },
  { name: 'webgpu', open: () => openEngine('webgpu') },
];

useSwiftshader();

/** The engine, or the reason to skip its tests. */
export async function openOrReason(open: () => Promise<Engine>): Promise<Engine | string> {
  try {
    return await open();
  } catch (error) {
    if (!(error instanceof AssayError && error.code === 'engine_unavailable')) throw error;
    return `SKIPPED: ${error.message}`;
  }
}
