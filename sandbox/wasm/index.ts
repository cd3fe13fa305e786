/** Python on WebAssembly in V8 isolates inside killable worker processes: level A. */
import { type Backend, SandboxError } from '../contract.ts';
import { entryPoint } from '../entry.ts';
import { openWorkerBackend } from '../worker/backend.ts';
import { boundsMemory } from '../worker/process.ts';

/**
 * Recursion through C (sorting keys, caches, operators) lives on the stack of the worker's thread.
 * CPython stops at 10 MiB of its own stack with a RecursionError, if V8's is large enough for it.
 */
const stackMb = 128;
const nodeArgs = [`--stack-size=${boundsMemory ? (stackMb - 8) * 1024 : 6_500}`];

export function openPythonBackend(options: { readonly concurrency: number }): Backend {
  const backend = openWorkerBackend({
    languages: ['python'],
    isolation: boundsMemory ? 'isolate+process+rlimits' : 'isolate+process',
    spec: {
      entry: entryPoint('./worker', import.meta.url),
      // Every thread's stack is reserved at `stackMb` and counts here, touched or not.
      dataMb: 8192,
      stackMb,
      nodeArgs,
    },
    concurrency: options.concurrency,
    maxJobs: 500,
  });
  return {
    ...backend,
    async run(program, cases, limits, runOptions) {
      if (cases.some((one) => one.kind === 'script' && one.peer)) {
        const expected = 'Expected a level above isolate for two programs joined by pipes';
        throw new SandboxError('language_unavailable', `${expected}, got isolate`);
      }
      return backend.run(program, cases, limits, runOptions);
    },
  };
}
