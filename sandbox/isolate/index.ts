/** JavaScript and TypeScript in V8 isolates inside killable worker processes: level A. */
import type { Backend } from '../contract.ts';
import { entryPoint } from '../entry.ts';
import { openWorkerBackend } from '../worker/backend.ts';
import { boundsMemory } from '../worker/process.ts';

export function openIsolateBackend(options: { readonly concurrency: number }): Backend {
  return openWorkerBackend({
    languages: ['javascript', 'typescript'],
    isolation: boundsMemory ? 'isolate+process+rlimits' : 'isolate+process',
    spec: { entry: entryPoint('./worker', import.meta.url), dataMb: 2048 },
    concurrency: options.concurrency,
    maxJobs: 500,
  });
}
