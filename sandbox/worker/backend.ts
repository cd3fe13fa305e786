/**
 * Theory of operation. A Backend made of worker processes: one job at a time in each, one process
 * a core, recycled. The outer clock lives here: it starts when the worker says that untrusted code
 * is about to run, allows the case its wall time plus a grace (the worker has a soft limit of its
 * own), and then kills the process. The case in flight pays; the rest runs in another process.
 *
 * A worker that dies while untrusted code runs is the program's doing: the case is tried once more
 * on a fresh worker and then scored. A worker that dies before that is our fault, thrown as a
 * SandboxError after one retry.
 */
import type { Backend, LanguageId, RunResult } from '../contract.ts';
import { createPool } from '../pool.ts';
import { failed, type Job, runInVisits, type Visit, type Visitor } from '../visits.ts';
import { startWorker, type WorkerProcess, type WorkerSpec } from './process.ts';

/** How long past its limit a case may take before the process is killed, milliseconds. */
const graceMs = 1_000;
/** How long a worker may take before it runs any untrusted code, milliseconds. */
const setupMs = 60_000;

export interface WorkerBackendOptions {
  readonly languages: readonly LanguageId[];
  /** Layers in force within the process. */
  readonly isolation: string;
  readonly spec: WorkerSpec;
  readonly concurrency: number;
  /** Jobs after which a process is replaced. */
  readonly maxJobs: number;
}

export function openWorkerBackend(options: WorkerBackendOptions): Backend {
  const { enclosure } = options.spec;
  const pool = createPool<WorkerProcess>({
    size: options.concurrency,
    maxUses: options.maxJobs,
    create: () => startWorker(options.spec),
    destroy: (worker) => worker.kill(),
  });

  const visit: Visitor = async (job, give, signal) => {
    const worker = await pool.acquire(signal);
    let healthy = false;
    try {
      const end = await supervise(worker, job, give, signal);
      healthy = end.kind === 'done';
      return end;
    } finally {
      if (healthy) pool.release(worker);
      else await pool.discard(worker);
    }
  };

  return {
    level: enclosure ? 'namespaces' : 'isolate',
    isolation: enclosure ? `${options.isolation}+${enclosure.isolation}` : options.isolation,
    languages: options.languages,
    run: (program, cases, limits, runOptions) =>
      runInVisits(visit, { program, cases, limits }, runOptions),
    [Symbol.asyncDispose]: () => pool[Symbol.asyncDispose](),
  };
}

/** Runs one job on one worker under the outer clock. */
function supervise(
  worker: WorkerProcess,
  job: Job,
  onResult: (result: RunResult) => void,
  signal?: AbortSignal,
): Promise<Visit> {
  return new Promise((resolve, reject) => {
    let startedAt = 0; // 0: no untrusted code is running
    let left = job.limits.totalMs;
    let timer = setTimeout(expire, setupMs);
    const finish = (settle: () => void) => {
      clearTimeout(timer);
      signal?.removeEventListener('abort', onAbort);
      settle();
    };
    const elapsed = () => performance.now() - startedAt;
    function expire() {
      const end: Visit = startedAt
        ? { kind: 'ended', result: failed('time_limit', elapsed()) }
        : { kind: 'never_started', detail: `Expected a worker to begin within ${setupMs} ms` };
      finish(() => resolve(end));
    }
    function onAbort() {
      finish(() => reject(signal?.reason));
    }
    function rearm(ms: number) {
      clearTimeout(timer);
      timer = setTimeout(expire, ms);
    }

    if (signal?.aborted) return onAbort();
    signal?.addEventListener('abort', onAbort, { once: true });
    worker.submit(job, (event) => {
      switch (event.kind) {
        case 'start':
          startedAt = performance.now();
          rearm(Math.min(job.limits.testMs, Math.max(0, left)) + graceMs);
          break;
        case 'result':
          startedAt = 0;
          left -= event.result.ms;
          onResult(event.result);
          rearm(setupMs);
          break;
        case 'done':
          finish(() => resolve({ kind: 'done' }));
          break;
        case 'exit': {
          const end: Visit = startedAt
            ? { kind: 'ended', unsure: true, result: failed(deathOf(event.signal), elapsed()) }
            : {
                kind: 'never_started',
                detail: `A worker process ended early: ${worker.lastWords}`,
              };
          finish(() => resolve(end));
        }
      }
    });
  });
}

/** V8 ends the process by a trap or abort when memory is out; a segmentation fault is a crash. */
function deathOf(signal: string | null): RunResult['status'] {
  return signal === 'SIGSEGV' || signal === 'SIGBUS' ? 'runtime_error' : 'memory_limit';
}
