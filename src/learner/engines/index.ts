/** The table of numeric engines: name → how to open it. `auto` is the fastest that this machine has. */
import { availableParallelism } from 'node:os';
import { AssayError } from '../../errors.ts';
import type { Engine, WeightDtype } from './contract.ts';

export interface EngineOptions {
  /** Default: as many as the machine runs at once. */
  readonly threads?: number | undefined;
  /** What products read weights as. Default F32, which every engine can. */
  readonly weights?: WeightDtype;
}

/** Rejects with AssayError `engine_unavailable` where the engine cannot run. */
type Open = (options: Required<EngineOptions> & { readonly threads: number }) => Promise<Engine>;

interface Row {
  readonly weights: readonly WeightDtype[];
  readonly open: Open;
  /** How `auto` opens it, where that is not the same. */
  readonly choose?: Open;
}

const table = {
  wasm: {
    weights: ['F32'],
    open: async ({ threads }) => (await import('./wasm/index.ts')).openWasm(threads),
  },
  blas: {
    weights: ['F32'],
    open: async ({ threads }) => (await import('./blas/index.ts')).openBlas(threads),
  },
  tfjs: {
    weights: ['F32'],
    open: async ({ threads }) => (await import('./tfjs/index.ts')).openTfjs(threads),
  },
  webgpu: {
    weights: ['F32', 'BF16'],
    open: async (options) => (await import('./webgpu/index.ts')).openWebgpu(options),
    // An adapter that is a program on the processor is slower than the other engines.
    choose: async (options) => (await import('./webgpu/index.ts')).openGpu(options),
  },
} as const satisfies Record<string, Row>;

export type EngineName = keyof typeof table;
export const engineNames = Object.keys(table) as readonly EngineName[];

/** The types an engine can read weights as, the widest first. */
export function weightsOf(name: EngineName): readonly WeightDtype[] {
  return table[name].weights;
}

/** In the order of `auto`: a GPU, then by measured speed (bench/learner.ts); wasm runs everywhere. */
const preferred: readonly EngineName[] = ['webgpu', 'blas', 'wasm'];

export async function openEngine(
  name: EngineName | 'auto',
  { threads = availableParallelism(), weights = 'F32' }: EngineOptions = {},
): Promise<Engine> {
  const options = { threads, weights };
  if (name !== 'auto') {
    expectWeights(name, weights);
    return table[name].open(options);
  }
  const reasons: string[] = [];
  for (const candidate of preferred) {
    try {
      expectWeights(candidate, weights);
      const { open, choose = open }: Row = table[candidate];
      return await choose(options);
    } catch (error) {
      if (!(error instanceof AssayError && error.code === 'engine_unavailable')) throw error;
      reasons.push(`${candidate}: ${error.message}`);
    }
  }
  throw new AssayError('engine_unavailable', `no engine can be opened: ${reasons.join('; ')}`);
}

function expectWeights(name: EngineName, weights: WeightDtype): void {
  const known = weightsOf(name);
  if (known.includes(weights)) return;
  throw new AssayError(
    'engine_unavailable',
    `the ${name} engine: expected weights in ${known.join(' or ')}; got ${weights}`,
  );
}
