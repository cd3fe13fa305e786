/** JavaScript and TypeScript in V8 isolates inside killable worker processes: level A, or level B with walls around those. */
import type { Backend } from '../contract.ts';
import { entryPoint } from '../entry.ts';
import { openWorkerBackend } from '../worker/backend.ts';
import { boundsMemory, type Enclosure } from '../worker/process.ts';

/**
 * One worker a core needs no helper threads. And there is no use in a new hash seed for each isolate:
 * a program that makes hashes collide slows itself down.
 */
const nodeArgs = ['--single-threaded', '--no-rehash-snapshot'];
/**
 * V8 maps 512 MiB for the code of each isolate and hardly touches it: that of the process itself,
 * of the program and of the body of its tests. What is left of 3 GiB is for heaps.
 */
const dataMb = 3072;

export interface IsolateOptions {
  readonly concurrency: number;
  /** Walls around the worker processes: level B. */
  readonly enclosure?: Enclosure;
}

export function openIsolateBackend({ concurrency, enclosure }: IsolateOptions): Backend {
  return openWorkerBackend({
    languages: ['javascript', 'typescript'],
    isolation: boundsMemory ? 'isolate+process+rlimits' : 'isolate+process',
    spec: {
      entry: entryPoint('./worker', import.meta.url),
      dataMb,
      nodeArgs,
      ...(enclosure && { enclosure }),
    },
    concurrency,
    maxJobs: 5_000,
  });
}
