/** The table of numeric engines: name → how to open it. `auto` is the fastest that this machine has. */
import { availableParallelism } from 'node:os';
import { AssayError } from '../../errors.ts';
import type { Engine } from './contract.ts';

/** What products read weights as; everywhere else, and in every sum, they are float32. */
export const weightDtypes = ['F32', 'BF16'] as const;
export type WeightDtype = (typeof weightDtypes)[number];

export interface EngineOptions {
  /** Default: as many as the machine runs at once. */
  readonly threads?: number | undefined;
  /** BF16: `webgpu` alone. Default F32. */
  readonly weights?: WeightDtype;
}

/** Rejects with AssayError `engine_unavailable` where the engine cannot run. */
type Open = (threads: number, weights: WeightDtype) => Promise<Engine>;

const table = {
  wasm: async (threads) => (await import('./wasm/index.ts')).openWasm(threads),
  blas: async (threads) => (await import('./blas/index.ts')).openBlas(threads),
  tfjs: async (threads) => (await import('./tfjs/index.ts')).openTfjs(threads),
  webgpu: async (_, weights) => (await import('./webgpu/index.ts')).openWebgpu({ weights }),
} as const satisfies Record<string, Open>;

export type EngineName = keyof typeof table;
export const engineNames = Object.keys(table) as readonly EngineName[];

/** In the order of `auto`: a GPU, then by measured speed (bench/learner.ts); wasm runs everywhere. */
const preferred: readonly EngineName[] = ['webgpu', 'blas', 'wasm'];

export async function openEngine(
  name: EngineName | 'auto',
  { threads = availableParallelism(), weights = 'F32' }: EngineOptions = {},
): Promise<Engine> {
  if (name !== 'auto') return open(name, threads, weights);
  const reasons: string[] = [];
  for (const candidate of preferred) {
    try {
      // An adapter that is a program on the processor is slower than the others.
      if (candidate === 'webgpu')
        return await (await import('./webgpu/index.ts')).openGpu({ weights });
      return await open(candidate, threads, weights);
    } catch (error) {
      if (!(error instanceof AssayError && error.code === 'engine_unavailable')) throw error;
      reasons.push(`${candidate}: ${error.message}`);
    }
  }
  throw new AssayError('engine_unavailable', `no engine can be opened: ${reasons.join('; ')}`);
}

async function open(name: EngineName, threads: number, weights: WeightDtype): Promise<Engine> {
  if (weights === 'F32' || name === 'webgpu') return table[name](threads, weights);
  throw new AssayError(
    'engine_unavailable',
    `the ${name} engine: expected weights in F32; got ${weights}`,
  );
}
